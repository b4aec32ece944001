import type { Contact } from "#shared/domain/contact.ts";
import { decideContact } from "#shared/domain/eligibility.ts";
import type { Case, LastAsked, RuleResult } from "#shared/domain/eligibility-rules.ts";
import { aContact, anAccount, aProgram } from "../../builders.ts";

export const DUE = "2026-11-30";
export const by = { tool: "gainsight", program: "csat" };
export const asked = (on: string) => (): LastAsked => ({ on, by });

export const aCase = (over: Partial<Case> = {}): Case => ({
  program: aProgram(),
  account: anAccount(),
  contacts: [aContact()],
  dueOn: DUE,
  waitsUntil: "2027-01-29",
  isFirstLook: true,
  asked: [],
  on: DUE,
  lastAsked: () => undefined,
  ...over,
});

/** The rules that bar a contact, alone in their account unless it is said otherwise. */
export const failures = (over: Partial<Case>, contact: Contact = aContact()): RuleResult[] =>
  decideContact(aCase({ contacts: [contact], ...over }), contact).rules.filter((r) => r.verdict === "fail");
