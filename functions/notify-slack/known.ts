import type { Account } from "#shared/domain/accounts/account.ts";
import type { Contact } from "#shared/domain/accounts/contact.ts";
import type { Program } from "#shared/domain/programs/program.ts";

/** What is known beside an event that is put into words; each may be unknown, or gone since. */
export type Known = {
  readonly account?: Pick<Account, "arrUsd" | "renewalOn"> | undefined;
  /** Never of an anonymous answer. */
  readonly contact?: Pick<Contact, "name"> | undefined;
  readonly program?: Pick<Program, "name" | "questions"> | undefined;
  /** Where the company looks at accounts, `{accountId}` in the place of the id. */
  readonly accountUrl?: string | undefined;
  /** Our own name, which questions may speak of. */
  readonly company: string;
};
