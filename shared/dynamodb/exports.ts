import { PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import * as z from "zod";
import { ExportRequest } from "../domain/exports/export.ts";
import { fieldUpdate } from "./field-update.ts";
import { exportKey } from "./keys.ts";
import { itemAt } from "./partition.ts";
import { fromItem, type Table, toItem, unlessConditionFails } from "./table.ts";

/** How long it can be seen what became of an export; its file is gone before. */
const SHOWN_DAYS = 30;

const Part = z.object({ number: z.int(), etag: z.string() });
export type Part = z.infer<typeof Part>;

/** How far a file is written. */
const Progress = z.object({
  status: z.enum(["running", "done", "failed"]),
  rows: z.int(),
  bytes: z.int(),
  /** Where the next row is to be found; absent before the first. */
  place: z.string().optional(),
  isRead: z.boolean(),
  /** The file, once it is begun, and the upload that brings it there; the parts that S3 has, in their order. */
  key: z.string().optional(),
  uploadId: z.string().optional(),
  parts: z.array(Part),
  /** What is too little for a part, and lies in a file of its own meanwhile. */
  restKey: z.string().optional(),
  finishedAt: z.string().optional(),
  /** Why it failed. */
  message: z.string().optional(),
});
export type Progress = z.infer<typeof Progress>;

export const Export = Progress.extend({
  type: z.literal("export"),
  version: z.literal(1),
  exportId: z.string(),
  request: ExportRequest,
  startedAt: z.string(),
  /** When it was last heard of. */
  touchedAt: z.string(),
  /** The invocations that it takes are counted from 0: whichever of two of one number is done first has written it. */
  leg: z.int(),
  /** How often a leg was begun, over all legs. */
  attempts: z.int(),
});
export type Export = z.infer<typeof Export>;

const NOTHING: Progress = { status: "running", rows: 0, bytes: 0, isRead: false, parts: [] };

/** A new export, of which nothing is written. */
export async function beginExport(
  table: Table,
  {
    exportId,
    request,
    now,
  }: { readonly exportId: string; readonly request: ExportRequest; readonly now: Date },
): Promise<void> {
  const at = now.toISOString();
  const item: Export = {
    type: "export",
    version: 1,
    ...{ exportId, request, startedAt: at, touchedAt: at, leg: 0, attempts: 0 },
    ...NOTHING,
  };
  const expiresAt = Math.floor(now.getTime() / 1000) + SHOWN_DAYS * 86_400;
  const Item = toItem({ ...exportKey(exportId), ...item, expiresAt });
  await table.client.send(new PutItemCommand({ TableName: table.name, Item }));
}

export async function exportById(table: Table, exportId: string): Promise<Export | undefined> {
  const item = await itemAt(table, exportKey(exportId));
  return item === undefined ? undefined : Export.parse(item);
}

export type TakenUp =
  | { readonly kind: "taken"; readonly export: Export }
  /** It is over, or a later leg's turn. */
  | { readonly kind: "passed"; readonly export: Export | undefined };

/** Begins a leg, if it is its turn; `attempts` then tells this beginning of it from every other. */
export async function takeUpExport(table: Table, exportId: string, leg: number, now: Date): Promise<TakenUp> {
  const taken = await unlessConditionFails(
    table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: marshall(exportKey(exportId)),
        UpdateExpression: "SET attempts = attempts + :one, touchedAt = :now",
        ConditionExpression: "#status = :running AND leg = :leg",
        ExpressionAttributeNames: { "#status": "status" },
        ExpressionAttributeValues: marshall({
          ":one": 1,
          ":now": now.toISOString(),
          ":running": "running",
          ":leg": leg,
        }),
        ReturnValues: "ALL_NEW",
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      }),
    ),
  );
  if (taken.kind === "refused")
    return { kind: "passed", export: taken.item === undefined ? undefined : Export.parse(taken.item) };
  return { kind: "taken", export: Export.parse(fromItem(taken.output.Attributes ?? {})) };
}

/** Ends a leg with what it has come to; false where another invocation had ended it before. */
export async function keepProgress(
  table: Table,
  { exportId, leg }: Pick<Export, "exportId" | "leg">,
  progress: Progress,
  now: Date,
): Promise<boolean> {
  const nothing = { place: undefined, key: undefined, uploadId: undefined, restKey: undefined };
  const update = fieldUpdate({
    ...nothing,
    // Of an export it takes what a leg changes.
    ...Progress.parse(progress),
    leg: leg + 1,
    touchedAt: now.toISOString(),
  });
  const kept = await unlessConditionFails(
    table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: marshall(exportKey(exportId)),
        ...update,
        ConditionExpression: "#status = :isRunning AND #leg = :thisLeg",
        ExpressionAttributeValues: {
          ...update.ExpressionAttributeValues,
          ...marshall({ ":isRunning": "running", ":thisLeg": leg }),
        },
      }),
    ),
  );
  return kept.kind === "written";
}

/** Ends an export that no leg has begun. */
export async function giveUpExport(
  table: Table,
  exportId: string,
  message: string,
  now: Date,
): Promise<void> {
  const finishedAt = now.toISOString();
  await keepProgress(table, { exportId, leg: 0 }, { ...NOTHING, status: "failed", message, finishedAt }, now);
}
