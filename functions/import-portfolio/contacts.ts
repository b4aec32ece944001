import { isDeepStrictEqual } from "node:util";
import type { Contact } from "#shared/domain/accounts/contact.ts";
import { personHash } from "#shared/domain/accounts/person.ts";
import { contactOf, updatedContact } from "#shared/domain/imports/contacts.ts";
import type { RowError } from "#shared/dynamodb/imports.ts";
import { knownAccounts, saveContact, storedContacts } from "#shared/dynamodb/portfolio.ts";
import { type Table, toItem } from "#shared/dynamodb/table.ts";
import { sideBySide } from "#shared/side-by-side.ts";
import { firstOfEach, type GoodRow, goodRows } from "./good-rows.ts";
import type { BatchImporter, NumberedRecord } from "./import-portfolio.ts";

const WIDTH = 16;

/** Writes the contacts that differ from what is stored; one of an account that does not exist is refused. */
export function contactImporter(table: Table, personKey: Uint8Array): BatchImporter {
  const linesById = new Map<string, number>();
  const readRows = (batch: readonly NumberedRecord[]) => {
    const read = goodRows(batch, contactOf);
    return { read, first: firstOfEach(read.rows, "contact_id", ({ contactId }) => contactId, linesById) };
  };
  const importBatch = async (batch: readonly NumberedRecord[]): Promise<readonly RowError[]> => {
    const { read, first } = readRows(batch);
    const accounts = await knownAccounts(
      table,
      first.rows.map(({ value }) => value.accountId),
    );
    const isOfKnown = ({ value }: GoodRow<Contact>) => accounts.has(value.accountId);
    const orphans = first.rows.filter((row) => !isOfKnown(row)).map(orphanError);
    await store(table, first.rows.filter(isOfKnown), (email) => personHash(email, personKey));
    return [...read.errors, ...first.errors, ...orphans];
  };
  return Object.assign(importBatch, { remember: readRows });
}

const orphanError = ({ line }: GoodRow<Contact>): RowError => ({
  line,
  field: "account_id",
  message: "is no account that is known here; import the account first",
});

async function store(
  table: Table,
  rows: readonly GoodRow<Contact>[],
  hashOf: (email: string) => string,
): Promise<void> {
  const key = ({ accountId, contactId }: Contact) => `${accountId}#${contactId}`;
  const stored = await storedContacts(
    table,
    rows.map(({ value }) => value),
  );
  const existing = new Map(stored.map((one) => [key(one.contact), one]));
  await sideBySide(rows, WIDTH, async ({ value, record }) => {
    const before = existing.get(key(value));
    const contact = updatedContact(value, before?.contact, record);
    const isSame = before?.isFindable && isDeepStrictEqual(toItem(contact), toItem(before.contact));
    if (!isSame) await saveContact(table, contact, hashOf);
  });
}
