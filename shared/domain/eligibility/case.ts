import type { Account, Day } from "../accounts/account.ts";
import type { Contact } from "../accounts/contact.ts";
import type { Hold } from "../accounts/hold.ts";
import type { Suppression } from "../accounts/suppression.ts";
import type { Program } from "../programs/program.ts";
import type { Milestone } from "./milestone.ts";

export type RuleName =
  | "program-active"
  | "account-active"
  | "paid-plan"
  | "audience"
  | "in-time"
  | "has-contact"
  | "wanted-role"
  | "persona"
  | "valid-email"
  | "consent"
  | "suppression"
  | "hold"
  | "once-per-cycle"
  | "cooldown"
  | "account-cap"
  | "arbitration"
  | "sample";

/** One rule's verdict, with what it was judged by; `skipped` where there was nothing to judge. */
export type RuleResult = {
  readonly rule: RuleName;
  readonly verdict: "pass" | "fail" | "skipped";
  readonly reason?: string;
  readonly evidence?: Readonly<Record<string, unknown>>;
};

/** When a person was last asked, by us or by another tool. */
export type LastAsked = { readonly on: Day; readonly by: Readonly<Record<string, unknown>> };

/** What is known of one account. */
export type AccountState = {
  readonly account: Account;
  readonly contacts: readonly Contact[];
  readonly holds: readonly Hold[];
  readonly milestones: readonly Milestone[];
};

export type Case = {
  readonly program: Program;
  readonly account: Account;
  /** All of the account's contacts, whom the fallback to sold-to looks at. */
  readonly contacts: readonly Contact[];
  /** When the cycle fires; undefined for an account without the date that it is counted from. */
  readonly dueOn: Day | undefined;
  /** The last day on which somebody waiting for a cooldown may still be asked. */
  readonly waitsUntil: Day | undefined;
  /** The cycle has been decided, on this day, with somebody asked in time or not: nobody more is asked in it. */
  readonly over?: { readonly status: "done" | "missed"; readonly lookedAtOn: Day } | undefined;
  /** A first look is bound by lateness; somebody waiting has been looked at in time, and is bound by `waitsUntil`. */
  readonly isFirstLook: boolean;
  /** The account's and its contacts' holds. @default none */
  readonly holds?: readonly Hold[];
  /** The contacts already asked in this cycle. */
  readonly asked: readonly string[];
  /** What fired an event program, and how long ago by the time of the decision. @default this very moment */
  readonly touchpoint?: {
    readonly reference: string;
    readonly occurredAt: string;
    readonly ageHours: number;
  };
  /** The day of the decision. */
  readonly on: Day;
  /** The day on which a mail decided now would go out. @default the day of the decision */
  readonly sendsOn?: (contact: Contact) => Day;
  readonly lastAsked: (contact: Contact) => LastAsked | undefined;
  /** Whether nobody writes to the person any more. @default nobody */
  readonly suppressed?: (contact: Contact) => Suppression | undefined;
  /** Every program as it is now, and what is planned and was decided of the account. @default none */
  readonly programs?: readonly Program[];
  readonly milestones?: readonly Milestone[];
  /** The cycle that is decided, of {@link milestones}. */
  readonly cycle?: string;
  /** The other accounts at which this person is a contact. @default none */
  readonly elsewhere?: (contact: Contact) => readonly AccountState[];
  /** How many a draw asks, and how many it has by now; undefined where it is not known who is drawn. */
  readonly draw?: { readonly size: number; readonly taken: number };
};

export const pass = (rule: RuleName, evidence?: RuleResult["evidence"]): RuleResult => ({
  rule,
  verdict: "pass",
  evidence,
});
export const fail = (rule: RuleName, reason: string, evidence?: RuleResult["evidence"]): RuleResult => ({
  rule,
  verdict: "fail",
  reason,
  evidence,
});

export const skipped = (rule: RuleName, reason: string): RuleResult => ({ rule, verdict: "skipped", reason });
