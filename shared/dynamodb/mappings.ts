import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { Mapping } from "../domain/imports/mapping.ts";
import { SHIPPED_MAPPINGS } from "../domain/imports/shipped-mappings.ts";
import { isProgramId } from "../domain/programs/program-id.ts";
import { MAPPINGS, mappingKey } from "./keys.ts";
import { itemAt, itemsOfPartition } from "./partition.ts";
import { type Table, toItem } from "./table.ts";

/** A mapping file and the id that imports name it by. */
export type KeptMapping = {
  readonly mappingId: string;
  readonly isShipped: boolean;
  readonly mapping: Mapping;
};

const StoredMapping = z.object({
  type: z.literal("mapping"),
  version: z.literal(1),
  mappingId: z.string(),
  /** The file as text: a map would lose the order of its columns, which what is said of them follows. */
  file: z.string(),
  savedAt: z.string(),
});
type StoredMapping = z.infer<typeof StoredMapping>;

const inIt = (item: Record<string, unknown>): KeptMapping => {
  const { mappingId, file } = StoredMapping.parse(item);
  return { mappingId, isShipped: false, mapping: Mapping.parse(JSON.parse(file)) };
};

/** Keeps a mapping of ops' own, in place of the one of that id if there is one. */
export async function saveMapping(
  table: Table,
  mappingId: string,
  mapping: Mapping,
  at: Date,
): Promise<void> {
  const stored: StoredMapping = {
    type: "mapping",
    version: 1,
    mappingId,
    file: JSON.stringify(mapping),
    savedAt: at.toISOString(),
  };
  const Item = toItem({ ...mappingKey(mappingId), ...stored });
  await table.client.send(new PutItemCommand({ TableName: table.name, Item }));
}

/** A mapping, shipped or of ops' own; undefined where there is none of that id. */
export async function mappingById(table: Table, mappingId: string): Promise<KeptMapping | undefined> {
  const mapping = SHIPPED_MAPPINGS.get(mappingId);
  if (mapping !== undefined) return { mappingId, isShipped: true, mapping };
  if (!isProgramId(mappingId)) return undefined;
  const item = await itemAt(table, mappingKey(mappingId));
  return item && inIt(item);
}

/** Every mapping: the shipped ones, then those of ops' own by id. */
export async function allMappings(table: Table): Promise<KeptMapping[]> {
  const shipped = [...SHIPPED_MAPPINGS].map(([mappingId, mapping]) => ({
    mappingId,
    isShipped: true,
    mapping,
  }));
  const items = await itemsOfPartition(table, MAPPINGS, { consistent: true });
  return [...shipped, ...items.map(inIt)];
}
