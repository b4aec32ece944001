import { ConditionalCheckFailedException, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";

export const DUE_INDEX = "due";

/** The table as the questions in this folder need it. */
export type Table = { readonly client: DynamoDBClient; readonly name: string };

/** The table of this function's environment (`TABLE_NAME`); call it once, at module scope. */
export function tableFrom(env: Readonly<Record<string, string | undefined>>): Table {
  const name = env.TABLE_NAME;
  if (name === undefined)
    throw new Error("TABLE_NAME is not set: the function was deployed without its table");
  return { client: new DynamoDBClient({}), name };
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
