import type { Account } from "../accounts/account.ts";
import type { Contact } from "../accounts/contact.ts";
import type { RuleResult } from "../eligibility/case.ts";
import { roleRules, standingOfAccount } from "../eligibility/eligibility-rules.ts";
import type { Program } from "./program.ts";

/**
 * Whether a program would ask an account and nobody there is one of those whom it asks, by role and persona: active,
 * on a paid plan, in the audience, and no such contact. Why a contact who is one might not be asked, such as an
 * unsubscribe or a cooldown, is not looked at.
 */
export function lacksContact(program: Program, account: Account, contacts: readonly Contact[]): boolean {
  const passes = (rules: readonly RuleResult[]) => rules.every(({ verdict }) => verdict === "pass");
  return (
    passes(standingOfAccount({ program, account })) &&
    !contacts.some((contact) => passes(roleRules({ program, account, contacts }, contact)))
  );
}
