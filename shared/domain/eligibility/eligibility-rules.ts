import { type Account, snapshotOf } from "../accounts/account.ts";
import type { Contact } from "../accounts/contact.ts";
import { daysBetween } from "../days.ts";
import { type Audience, isDateProgram, isSampleProgram, type Program } from "../programs/program.ts";
import { type Case, fail, pass, type RuleResult, skipped } from "./case.ts";
import { LATE_DAYS } from "./milestone.ts";

export const accountRules = (of: Case): RuleResult[] => [
  programActive(of.program),
  ...standingOfAccount(of),
  inTime(of),
];

/** Whether an account is one of those whom the program asks: active, on a paid plan, in the audience. */
export const standingOfAccount = (of: Pick<Case, "program" | "account">): RuleResult[] => [
  accountActive(of.account),
  paidPlan(of.account),
  audience(of),
];

export const isActiveAndPaid = (account: Pick<Account, "status" | "plan">): boolean =>
  [accountActive(account), paidPlan(account)].every(({ verdict }) => verdict === "pass");

export function standingRules(
  of: Pick<Case, "program" | "account" | "contacts">,
  contact: Contact,
): RuleResult[] {
  return [...roleRules(of, contact), validEmail(contact), consent(contact)];
}

/** Whether a contact is one of those whom the program asks, by role and persona. */
export const roleRules = (
  of: Pick<Case, "program" | "account" | "contacts">,
  contact: Contact,
): RuleResult[] => [wantedRole(of, contact), persona(of.program, contact)];

export function programActive({ status }: Program): RuleResult {
  return status === "active" ? pass("program-active") : fail("program-active", status);
}

function accountActive({ status }: Pick<Account, "status">): RuleResult {
  return status === "active" ? pass("account-active") : fail("account-active", status ?? "status-unknown");
}

function paidPlan({ plan }: Pick<Account, "plan">): RuleResult {
  if (plan === "premium" || plan === "ultimate") return pass("paid-plan", { plan });
  return fail("paid-plan", plan === undefined ? "plan-unknown" : "free-plan");
}

/** Every attribute that the audience names must have one of its values; an unknown attribute has none. */
function audience({ program, account }: Pick<Case, "program" | "account">): RuleResult {
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
  if (of.over !== undefined) return fail("in-time", "cycle-over", { dueOn: of.dueOn, ...of.over });
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

export function suppression({ suppressed }: Pick<Case, "suppressed">, contact: Contact): RuleResult {
  const found = suppressed?.(contact);
  return found === undefined ? pass("suppression") : fail("suppression", found.reason, { at: found.at });
}

/** Whether the draw still has room; of other programs every eligible contact is asked. */
export function sample({ program, draw }: Pick<Case, "program" | "draw">): RuleResult {
  if (!isSampleProgram(program)) return skipped("sample", "everyone-is-asked");
  if (draw === undefined) return skipped("sample", "drawn-on-the-day");
  return draw.taken < draw.size ? pass("sample", draw) : fail("sample", "not-drawn", draw);
}
