import type { LastAsked } from "../domain/eligibility-rules.ts";
import type { Person } from "../domain/person.ts";
import { peopleByHash } from "./people.ts";
import type { Table } from "./table.ts";

/** When somebody was last asked, and by which of our invitations where it was one. */
export type Asked = LastAsked & { readonly invitationId?: string };

export function askedOf({ lastOn, lastBy }: Person): Asked | undefined {
  if (lastOn === undefined || lastBy === undefined) return undefined;
  return {
    on: lastOn,
    by: lastBy,
    ...("invitationId" in lastBy ? { invitationId: lastBy.invitationId } : {}),
  };
}

/** When these people were last asked, by their hash; those never asked are left out. */
export async function lastAskedOf(table: Table, hashes: readonly string[]): Promise<Map<string, Asked>> {
  const asked = new Map<string, Asked>();
  for (const [hash, person] of await peopleByHash(table, hashes)) {
    const last = askedOf(person);
    if (last !== undefined) asked.set(hash, last);
  }
  return asked;
}
