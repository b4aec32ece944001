import { setTimeout as delay } from "node:timers/promises";
import { TransactionCanceledException, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import { type AnonymousAnswer, spentMarkOf } from "../domain/answers/anonymous-answer.ts";
import type { Link } from "../domain/sending/link-token.ts";
import { invitationKey, spentKey, waitingAnswerKey } from "./keys.ts";
import { itemAt } from "./partition.ts";
import { type Table, toItem } from "./table.ts";

/** Whether a person has answered by a link. What came of a scanner alone leaves it to them. */
export async function isSpent(table: Table, token: string): Promise<boolean> {
  const item = await itemAt(table, spentKey(spentMarkOf(token)));
  return item !== undefined && item.suspect !== true;
}

export type Kept =
  | { readonly kind: "kept" }
  /** The link was answered by before, or is no more what it was when it was read. */
  | { readonly kind: "answered-already" | "not-open" };

const MAX_TRIES = 8;
const PAUSE_MS = 10;

/**
 * Keeps an anonymous answer to wait for its group, and that its link is spent, both or neither, if the survey is still
 * open. Nothing is written to the invitation, nor with the answer what leads to it. What came of a scanner does not spend
 * the link of a person, whose answer then stands beside it.
 *
 * @param spent the mark of the link's token
 */
export async function keepAnonymousAnswer(
  table: Table,
  link: Link,
  spent: string,
  answer: AnonymousAnswer,
  now: Date,
): Promise<Kept> {
  const TransactItems = keeping(table, link, spent, answer, now);
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    try {
      await table.client.send(new TransactWriteItemsCommand({ TransactItems }));
      return { kind: "kept" };
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code);
      if (codes[0] === "ConditionalCheckFailed") return { kind: "not-open" };
      if (codes[1] === "ConditionalCheckFailed") return { kind: "answered-already" };
      if (!codes.includes("TransactionConflict")) throw error;
      // The same link twice at once, or a report of its delivery.
      await delay(PAUSE_MS * (tries + 1));
    }
  }
  throw new Error("an anonymous answer's link kept being written to; it was not kept and can be sent again");
}

function keeping(table: Table, link: Link, spent: string, answer: AnonymousAnswer, now: Date) {
  const isSuspect = answer.suspect.length > 0;
  return [
    {
      ConditionCheck: {
        TableName: table.name,
        Key: toItem(invitationKey(link.invitationId)),
        ConditionExpression: [
          "tokenHash = :hash",
          "attribute_not_exists(erasedAt)",
          "programId = :program",
          "programVersion = :version",
          "(attribute_not_exists(closesAt) OR closesAt >= :now)",
        ].join(" AND "),
        ExpressionAttributeValues: toItem({
          ":hash": link.tokenHash,
          ":program": answer.programId,
          ":version": answer.programVersion,
          ":now": now.toISOString(),
        }),
      },
    },
    {
      Put: {
        TableName: table.name,
        Item: toItem({
          ...spentKey(spent),
          type: "spent-link",
          version: 1,
          ...(isSuspect && { suspect: true }),
          expiresAt: afterEverySurvey(now),
        }),
        ...(isSuspect
          ? { ConditionExpression: "attribute_not_exists(pk)" }
          : {
              ConditionExpression: "attribute_not_exists(pk) OR suspect = :yes",
              ExpressionAttributeValues: toItem({ ":yes": true }),
            }),
      },
    },
    {
      Put: {
        TableName: table.name,
        Item: toItem({ ...waitingAnswerKey(answer), type: "waiting-answer", version: 1, ...answer }),
        ConditionExpression: "attribute_not_exists(pk)",
      },
    },
  ];
}

/**
 * When no survey answered now can be open any more, in seconds since 1970: a survey closes within a year. The same for
 * all that are answered in a year, for it to say nothing of when this one was.
 */
const afterEverySurvey = (now: Date): number => Date.UTC(now.getUTCFullYear() + 2, 0, 1) / 1000;
