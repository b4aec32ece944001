import type { Day } from "../accounts/account.ts";
import type { Contact } from "../accounts/contact.ts";
import { laterOf } from "../days.ts";
import { type Case, type RuleName, type RuleResult, skipped } from "./case.ts";
import {
  accountRules,
  hold,
  programActive,
  sample,
  standingOfAccount,
  standingRules,
  suppression,
} from "./eligibility-rules.ts";
import { accountCap, arbitration, cooldown, oncePerCycle } from "./slot-rules.ts";

/** What was decided of one contact, every rule kept; `contactId` is null for an account without contacts. */
export type Decision = {
  readonly accountId: string;
  readonly contactId: string | null;
  readonly verdict: "selected" | "excluded";
  readonly rules: readonly RuleResult[];
  /** Barred by nothing but who was or will be asked: to be looked at again on this day. */
  readonly waitsUntil?: Day;
};

/** Why somebody is not asked, in one word: the first rule that bars them. Undefined for somebody who is. */
export const reasonOf = ({ rules }: Decision): string | undefined => {
  const first = rules.find(({ verdict }) => verdict === "fail");
  return first === undefined ? undefined : (first.reason ?? first.rule);
};

const RULES_OF_A_CONTACT: readonly RuleName[] = [
  "wanted-role",
  "persona",
  "valid-email",
  "consent",
  "suppression",
  "hold",
  "once-per-cycle",
  "cooldown",
  "account-cap",
  "arbitration",
  "sample",
];

/** What bars for a time only: once a cooldown, a year or somebody else's slot is over, it bars no more. */
const WAITS_FOR: readonly RuleName[] = ["cooldown", "account-cap", "arbitration"];
export const barsForATime = ({ rule }: RuleResult): boolean => WAITS_FOR.includes(rule);

/** The one decision that an account without contacts gets. */
export function decideNobody(of: Case): Decision {
  return {
    accountId: of.account.accountId,
    contactId: null,
    verdict: "excluded",
    rules: [
      ...accountRules(of),
      { rule: "has-contact", verdict: "fail", reason: "no-contacts" },
      ...RULES_OF_A_CONTACT.map((rule) => skipped(rule, "no-contact")),
    ],
  };
}

export function decideContact(of: Case, contact: Contact): Decision {
  const rules = [
    ...accountRules(of),
    { rule: "has-contact", verdict: "pass" } as const,
    ...standingRules(of, contact),
    suppression(of, contact),
    hold(of, contact),
    oncePerCycle(of, contact),
    cooldown(of, contact),
    accountCap(of, contact),
    arbitration(of, contact),
    sample(of),
  ];
  const failed = rules.filter((result) => result.verdict === "fail");
  const base = { accountId: of.account.accountId, contactId: contact.contactId, rules };
  if (failed.length === 0) return { ...base, verdict: "selected" };
  const again = failed.every(barsForATime) ? failed.map(untilOf).reduce(laterOf) : undefined;
  const mayWait = again !== undefined && of.waitsUntil !== undefined && again <= of.waitsUntil;
  return { ...base, verdict: "excluded", ...(mayWait ? { waitsUntil: again } : {}) };
}

/** Every rule that bars for a time says until when. */
const untilOf = ({ evidence }: RuleResult): Day => String(evidence?.until);

/** What must still hold at the moment of sending; undefined where it does, else the first rule that fails. */
export function barredFromSending(
  of: Pick<Case, "program" | "account" | "contacts" | "holds" | "on" | "suppressed">,
  contact: Contact,
): RuleResult | undefined {
  const rules = [
    programActive(of.program),
    ...standingOfAccount(of),
    ...standingRules(of, contact),
    suppression(of, contact),
    hold(of, contact),
  ];
  return rules.find((result) => result.verdict === "fail");
}
