import { createHash } from "node:crypto";
import * as z from "zod";
import { OCCASIONS } from "../../events/ctas.ts";
import type { BusEvent } from "../../events.ts";
import { type Account, Day } from "../accounts/account.ts";
import { endOfDay } from "../business-days.ts";
import type { Cta } from "../ctas/cta.ts";
import { JUST_OPENED } from "../ctas/cta-work.ts";
import { addDays, laterOf } from "../days.ts";
import type { AccountState } from "../eligibility/case.ts";
import { LATE_DAYS, type Milestone } from "../eligibility/milestone.ts";
import type { PlannedProgram } from "./program.ts";
import { lacksContact } from "./readiness.ts";

/** How long before a survey somebody to ask is looked for. */
export const DAYS_AHEAD = 14;
/** For how long an account that became a customer is looked at for it. */
export const DAYS_AFTER_BEGIN = 14;

/** That nobody of an account is one of those whom a program asks, as found on one occasion of one cycle. */
export const MissingRole = z.object({
  type: z.literal("missing-role"),
  version: z.literal(1),
  accountId: z.string(),
  programId: z.string(),
  cycle: z.string(),
  occasion: z.enum(OCCASIONS),
  dueOn: Day,
  /** The day on which the survey would ask: its due date or, where that has passed, the day of the look. */
  asksOn: Day,
  missing: z.object({ roles: z.array(z.string()), contacts: z.int() }),
});
export type MissingRole = z.infer<typeof MissingRole>;

type Occasion = MissingRole["occasion"];

/** What a day's look finds of an account, the earliest survey first. */
export function missingRoles(
  programs: readonly PlannedProgram[],
  { account, contacts, milestones }: Pick<AccountState, "account" | "contacts" | "milestones">,
  on: Day,
): MissingRole[] {
  const found = programs.flatMap((program) => {
    const own = milestones.filter(({ programId }) => programId === program.programId);
    const looks = own.flatMap((milestone) =>
      occasionsOf(program, account, milestone, on).map((occasion) => ({ ...milestone, occasion })),
    );
    if (looks.length === 0 || !lacksContact(program, account, contacts)) return [];
    const missing = { roles: program.wants.roles, contacts: contacts.length };
    return looks.map(
      ({ accountId, programId, cycle, dueOn, occasion }): MissingRole => ({
        type: "missing-role",
        version: 1,
        ...{ accountId, programId, cycle, occasion, dueOn, missing },
        asksOn: laterOf(dueOn, on),
      }),
    );
  });
  return found.sort((a, b) => a.asksOn.localeCompare(b.asksOn));
}

/** Where somebody waits for a slot, somebody has the role: only a first look is an occasion. */
function occasionsOf(
  { trigger }: PlannedProgram,
  { customerSince }: Account,
  { status, lookOn, dueOn }: Milestone,
  on: Day,
): Occasion[] {
  if (status !== "planned" || dueOn < addDays(on, -LATE_DAYS)) return [];
  const hasBegun =
    trigger.kind === "date" &&
    trigger.anchor === "customerSince" &&
    customerSince !== undefined &&
    customerSince <= on &&
    customerSince >= addDays(on, -DAYS_AFTER_BEGIN);
  const begin: Occasion[] = hasBegun ? ["customer-since"] : [];
  if (lookOn <= on) return [...begin, "due"];
  return lookOn <= addDays(on, DAYS_AHEAD) ? [...begin, "ahead"] : begin;
}

/** One occasion opens at most one, however often it is looked at. */
export const ctaIdOf = ({ accountId, programId, cycle, occasion }: MissingRole): string =>
  createHash("sha256")
    .update(JSON.stringify(["cta", "contact-role-missing", accountId, programId, cycle, occasion]))
    .digest("hex")
    .slice(0, 32);

/** The end of the day on which the survey would ask, in the owner's zone. */
export const dueAtOf = ({ asksOn }: MissingRole, timeZone: string): string =>
  endOfDay(asksOn, timeZone).toISOString();

/** The call to action that a missing role asks for, as it stands when opened. */
export function missingRoleCta(
  found: MissingRole,
  account: Account,
  opened: Pick<Cta, "owner" | "dueAt" | "openedAt">,
): Cta {
  const { accountId, programId, asksOn, missing } = found;
  const roles = missing.roles.join(" or ");
  return {
    type: "cta",
    version: 1,
    ctaId: ctaIdOf(found),
    kind: "contact-role-missing",
    mixed: false,
    accountId,
    accountName: account.name ?? null,
    program: programId,
    invitationId: null,
    band: null,
    contacts: [],
    reason: `no contact with the role ${roles} to ask on ${asksOn} (${programId})`,
    scores: { nps: null, csat: null },
    comment: null,
    arrUsd: account.arrUsd ?? null,
    renewalOn: account.renewalOn ?? null,
    ...opened,
    ...JUST_OPENED,
    responses: [],
    linked: [],
  };
}

/** What is told of a missing role beside the call to action that it opened. */
export function contactRoleMissing(
  { programId, cycle, occasion, dueOn, missing }: MissingRole,
  { ctaId, openedAt, accountId, accountName, owner }: Cta,
): BusEvent {
  return {
    type: "Contact Role Missing",
    detail: {
      version: 1,
      id: `contact-role-missing-${ctaId}`,
      occurredAt: openedAt,
      ...{ accountId, accountName, programId, cycle, occasion, dueOn, ctaId, owner, missing },
    },
  };
}
