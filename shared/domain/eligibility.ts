import type { Day } from "./account.ts";
import type { Contact } from "./contact.ts";
import {
  accountActive,
  accountRules,
  audience,
  type Case,
  cooldown,
  hold,
  oncePerCycle,
  paidPlan,
  programActive,
  type RuleName,
  type RuleResult,
  standingRules,
} from "./eligibility-rules.ts";

/** What was decided of one contact, every rule kept; `contactId` is null for an account without contacts. */
export type Decision = {
  readonly accountId: string;
  readonly contactId: string | null;
  readonly verdict: "selected" | "excluded";
  readonly rules: readonly RuleResult[];
  /** Barred by the cooldown alone: to be looked at again on this day. */
  readonly waitsUntil?: Day;
};

/** Decides every contact of a due account; an account without contacts gets one decision, of nobody. */
export function decideAccount(of: Case): Decision[] {
  if (of.contacts.length === 0) return [decideNobody(of)];
  return of.contacts.map((contact) => decideContact(of, contact));
}

function decideNobody(of: Case): Decision {
  const skipped = (rule: RuleName): RuleResult => ({ rule, verdict: "skipped", reason: "no-contact" });
  return {
    accountId: of.account.accountId,
    contactId: null,
    verdict: "excluded",
    rules: [
      ...accountRules(of),
      { rule: "has-contact", verdict: "fail", reason: "no-contacts" },
      ...(
        ["wanted-role", "persona", "valid-email", "consent", "hold", "once-per-cycle", "cooldown"] as const
      ).map(skipped),
    ],
  };
}

export function decideContact(of: Case, contact: Contact): Decision {
  const rules = [
    ...accountRules(of),
    { rule: "has-contact", verdict: "pass" } as const,
    ...standingRules(of, contact),
    hold(of, contact),
    oncePerCycle(of, contact),
    cooldown(of, contact),
  ];
  const failed = rules.filter((result) => result.verdict === "fail");
  const base = { accountId: of.account.accountId, contactId: contact.contactId, rules };
  if (failed.length === 0) return { ...base, verdict: "selected" };
  const again = failed.length === 1 && failed[0]?.rule === "cooldown" ? failed[0].evidence?.until : undefined;
  const mayWait = typeof again === "string" && of.waitsUntil !== undefined && again <= of.waitsUntil;
  return { ...base, verdict: "excluded", ...(mayWait ? { waitsUntil: again } : {}) };
}

/** What must still hold at the moment of sending; undefined where it does, else the first rule that fails. */
export function barredFromSending(
  of: Pick<Case, "program" | "account" | "contacts" | "holds" | "on">,
  contact: Contact,
): RuleResult | undefined {
  const rules = [
    programActive(of.program),
    accountActive(of.account),
    paidPlan(of.account),
    audience(of),
    ...standingRules(of, contact),
    hold(of, contact),
  ];
  return rules.find((result) => result.verdict === "fail");
}
