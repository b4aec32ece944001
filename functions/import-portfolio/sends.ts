import { personHash } from "#shared/domain/accounts/person.ts";
import { sendOf } from "#shared/domain/imports/sends.ts";
import { recordSend } from "#shared/dynamodb/people.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { sideBySide } from "#shared/side-by-side.ts";
import { goodRows } from "./good-rows.ts";
import type { BatchImporter } from "./import-portfolio.ts";

const WIDTH = 16;

/** Notes the surveys that another tool sent with the people who got them, for the cooldown. */
export function sendImporter(table: Table, personKey: Uint8Array, now: Date): BatchImporter {
  return async (batch) => {
    const { rows, errors } = goodRows(batch, (record) => sendOf(record, now));
    const byPerson = Map.groupBy(rows, ({ value }) => personHash(value.email, personKey));
    // One person's sends one after the other: side by side they would only get in each other's way.
    await sideBySide(byPerson, WIDTH, async ([hash, sends]) => {
      for (const { value } of sends) await recordSend(table, hash, value.ask);
    });
    return errors;
  };
}
