import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import * as z from "zod";
import { Day } from "../domain/accounts/account.ts";
import { fieldUpdate } from "./field-update.ts";
import { TENDED_KEY } from "./keys.ts";
import { itemAt } from "./partition.ts";
import type { Table } from "./table.ts";

/** For which day each of what is done once a day was last done, through to its end. */
const Tended = z.object({
  wokenOn: Day.optional(),
  digestedOn: Day.optional(),
  silencesOn: Day.optional(),
});
export type Tended = z.infer<typeof Tended>;

export async function tendedUpTo(table: Table): Promise<Tended> {
  return Tended.parse((await itemAt(table, TENDED_KEY)) ?? {});
}

export async function markTended(table: Table, done: Tended): Promise<void> {
  await table.client.send(
    new UpdateItemCommand({
      TableName: table.name,
      Key: marshall(TENDED_KEY),
      ...fieldUpdate({ type: "tended", version: 1, ...done }),
    }),
  );
}
