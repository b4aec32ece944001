import {
  type DynamoDBClient,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { Program } from "../domain/programs/program.ts";
import { isProgramId } from "../domain/programs/program-id.ts";
import { SHIPPED_PROGRAMS, shippedProgram } from "../domain/programs/shipped-programs.ts";
import { currentProgramKey, PROGRAMS_PARTITION, programVersionKey } from "./keys.ts";
import { itemAt, itemsOfPartition } from "./partition.ts";
import { type Table, toItem, unlessConditionFails } from "./table.ts";

/** A program as it is now. */
export type CurrentProgram = {
  readonly program: Program;
  /** Its milestones are yet to follow from a change: whoever made it has not handed that on. */
  readonly isReplanDue: boolean;
};

/** Every program as it is now: the shipped ones, as ops have changed them, in the order shipped; then theirs by id. */
export async function currentPrograms(table: Table): Promise<Program[]> {
  const items = await itemsOfPartition(table, PROGRAMS_PARTITION, { consistent: true });
  const stored = new Map(items.map((item) => [String(item.sk), definitionIn(item)]));
  const shipped = SHIPPED_PROGRAMS.map((program) => stored.get(program.programId) ?? program);
  return [...shipped, ...[...stored.values()].filter(({ programId }) => !shippedProgram(programId))];
}

export async function currentProgram(table: Table, programId: string): Promise<Program | undefined> {
  return (await programAndPlan(table, programId))?.program;
}

/** The program as it is now, and whether its milestones have yet to be planned anew. */
export async function programAndPlan(table: Table, programId: string): Promise<CurrentProgram | undefined> {
  if (!isProgramId(programId)) return undefined;
  const item = await itemAt(table, currentProgramKey(programId));
  if (item !== undefined) return { program: definitionIn(item), isReplanDue: item.isReplanDue === true };
  const program = shippedProgram(programId);
  return program && { program, isReplanDue: false };
}

/** Versions by their key, as each table has them. They never change, so what was read once is known for good. */
const versionsOf = new WeakMap<DynamoDBClient, Map<string, Program>>();

/** One version of a program: no read where it was shipped or has been read before by this process. */
export async function programVersion(
  table: Table,
  programId: string,
  version: number,
): Promise<Program | undefined> {
  const shipped = shippedProgram(programId, version);
  if (shipped !== undefined) return shipped;
  // Comes from outside, too: a link's form says by which program it asks.
  if (!isProgramId(programId) || !Number.isSafeInteger(version) || version < 1) return undefined;
  const known = versionsOf.get(table.client) ?? new Map<string, Program>();
  versionsOf.set(table.client, known);
  const key = programVersionKey(programId, version);
  const name = `${table.name} ${key.pk} ${key.sk}`;
  const found = known.get(name);
  if (found !== undefined) return found;
  const item = await itemAt(table, key);
  if (item === undefined) return undefined;
  const program = definitionIn(item);
  known.set(name, program);
  return program;
}

/**
 * Makes this the newest version of its program, and keeps it for good. Refused, with nothing written, where the one
 * before it is not the newest any more.
 */
export async function saveProgram(
  table: Table,
  program: Program,
  { isReplanDue, at }: { readonly isReplanDue: boolean; readonly at: Date },
): Promise<"saved" | "overtaken"> {
  const { programId, version } = program;
  const stored = { type: "program", version: 1, definition: program, savedAt: at.toISOString() };
  const isFirstHere = version === 1 || shippedProgram(programId, version - 1) !== undefined;
  try {
    await table.client.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          {
            Put: {
              TableName: table.name,
              Item: toItem({ ...programVersionKey(programId, version), ...stored }),
              ConditionExpression: "attribute_not_exists(pk)",
            },
          },
          {
            Put: {
              TableName: table.name,
              Item: toItem({ ...currentProgramKey(programId), ...stored, isReplanDue }),
              ...(isFirstHere
                ? { ConditionExpression: "attribute_not_exists(pk)" }
                : {
                    ConditionExpression: "#definition.version = :before",
                    ExpressionAttributeNames: { "#definition": "definition" },
                    ExpressionAttributeValues: marshall({ ":before": version - 1 }),
                  }),
            },
          },
        ],
      }),
    );
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code);
    if (!codes.some((code) => code === "ConditionalCheckFailed" || code === "TransactionConflict"))
      throw error;
    return "overtaken";
  }
  return "saved";
}

/** Notes that planning anew has been handed on, for the version it was due for. */
export async function markReplanned(table: Table, { programId, version }: Program): Promise<void> {
  await unlessConditionFails(
    table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: marshall(currentProgramKey(programId)),
        UpdateExpression: "SET isReplanDue = :no",
        ConditionExpression: "#definition.version = :version",
        ExpressionAttributeNames: { "#definition": "definition" },
        ExpressionAttributeValues: marshall({ ":no": false, ":version": version }),
      }),
    ),
  );
}

/** Written by saveProgram alone, from a definition that was checked: the schema would cost every customer's page a load. */
export const definitionIn = (item: Readonly<Record<string, unknown>>): Program => item.definition as Program;
