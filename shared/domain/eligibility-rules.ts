import { type Account, type Day, snapshotOf } from "./account.ts";
import { type Contact, personKey } from "./contact.ts";
import { addDays, daysBetween } from "./days.ts";
import type { Hold } from "./hold.ts";
import { LATE_DAYS } from "./milestone.ts";
import { type Audience, isDateProgram, type Program } from "./program.ts";

/** Days from a person's last survey to the first day on which they may be selected again. */
export const COOLDOWN_DAYS = 56;

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
  | "hold"
  | "once-per-cycle"
  | "cooldown";

/** One rule's verdict, with what it was judged by; `skipped` where there was nothing to judge. */
export type RuleResult = {
  readonly rule: RuleName;
  readonly verdict: "pass" | "fail" | "skipped";
  readonly reason?: string;
  readonly evidence?: Readonly<Record<string, unknown>>;
};

/** When a person was last asked, by us or by another tool. */
export type LastAsked = { readonly on: Day; readonly by: Readonly<Record<string, unknown>> };

export type Case = {
  readonly program: Program;
  readonly account: Account;
  /** All of the account's contacts, whom the fallback to sold-to looks at. */
  readonly contacts: readonly Contact[];
  /** When the cycle fires; undefined for an account without the date that it is counted from. */
  readonly dueOn: Day | undefined;
  /** The last day on which somebody waiting for a cooldown may still be asked. */
  readonly waitsUntil: Day | undefined;
  /** The cycle has been decided, or its day passed before the account was known: nobody more is asked in it. */
  readonly isOver?: boolean;
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
  readonly lastAsked: (contact: Contact) => LastAsked | undefined;
};

export function accountRules(of: Case): RuleResult[] {
  return [
    programActive(of.program),
    accountActive(of.account),
    paidPlan(of.account),
    audience(of),
    inTime(of),
  ];
}

export function standingRules(
  of: Pick<Case, "program" | "account" | "contacts">,
  contact: Contact,
): RuleResult[] {
  return [wantedRole(of, contact), persona(of.program, contact), validEmail(contact), consent(contact)];
}

const pass = (rule: RuleName, evidence?: RuleResult["evidence"]): RuleResult => ({
  rule,
  verdict: "pass",
  evidence,
});
const fail = (rule: RuleName, reason: string, evidence?: RuleResult["evidence"]): RuleResult => ({
  rule,
  verdict: "fail",
  reason,
  evidence,
});

export function programActive({ status }: Program): RuleResult {
  return status === "active" ? pass("program-active") : fail("program-active", status);
}

export function accountActive({ status }: Account): RuleResult {
  return status === "active" ? pass("account-active") : fail("account-active", status ?? "status-unknown");
}

export function paidPlan({ plan }: Account): RuleResult {
  if (plan === "premium" || plan === "ultimate") return pass("paid-plan", { plan });
  return fail("paid-plan", plan === undefined ? "plan-unknown" : "free-plan");
}

/** Every attribute that the audience names must have one of its values; an unknown attribute has none. */
export function audience({ program, account }: Pick<Case, "program" | "account">): RuleResult {
  const snapshot = snapshotOf(account);
  for (const [attribute, wanted] of Object.entries(program.audience)) {
    const said = snapshot[attribute as keyof Audience];
    const values = Array.isArray(said) ? said : said === undefined ? [] : [said];
    if (!values.some((value) => wanted.includes(value))) {
      return fail("audience", "not-in-audience", { attribute, value: said ?? null, wanted });
    }
  }
  return pass("audience");
}

export function hold({ holds = [], on }: Pick<Case, "holds" | "on">, contact: Contact): RuleResult {
  const held = holds.find(
    ({ contactId, until }) => on < until && (contactId === undefined || contactId === contact.contactId),
  );
  if (held === undefined) return pass("hold");
  const { until, reason, by } = held;
  return fail("hold", "on-hold", {
    until,
    reason,
    by,
    over: held.contactId === undefined ? "account" : "contact",
  });
}

