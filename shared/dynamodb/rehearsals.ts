import { gunzipSync, gzipSync } from "node:zlib";
import { PutItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import * as z from "zod";
import { Day } from "../domain/accounts/account.ts";
import type { Decision } from "../domain/eligibility/eligibility.ts";
import { ProgramDefinition } from "../domain/programs/program.ts";
import { rehearsalKey, rehearsedDecisionsKey, rehearsedDifferenceKey } from "./keys.ts";
import { itemAt } from "./partition.ts";
import { Run } from "./runs.ts";
import { fromItem, type Table, toItem } from "./table.ts";

/** How long what was found can be read. */
const KEPT_DAYS = 30;

/** Every look is a decision, also where somebody waits and is looked at again. */
const Counts = Run.shape.counts.extend({
  /** The most there can be: of everybody selected, as if nobody answered. */
  reminders: z.int(),
});
export type RehearsedCounts = z.infer<typeof Counts>;

const Report = z.object({
  counts: Counts,
  programs: z.array(Counts.extend({ programId: z.string() })),
  /** Whoever is selected on these days; their mails and reminders may fall on later ones. */
  days: z.array(
    z.object({ on: Day, programId: z.string(), selected: z.int(), sends: z.int(), reminders: z.int() }),
  ),
  difference: z.object({ added: z.int(), dropped: z.int(), moved: z.int() }).nullable(),
});
export type RehearsalReport = z.infer<typeof Report>;

export const Rehearsal = z.object({
  type: z.literal("rehearsal"),
  version: z.literal(1),
  rehearsalId: z.string(),
  status: z.enum(["running", "done", "failed"]),
  /** Why it failed, and what to do. */
  reason: z.string().optional(),
  from: Day,
  to: Day,
  /** Whose decisions are shown; all others are imagined beside them. @default all */
  programs: z.array(z.string()).optional(),
  /** What is rehearsed in place of the program of that id, or beside the others. */
  candidate: ProgramDefinition.extend({ programId: z.string(), version: z.int() }).optional(),
  notRehearsed: z.array(z.object({ programId: z.string(), reason: z.string() })),
  startedAt: z.string(),
  finishedAt: z.string().optional(),
  /** Once it is done. */
  report: Report.optional(),
});
export type Rehearsal = z.infer<typeof Rehearsal>;

export type RehearsedDecision = Decision & {
  readonly programId: string;
  readonly on: Day;
  /** Of somebody selected: when the mail goes out and, if they are silent, the reminder. */
  readonly sendsOn?: Day;
  readonly remindsOn?: Day;
};

type Asked = { readonly on: Day; readonly sendsOn: Day };

/** Somebody whom the candidate asks and the present does not, or otherwise, or on another day. */
export type Differing = {
  readonly kind: "added" | "dropped" | "moved";
  readonly accountId: string;
  readonly contactId: string;
  readonly programId: string;
  readonly cycle: string;
  /** When they are asked with the programs as they are, and with the candidate. */
  readonly now: Asked | null;
  readonly candidate: Asked | null;
  /** Of somebody dropped: what bars them with the candidate, where they are looked at or come due later. */
  readonly barredBy: {
    readonly rule: string;
    readonly reason: string;
    readonly on: Day;
    /** Of somebody who comes due behind the last day that was rehearsed. */
    readonly dueOn?: Day;
  } | null;
};

type Of = Pick<Rehearsal, "rehearsalId" | "startedAt">;

const expiryOf = ({ startedAt }: Of): number => Math.floor(Date.parse(startedAt) / 1000) + KEPT_DAYS * 86_400;

const packed = (value: unknown): Uint8Array => gzipSync(JSON.stringify(value));
// Each caller unpacks what this file alone has packed, from values of the type it names.
const unpacked = (value: unknown): unknown => JSON.parse(gunzipSync(value as Uint8Array).toString("utf8"));

/** Writes a rehearsal as it stands now. Its report is packed: a year of days outgrows an item. */
export async function saveRehearsal(table: Table, { report, ...rehearsal }: Rehearsal): Promise<void> {
  await put(table, {
    ...rehearsalKey(rehearsal.rehearsalId),
    ...rehearsal,
    ...(report === undefined ? {} : { report: packed(report) }),
    expiresAt: expiryOf(rehearsal),
  });
}

export async function rehearsalById(table: Table, rehearsalId: string): Promise<Rehearsal | undefined> {
  const item = await itemAt(table, rehearsalKey(rehearsalId));
  if (item === undefined) return undefined;
  const { report, ...rehearsal } = item;
  return Rehearsal.parse({ ...rehearsal, ...(report === undefined ? {} : { report: unpacked(report) }) });
}

/** Keeps what was decided of an account on an imagined day. */
export async function saveRehearsed(
  table: Table,
  rehearsal: Of,
  at: { readonly on: Day; readonly programId: string; readonly accountId: string },
  decisions: readonly RehearsedDecision[],
): Promise<void> {
  await put(table, {
    ...rehearsedDecisionsKey(rehearsal.rehearsalId, at),
    type: "rehearsed-decisions",
    version: 1,
    decisions: packed(decisions),
    expiresAt: expiryOf(rehearsal),
  });
}

/** A page of decisions by day, program and account; `next` is what to go on after. */
export async function rehearsedDecisions(
  table: Table,
  rehearsalId: string,
  after: string | undefined,
  limit: number,
): Promise<{ readonly items: RehearsedDecision[]; readonly next: string | undefined }> {
  const { pk } = rehearsalKey(rehearsalId);
  const page = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
      ExpressionAttributeValues: marshall({ ":pk": pk, ":prefix": "DECISIONS#" }),
      ExclusiveStartKey: after === undefined ? undefined : marshall({ pk, sk: `DECISIONS#${after}` }),
      ConsistentRead: true,
      Limit: limit,
    }),
  );
  const last = page.LastEvaluatedKey === undefined ? undefined : String(fromItem(page.LastEvaluatedKey).sk);
  return {
    items: (page.Items ?? []).flatMap((item) => unpacked(fromItem(item).decisions) as RehearsedDecision[]),
    next: last?.slice("DECISIONS#".length),
  };
}

/** A packed page of this many takes some 20 KB. */
export const DIFFERING_PER_PAGE = 1000;

/** Keeps a page of the difference, the first as 0. */
export async function saveDiffering(
  table: Table,
  rehearsal: Of,
  page: number,
  items: readonly Differing[],
): Promise<void> {
  await put(table, {
    ...rehearsedDifferenceKey(rehearsal.rehearsalId, page),
    type: "rehearsed-difference",
    version: 1,
    items: packed(items),
    expiresAt: expiryOf(rehearsal),
  });
}

/** A page of the difference; empty behind the last one. */
export async function differingOnPage(table: Table, rehearsalId: string, page: number): Promise<Differing[]> {
  const item = await itemAt(table, rehearsedDifferenceKey(rehearsalId, page));
  return item === undefined ? [] : (unpacked(item.items) as Differing[]);
}

async function put(table: Table, item: Readonly<Record<string, unknown>>): Promise<void> {
  await table.client.send(new PutItemCommand({ TableName: table.name, Item: toItem(item) }));
}
