import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import type { Checked } from "../domain/results/check-plan.ts";
import { itemsByKey } from "./batch-get.ts";
import { dirtyDays, dirtyDaysBy } from "./day-counts.ts";
import { areDaysMarked } from "./imported-responses.ts";
import { CHECKED_KEY, dayPartition, invitationKey } from "./keys.ts";
import { itemAt, itemsOfPartition } from "./partition.ts";
import { type Table, toItem } from "./table.ts";

const Stored = z.object({ recent: z.string().optional(), older: z.string().optional() });

/** Where the check of days' counts stopped when it last ran. */
export const checkedUpTo = async (table: Table): Promise<Checked> =>
  Stored.parse((await itemAt(table, CHECKED_KEY)) ?? {});

export async function keepChecked(table: Table, checked: Checked): Promise<void> {
  const Item = toItem({ ...CHECKED_KEY, type: "checked-days", version: 1, ...checked });
  await table.client.send(new PutItemCommand({ TableName: table.name, Item }));
}

/** The days that are to be counted again, now or by the hour, each as {@link nameOfDay}. */
export async function markedDays(table: Table): Promise<Set<string>> {
  const marks = [...(await dirtyDays(table)), ...(await dirtyDaysBy(table))];
  return new Set(marks.map(({ programId, day }) => nameOfDay(programId, day)));
}

/** Whether something of a day came by an import that is still to mark its days. */
export async function isBeingImported(table: Table, programId: string, day: string): Promise<boolean> {
  const places = await itemsOfPartition(table, dayPartition(programId, day), { consistent: true });
  const ids = new Set(places.flatMap(({ invitationId }) => invitationId ?? []).map(String));
  const records = await itemsByKey(table, [...ids].map(invitationKey), { consistent: true });
  const importIds = records.flatMap(({ type, importId }) => (type === "imported-response" ? [importId] : []));
  for (const importId of new Set(importIds.map(String)))
    if (!(await areDaysMarked(table, importId))) return true;
  return false;
}

export const nameOfDay = (programId: string, day: string): string => `${programId}#${day}`;
