import { setTimeout as delay } from "node:timers/promises";
import {
  PutItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { Day } from "../domain/accounts/account.ts";
import { type Decision, reasonOf } from "../domain/eligibility/eligibility.ts";
import { accountLedgerKey, runKey, touchpointDecisionKey } from "./keys.ts";
import { itemAt } from "./partition.ts";
import { decisionsFrom, decisionsItem, NOTHING_COUNTED, runIdOf, runItem } from "./runs.ts";
import { type Table, toItem, unlessConditionFails } from "./table.ts";

/** Whose decision it is; the run it stands in is that of the program for the touchpoint's day. */
export type TouchpointEntry = {
  readonly programId: string;
  readonly on: Day;
  readonly accountId: string;
  readonly contactId: string;
  readonly reference: string;
};

const keyOf = (entry: TouchpointEntry) => touchpointDecisionKey(runIdOf(entry.programId, entry.on), entry);

/** What was decided of a touchpoint; undefined where nothing was yet. */
export async function decisionOfTouchpoint(
  table: Table,
  entry: TouchpointEntry,
): Promise<Decision | undefined> {
  const item = await itemAt(table, keyOf(entry));
  return item && decisionsFrom(item)[0];
}

/** So many in a row are a fault, not touchpoints of one program that come in at once. */
const MAX_TRIES = 20;
const PAUSE_MS = 10;

/**
 * Keeps the decision of a touchpoint in the ledger and counts it in its day's run, both or neither. A touchpoint is
 * decided once: where it has been, that decision stands and is what is answered.
 */
export async function recordTouchpoint(
  table: Table,
  entry: TouchpointEntry,
  decision: Decision,
  at: Date,
): Promise<Decision> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    try {
      await table.client.send(
        new TransactWriteItemsCommand({ TransactItems: recording(table, entry, decision, at) }),
      );
      return decision;
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const [kept, run] = (error.CancellationReasons ?? []).map(({ Code }) => Code);
      if (kept === "ConditionalCheckFailed") return (await decisionOfTouchpoint(table, entry)) ?? decision;
      if (run === "ConditionalCheckFailed") await startRunOfDay(table, entry, at);
      else if (kept === "TransactionConflict" || run === "TransactionConflict")
        await delay(PAUSE_MS * (tries + 1));
      else throw error;
    }
  }
  throw new Error(
    `the ledger of ${runIdOf(entry.programId, entry.on)} kept changing; hand the touchpoint in again`,
  );
}

const recording = (table: Table, entry: TouchpointEntry, decision: Decision, at: Date) => {
  const reason = reasonOf(decision);
  return [
    {
      Put: {
        TableName: table.name,
        Item: toItem({
          ...keyOf(entry),
          ...accountLedgerKey(entry.accountId, entry.on, keyOf(entry)),
          ...decisionsItem(entry, [decision], at),
        }),
        ConditionExpression: "attribute_not_exists(pk)",
      },
    },
    {
      Update: {
        TableName: table.name,
        Key: marshall(runKey(runIdOf(entry.programId, entry.on))),
        UpdateExpression:
          "SET #counts.#due = #counts.#due + :one, #counts.#verdict = #counts.#verdict + :one, finishedAt = :at" +
          (reason === undefined
            ? ""
            : ", #counts.excludedBy.#reason = if_not_exists(#counts.excludedBy.#reason, :none) + :one"),
        ConditionExpression: "attribute_exists(pk)",
        ExpressionAttributeNames: {
          "#counts": "counts",
          "#due": "due",
          "#verdict": decision.verdict,
          ...(reason === undefined ? {} : { "#reason": reason }),
        },
        ExpressionAttributeValues: marshall({
          ":one": 1,
          ":at": at.toISOString(),
          ...(reason === undefined ? {} : { ":none": 0 }),
        }),
      },
    },
  ];
};

/** The day's first touchpoint makes its run; it is never running, for it knows nothing that is still to come. */
async function startRunOfDay(table: Table, { programId, on }: TouchpointEntry, at: Date): Promise<void> {
  const Item = runItem({
    type: "run",
    version: 1,
    runId: runIdOf(programId, on),
    programId,
    on,
    dryRun: false,
    status: "done",
    startedAt: at.toISOString(),
    counts: NOTHING_COUNTED,
  });
  const ConditionExpression = "attribute_not_exists(pk)";
  await unlessConditionFails(
    table.client.send(new PutItemCommand({ TableName: table.name, Item, ConditionExpression })),
  );
}
