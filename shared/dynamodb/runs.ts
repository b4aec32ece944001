import { gunzipSync, gzipSync } from "node:zlib";
import { PutItemCommand, QueryCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import * as z from "zod";
import { type Day, Day as DaySchema } from "../domain/accounts/account.ts";
import { type Decision, reasonOf } from "../domain/eligibility/eligibility.ts";
import { accountLedgerKey, cursorKey, decisionsKey, runKey } from "./keys.ts";
import { itemAt, itemsWhere } from "./partition.ts";
import { fromItem, type Table, toItem, unlessConditionFails } from "./table.ts";

/** How long a decision can be asked about. */
const LEDGER_MONTHS = 24;

export const Run = z.object({
  type: z.literal("run"),
  version: z.literal(1),
  runId: z.string(),
  programId: z.string(),
  on: DaySchema,
  dryRun: z.boolean(),
  status: z.enum(["running", "done"]),
  startedAt: z.string(),
  finishedAt: z.string().optional(),
  /** Of the decisions; those of somebody excluded by the first rule that barred them, which add up to them. */
  counts: z.object({
    due: z.int(),
    selected: z.int(),
    excluded: z.int(),
    excludedBy: z.record(z.string(), z.int()).default({}),
    /** Beside these, milestones: those that were over with nobody asked in time. */
    missed: z.int().default(0),
  }),
});
export type Run = z.infer<typeof Run>;

export const NOTHING_COUNTED = Run.shape.counts.parse({ due: 0, selected: 0, excluded: 0 });

/** The run of a program for a day: running it again is the same run. */
export const runIdOf = (programId: string, on: Day): string => `${programId}-${on}`;

export async function runById(table: Table, runId: string): Promise<Run | undefined> {
  const item = await itemAt(table, runKey(runId));
  return item && Run.parse(item);
}

export async function saveRun(table: Table, run: Run): Promise<void> {
  await table.client.send(new PutItemCommand({ TableName: table.name, Item: runItem(run) }));
}

export const runItem = (run: Run) =>
  toItem({ ...runKey(run.runId), ...run, expiresAt: expiryOf(run.startedAt) });

const expiryOf = (from: string): number => {
  const at = new Date(from);
  at.setUTCMonth(at.getUTCMonth() + LEDGER_MONTHS);
  return Math.floor(at.getTime() / 1000);
};

/**
 * Keeps what was decided of an account in a run. The verdicts are gzipped JSON: rules repeat themselves, and a
 * whole account fits one write unit. `isMissed` says that its milestone was over by that with nobody asked in time.
 */
export async function saveDecisions(
  table: Table,
  run: Pick<Run, "runId" | "programId" | "on" | "dryRun">,
  accountId: string,
  decisions: readonly Decision[],
  at: Date,
  isMissed = false,
): Promise<void> {
  const key = decisionsKey(run.runId, accountId);
  // What a dry run found is read by run alone: nothing was decided of the account.
  const listed = run.dryRun ? {} : accountLedgerKey(accountId, run.on, key);
  const missed = isMissed ? 1 : undefined;
  const Item = toItem({ ...key, ...listed, ...decisionsItem(run, decisions, at), missed });
  await table.client.send(new PutItemCommand({ TableName: table.name, Item }));
}

function tally(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

/** A ledger entry but for its key. */
export function decisionsItem(
  { programId, on }: Pick<Run, "programId" | "on">,
  decisions: readonly Decision[],
  at: Date,
) {
  const selected = decisions.filter((decision) => decision.verdict === "selected").length;
  return {
    type: "decisions",
    version: 1,
    programId,
    on,
    at: at.toISOString(),
    selected,
    excluded: decisions.length - selected,
    excludedBy: tally(decisions.flatMap((decision) => reasonOf(decision) ?? [])),
    decisions: gzipSync(JSON.stringify(decisions)),
    expiresAt: expiryOf(at.toISOString()),
  };
}

/** What a run decided of an account; of several touchpoints of that day, the newest decision first. */
export async function decisionsOfAccount(
  table: Table,
  runId: string,
  accountId: string,
): Promise<readonly Decision[] | undefined> {
  const { pk, sk } = decisionsKey(runId, accountId);
  const items = await itemsWhere(table, {
    // "$" is the character after "#": the account's own entry, and those of its touchpoints.
    where: "pk = :pk AND sk BETWEEN :from AND :to",
    values: { ":pk": pk, ":from": sk, ":to": `${sk}$` },
    consistent: true,
  });
  const own = items.filter((item) => item.sk === sk || String(item.sk).startsWith(`${sk}#`));
  if (own.length === 0) return undefined;
  return own.toSorted((a, b) => String(b.at ?? "").localeCompare(String(a.at ?? ""))).flatMap(decisionsFrom);
}

export const decisionsFrom = (item: Record<string, unknown>): readonly Decision[] =>
  // Written by saveDecisions alone, from values of this very type.
  JSON.parse(gunzipSync(item.decisions as Uint8Array).toString("utf8")) as Decision[];

/** A page of a run's decisions in the order of accounts; `next` is the account to go on after. */
export async function decisionsOfRun(
  table: Table,
  runId: string,
  after: string | undefined,
  limit: number,
): Promise<{ items: Decision[]; next: string | undefined }> {
  const page = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
      ExpressionAttributeValues: marshall({ ":pk": runKey(runId).pk, ":prefix": "DECISIONS#" }),
      ExclusiveStartKey: after === undefined ? undefined : marshall(decisionsKey(runId, after)),
      ConsistentRead: true,
      Limit: limit,
    }),
  );
  const next = page.LastEvaluatedKey === undefined ? undefined : String(fromItem(page.LastEvaluatedKey).sk);
  return {
    items: (page.Items ?? []).flatMap((item) => decisionsFrom(fromItem(item))),
    next: next?.slice("DECISIONS#".length),
  };
}

