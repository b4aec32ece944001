import { TransactionCanceledException, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { Cta } from "../domain/ctas/cta.ts";
import { ctaDueKey } from "./cta-places.ts";
import { fieldUpdate } from "./field-update.ts";
import { ctaKey } from "./keys.ts";
import type { Table } from "./table.ts";

/** What is written with a change of a call to action: all of it or nothing. */
export type Beside = NonNullable<ConstructorParameters<typeof TransactWriteItemsCommand>[0]["TransactItems"]>;

/** How often a change is decided anew where others change the same call to action meanwhile. */
const MAX_TRIES = 12;

/** Does something until it has come to an end, with a growing pause where somebody else was faster. */
export async function untilWritten<T>(ctaId: string, attempt: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const done = await attempt();
    if (done !== undefined) return done;
    await new Promise((resolve) => setTimeout(resolve, 10 * tries));
  }
  throw new Error(`call to action ${ctaId} was changed by others ${MAX_TRIES} times in a row; try again`);
}

/**
 * Writes what has changed of a call to action, and moves it in the index. Undefined where it has been changed
 * meanwhile, or where a condition of what is written beside it does not hold: then nothing is written.
 */
export async function revise(
  table: Table,
  before: Cta,
  after: Cta,
  beside: Beside = [],
): Promise<Cta | undefined> {
  const { cta, write } = revising(table, before, after);
  if (cta === before && beside.length === 0) return before;
  return (await writeTogether(table, [write, ...beside])) ? cta : undefined;
}

/** The write of what has changed of a call to action, if it is as it was read, and how it stands then. */
export function revising(
  table: Table,
  before: Cta,
  after: Cta,
): { readonly cta: Cta; readonly write: Beside[number] } {
  const held: Readonly<Record<string, unknown>> = before;
  const isChanged = ([name, value]: [string, unknown]) =>
    JSON.stringify(value) !== JSON.stringify(held[name]);
  const changed = Object.entries(after).filter(isChanged);
  // What is written beside an unchanged one holds for it as it was read, and only then.
  const revision = changed.length === 0 ? before.revision : before.revision + 1;
  const update = fieldUpdate({ ...Object.fromEntries(changed), ...ctaDueKey(after), revision });
  const asRead = marshall({ ":asRead": before.revision });
  const write = {
    Update: {
      TableName: table.name,
      Key: marshall(ctaKey(before.ctaId)),
      ...update,
      ConditionExpression: "revision = :asRead",
      ExpressionAttributeValues: { ...update.ExpressionAttributeValues, ...asRead },
    },
  };
  return { cta: changed.length === 0 ? before : { ...after, revision }, write };
}

/** Whether all of it was written; not where a condition did not hold, or others were writing the same just then. */
export async function writeTogether(table: Table, TransactItems: Beside): Promise<boolean> {
  try {
    await table.client.send(new TransactWriteItemsCommand({ TransactItems }));
    return true;
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code);
    if (!codes.some((code) => code === "ConditionalCheckFailed" || code === "TransactionConflict"))
      throw error;
    return false;
  }
}
