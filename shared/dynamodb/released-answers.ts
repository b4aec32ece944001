import { TransactionCanceledException, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod/mini";
import type { AnonymousAnswer, AnswerGroup } from "../domain/answers/anonymous-answer.ts";
import { Attempt } from "../domain/answers/attempt.ts";
import { dayMark } from "./days.ts";
import { ANONYMOUS_PARTITION, anonymousOnKey, waitingAnswerKey } from "./keys.ts";
import { itemsOfPartition } from "./partition.ts";
import { type Table, toItem } from "./table.ts";

const StoredAnswer = z.object({
  answerId: z.string(),
  programId: z.string(),
  programVersion: z.number(),
  day: z.string(),
  segment: z.optional(z.string()),
  answers: Attempt.shape.answers,
  suspect: z.array(z.enum(["burst", "hidden-field", "too-fast", "scanner-network"])),
});

/** An anonymous answer as stored, waiting or released; whatever else stands on the item is left behind. */
export const anonymousAnswerIn = (item: Readonly<Record<string, unknown>>): AnonymousAnswer =>
  StoredAnswer.parse(item);

/** The anonymous answers that wait for their group, of all programs. */
export async function waitingAnswers(table: Table): Promise<AnonymousAnswer[]> {
  const items = await itemsOfPartition(table, ANONYMOUS_PARTITION, { consistent: true });
  return items.map(anonymousAnswerIn);
}

/**
 * Lets a group of waiting answers come to light: all of them at once, each once, under the group's day, whose figures are
 * to be worked out again. `overtaken` where another round was first, and nothing is written.
 */
export async function releaseGroup(
  table: Table,
  { programId, day, answers }: AnswerGroup,
): Promise<"released" | "overtaken"> {
  const moves = answers.flatMap((answer) => [
    {
      Delete: {
        TableName: table.name,
        Key: toItem(waitingAnswerKey(answer)),
        ConditionExpression: "attribute_exists(pk)",
      },
    },
    {
      Put: {
        TableName: table.name,
        Item: toItem({
          ...anonymousOnKey(programId, day, answer.answerId),
          type: "anonymous-answer",
          version: 1,
          ...answer,
        }),
        ConditionExpression: "attribute_not_exists(pk)",
      },
    },
  ]);
  const mark = { Put: { TableName: table.name, Item: toItem(dayMark(programId, day)) } };
  try {
    await table.client.send(new TransactWriteItemsCommand({ TransactItems: [...moves, mark] }));
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code);
    if (!codes.some((code) => code === "ConditionalCheckFailed" || code === "TransactionConflict"))
      throw error;
    return "overtaken";
  }
  return "released";
}