/** Event programs ask at once or not at all. */
function notDropped(touchpoint: NonNullable<Case["touchpoint"]>, dropsAfterHours: number): RuleResult {
  const ageHours = Math.round(touchpoint.ageHours * 100) / 100;
  const evidence = { ...touchpoint, ageHours, dropsAfterHours };
  return touchpoint.ageHours <= dropsAfterHours
    ? pass("in-time", evidence)
    : fail("in-time", "dropped", evidence);
}

function inTime(of: Case): RuleResult {
  const { trigger } = of.program;
  if (of.touchpoint !== undefined && trigger.kind === "event")
    return notDropped(of.touchpoint, trigger.dropsAfterHours);
  if (of.dueOn === undefined)
    return fail("in-time", "no-due-date", {
      missing: isDateProgram(of.program) ? of.program.trigger.anchor : null,
    });
  const lateDays = daysBetween(of.dueOn, of.on);
  if (lateDays < 0) return fail("in-time", "not-due-yet", { dueOn: of.dueOn });
  if (of.isOver === true) return fail("in-time", "cycle-over", { dueOn: of.dueOn });
  if (!of.isFirstLook && of.waitsUntil !== undefined && of.on > of.waitsUntil) {
    return fail("in-time", "waited-too-long", { dueOn: of.dueOn, lateDays, waitsUntil: of.waitsUntil });
  }
  if (!of.isFirstLook || lateDays <= LATE_DAYS) return pass("in-time", { dueOn: of.dueOn, lateDays });
  return fail("in-time", "too-late", { dueOn: of.dueOn, lateDays, allowedDays: LATE_DAYS });
}

function wantedRole(of: Pick<Case, "program" | "account" | "contacts">, contact: Contact): RuleResult {
  const { wants } = of.program;
  if (contact.roles.some((role) => wants.roles.includes(role)))
    return pass("wanted-role", { roles: contact.roles });
  const evidence = { roles: contact.roles, wanted: wants.roles };
  if (!contact.roles.includes("sold-to")) return fail("wanted-role", "no-wanted-role", evidence);
  if (wants.soldTo === "never") return fail("wanted-role", "sold-to-not-asked", evidence);
  if (of.account.purchaseChannel === "web") return fail("wanted-role", "sold-to-bought-on-web", evidence);
  if (of.contacts.some((other) => other.roles.includes("admin"))) {
    return fail("wanted-role", "account-has-admin", evidence);
  }
  return pass("wanted-role", { ...evidence, fallback: "sold-to" });
}

const BARRING_PERSONAS: readonly string[] = ["billing", "procurement"];

function persona(program: Program, contact: Contact): RuleResult {
  const barring = contact.personas.filter((name) => BARRING_PERSONAS.includes(name));
  const isAskedByRole = contact.roles.some((role) => program.wants.roles.includes(role));
  if (barring.length === 0 || !isAskedByRole) return pass("persona", { personas: contact.personas });
  return fail("persona", "barring-persona", { personas: barring });
}

function validEmail(contact: Contact): RuleResult {
  return contact.email.includes("@") ? pass("valid-email") : fail("valid-email", "no-valid-email");
}

function consent(contact: Contact): RuleResult {
  return contact.consent === "subscribed" ? pass("consent") : fail("consent", "unsubscribed");
}

/** A person whom the account lists twice is one person. */
export function oncePerCycle(of: Case, contact: Contact): RuleResult {
  const person = personKey(contact.email);
  const isAsked =
    of.asked.includes(contact.contactId) ||
    of.contacts.some((other) => of.asked.includes(other.contactId) && personKey(other.email) === person);
  return isAsked ? fail("once-per-cycle", "already-asked") : pass("once-per-cycle");
}

export function cooldown(of: Case, contact: Contact): RuleResult {
  const last = of.lastAsked(contact);
  if (last === undefined) return pass("cooldown", { lastAskedOn: null });
  const until = addDays(last.on, COOLDOWN_DAYS);
  const evidence = { lastAskedOn: last.on, by: last.by, days: daysBetween(last.on, of.on) };
  if (of.on >= until) return pass("cooldown", evidence);
  return fail("cooldown", "contacted-recently", { ...evidence, until });
}
