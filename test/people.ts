import type { Person } from "#shared/domain/accounts/person.ts";
import { itemsByKey } from "#shared/dynamodb/batch-get.ts";
import { personItemKey } from "#shared/dynamodb/keys.ts";
import { personFrom } from "#shared/dynamodb/people.ts";
import type { Table } from "#shared/dynamodb/table.ts";

/** When these people were last asked, by their hash; those never asked are left out. */
export async function peopleByHash(table: Table, hashes: readonly string[]): Promise<Map<string, Person>> {
  const hashByKey = new Map(hashes.map((hash) => [personItemKey(hash).pk, hash]));
  const people = new Map<string, Person>();
  for (const item of await itemsByKey(table, hashes.map(personItemKey))) {
    const hash = hashByKey.get(String(item.pk));
    if (hash !== undefined) people.set(hash, personFrom(item));
  }
  return people;
}
