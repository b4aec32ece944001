import type { Contact } from "#shared/domain/accounts/contact.ts";
import type { Hold } from "#shared/domain/accounts/hold.ts";
import type { Case, LastAsked, RuleName, RuleResult } from "#shared/domain/eligibility/case.ts";
import { decideContact } from "#shared/domain/eligibility/eligibility.ts";
import { aContact, anAccount, aProgram } from "../../../builders.ts";

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

export const aHold = (over: Partial<Hold> = {}): Hold => ({
  accountId: "acc-1",
  until: "2026-12-10",
  reason: "Migration",
  by: "ana@vendor.example",
  at: "2026-11-01",
  ...over,
});

/** What one rule says of a contact, alone in their account unless it is said otherwise. */
export function ruleOf(rule: RuleName, over: Partial<Case>, contact: Contact = aContact()): RuleResult {
  const { rules } = decideContact(aCase({ contacts: [contact], ...over }), contact);
  const found = rules.find((result) => result.rule === rule);
  if (found === undefined) throw new Error(`no rule ${rule} was kept`);
  return found;
}

/** The rules that bar a contact, alone in their account unless it is said otherwise. */
export const failures = (over: Partial<Case>, contact: Contact = aContact()): RuleResult[] =>
  decideContact(aCase({ contacts: [contact], ...over }), contact).rules.filter((r) => r.verdict === "fail");