/** What the ledger of a run adds up to: every decision was either of somebody selected or of somebody excluded. */
export async function countDecisions(table: Table, runId: string): Promise<Run["counts"]> {
  const items = await itemsWhere(table, {
    where: "pk = :pk AND begins_with(sk, :prefix)",
    values: { ":pk": runKey(runId).pk, ":prefix": "DECISIONS#" },
    only: "selected, excluded, excludedBy, missed",
    consistent: true,
  });
  return sumOfCounts(
    items.map((item) => {
      const [selected, excluded] = [Number(item.selected), Number(item.excluded)];
      const [excludedBy, missed] = [Object(item.excludedBy), Number(item.missed ?? 0)];
      return { due: selected + excluded, selected, excluded, excludedBy, missed };
    }),
  );
}

/** What several counts add up to. */
export function sumOfCounts(all: readonly Run["counts"][]): Run["counts"] {
  const sum = (of: Exclude<keyof Run["counts"], "excludedBy">) => all.reduce((n, one) => n + one[of], 0);
  const excludedBy: Record<string, number> = {};
  for (const [reason, n] of all.flatMap((one) => Object.entries(one.excludedBy)))
    excludedBy[reason] = (excludedBy[reason] ?? 0) + n;
  const [due, selected, excluded, missed] = [sum("due"), sum("selected"), sum("excluded"), sum("missed")];
  return { due, selected, excluded, excludedBy, missed };
}

/** Up to which day a program has been run completely. */
export async function cursorOf(table: Table, programId: string): Promise<Day | undefined> {
  const item = await itemAt(table, cursorKey(programId));
  return item && DaySchema.parse(item.ranUpTo);
}

/** Moves a program's cursor on; it never goes back. */
export async function advanceCursor(table: Table, programId: string, ranUpTo: Day): Promise<void> {
  await unlessConditionFails(
    table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: marshall(cursorKey(programId)),
        UpdateExpression: "SET ranUpTo = :day, #type = :type, version = :version",
        ConditionExpression: "attribute_not_exists(ranUpTo) OR ranUpTo < :day",
        ExpressionAttributeNames: { "#type": "type" },
        ExpressionAttributeValues: marshall({ ":day": ranUpTo, ":type": "cursor", ":version": 1 }),
      }),
    ),
  );
}
