import { randomUUID } from "node:crypto";
import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { Invitation } from "../domain/sending/invitation.ts";
import { answeredOnKey, dirtyHourlyKey, dirtyKey, sentOnKey } from "./keys.ts";
import { type Table, toItem } from "./table.ts";

const put = (table: Table, item: Readonly<Record<string, unknown>>) =>
  table.client.send(new PutItemCommand({ TableName: table.name, Item: toItem(item) }));

/** Lists an invitation under the day of its sending or of its answer. Doing it again changes nothing. */
export async function listUnderDay(
  table: Table,
  kind: "SENT" | "ANSWERED",
  day: string,
  { programId, invitationId }: Pick<Invitation, "programId" | "invitationId">,
): Promise<void> {
  const key =
    kind === "SENT" ? sentOnKey(programId, day, invitationId) : answeredOnKey(programId, day, invitationId);
  await put(table, { ...key, type: "pointer", version: 1, invitationId });
}

/**
 * Marks a day's figures as out of date. Set after what changed is written, it makes whoever works the day out see
 * that change; each mark differs from the one before, so that one set during that work is not lost with it.
 */
export async function markDay(table: Table, programId: string, day: string): Promise<void> {
  await put(table, dayMark(programId, day));
}

/** The mark of {@link markDay}, for what is written together with what changed. */
export const dayMark = (programId: string, day: string) => ({
  ...dirtyKey(programId, day),
  type: "dirty-day",
  version: 1,
  programId,
  day,
  mark: randomUUID(),
});

const HOUR_MS = 3_600_000;
/** By how much the clocks of two functions may differ. */
const CLOCKS_APART_MS = 60_000;

/**
 * Marks days that are worked out again at the next full hour, for what comes so often that each time would cost more
 * than it tells. A mark stands until its hour, so whoever has set it once need not set it again before: whatever changes
 * until then is counted by it.
 */
export function hourlyMarks(
  table: Table,
): (day: { readonly programId: string; readonly day: string }, now: Date) => Promise<void> {
  let hour = "";
  const marked = new Set<string>();
  return async ({ programId, day }, now) => {
    const next = nextHour(now);
    if (next !== hour) marked.clear();
    hour = next;
    const key = dirtyHourlyKey(next, programId, day);
    if (marked.has(key.sk)) return;
    await put(table, { ...dayMark(programId, day), ...key, hour: next });
    marked.add(key.sk);
  };
}

/** The first full hour (ISO 8601) that is still to come by anybody's clock. */
const nextHour = (now: Date): string =>
  new Date((Math.floor((now.getTime() + CLOCKS_APART_MS) / HOUR_MS) + 1) * HOUR_MS).toISOString();
