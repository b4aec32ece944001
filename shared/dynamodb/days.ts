import { randomUUID } from "node:crypto";
import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { Invitation } from "../domain/sending/invitation.ts";
import { answeredOnKey, dirtyKey, sentOnKey } from "./keys.ts";
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
