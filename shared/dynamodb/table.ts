import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  type DynamoDBClientConfig,
} from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";

export const DUE_INDEX = "due";

/** The table as the questions in this folder need it. */
export type Table = { readonly client: DynamoDBClient; readonly name: string };

/**
 * Spares a client what nobody reads: the SDK copies each request and reply for a logger's `info` and `error`, also for its
 * own that does nothing, which is two fifths of the work of a query of 100 items. The type asks for both, the SDK for neither.
 */
export const UNLOGGED = { logger: { debug() {}, warn() {} } as unknown as DynamoDBClientConfig["logger"] };

/** The table of this function's environment (`TABLE_NAME`); call it once, at module scope. */
export function tableFrom(env: Readonly<Record<string, string | undefined>>): Table {
  const name = env.TABLE_NAME;
  if (name === undefined)
    throw new Error("TABLE_NAME is not set: the function was deployed without its table");
  return { client: new DynamoDBClient({ ...UNLOGGED }), name };
}

/** To DynamoDB's shape: an undefined field is an absent attribute, which is how "unknown" is stored. */
export const toItem = (value: Readonly<Record<string, unknown>>) =>
  marshall(value, { removeUndefinedValues: true });

export const fromItem = (item: Parameters<typeof unmarshall>[0]): Record<string, unknown> => unmarshall(item);

/** Runs a conditional write. A lost race is an outcome: the item that won, or undefined where none was returned. */
export async function unlessConditionFails<T>(
  write: Promise<T>,
): Promise<
  | { readonly kind: "written"; readonly output: T }
  | { readonly kind: "refused"; readonly item?: Record<string, unknown> }
> {
  try {
    return { kind: "written", output: await write };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return error.Item === undefined ? { kind: "refused" } : { kind: "refused", item: fromItem(error.Item) };
  }
}
