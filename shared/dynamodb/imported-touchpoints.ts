import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { IMPORTED_TOUCHPOINTS, importedTouchpointKey } from "./keys.ts";
import { itemAt, itemsOfPartition } from "./partition.ts";
import { type Table, toItem, unlessConditionFails } from "./table.ts";

const Stored = z.object({ programId: z.string(), name: z.string(), firstImportedAt: z.string() });
/** What answers were imported of that no program of ours asked for. */
export type ImportedTouchpoint = z.infer<typeof Stored>;

/** The imported touchpoint of an id; undefined where there is none. */
export async function importedTouchpoint(
  table: Table,
  programId: string,
): Promise<ImportedTouchpoint | undefined> {
  const item = await itemAt(table, importedTouchpointKey(programId));
  return item && Stored.parse(item);
}

/** All of them, by their ids; a program of ours that was made later may have the id of one. */
export async function importedTouchpoints(table: Table): Promise<ImportedTouchpoint[]> {
  const items = await itemsOfPartition(table, IMPORTED_TOUCHPOINTS, { consistent: true });
  return items.map((item) => Stored.parse(item));
}

/** Keeps a touchpoint; one that exists keeps the name and the time that it has. */
export async function saveImportedTouchpoint(table: Table, touchpoint: ImportedTouchpoint): Promise<void> {
  const item = { ...importedTouchpointKey(touchpoint.programId), ...touchpoint };
  await unlessConditionFails(
    table.client.send(
      new PutItemCommand({
        TableName: table.name,
        Item: toItem({ ...item, type: "imported-touchpoint", version: 1 }),
        ConditionExpression: "attribute_not_exists(pk)",
      }),
    ),
  );
}
