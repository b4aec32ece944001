import { createHash } from "node:crypto";
import * as z from "zod";
import { type Account, Day } from "../accounts/account.ts";
import type { Contact } from "../accounts/contact.ts";
import { countedResponse } from "../answers/responses.ts";
import { endOfBusinessDay } from "../business-days.ts";
import { addDays, daysBetween } from "../days.ts";
import type { AccountState } from "../eligibility/case.ts";
import { isActiveAndPaid, standingOfAccount } from "../eligibility/eligibility-rules.ts";
import { cycleOf, LATE_DAYS, type Milestone, SAME_TERM_DAYS } from "../eligibility/milestone.ts";
import { isAnonymous } from "../programs/anonymity.ts";
import { isScheduledProgram, type Program } from "../programs/program.ts";
import { lacksContact } from "../programs/readiness.ts";
import { type Invitation, wasSent } from "../sending/invitation.ts";
import type { Cta } from "./cta.ts";
import { JUST_OPENED } from "./cta-work.ts";
import { DUE_BUSINESS_DAYS } from "./due-date.ts";

/** How long before a renewal a silent account is looked for. */
const DAYS_BEFORE_RENEWAL = 30;
/** How long a term is taken to be of which nothing says when it began. */
const UNKNOWN_TERM_DAYS = 365;
/** Of how many silent contacts a call to action gives the ids; what it says counts them all. */
const MOST_CONTACTS = 50;

/** That nobody of an account was heard in a subscription term, as found before its end. */
export const Silence = z.object({
  type: z.literal("silence"),
  version: z.literal(1),
  accountId: z.string(),
  /** The term, which keeps its name wherever its end is moved. */
  cycle: z.string(),
  /** The renewal before which it was found. */
  anchorOn: Day,
});
export type Silence = z.infer<typeof Silence>;

export type Silent = {
  readonly silence: Silence;
  /** Which program asked last or, where none could, which one would have. */
  readonly program: string;
  readonly contacts: readonly string[];
  readonly reason: string;
};

/** The renewals before which silence is looked for on a day, that of an earlier day included where it was not looked for then. */
export const renewalsLookedAt = (on: Day): { readonly from: Day; readonly to: Day } => ({
  from: addDays(on, DAYS_BEFORE_RENEWAL - LATE_DAYS),
  to: addDays(on, DAYS_BEFORE_RENEWAL),
});

type Heard = AccountState & {
  readonly programs: readonly Program[];
  readonly invitations: readonly Invitation[];
  readonly silences: readonly Silence[];
};

/**
 * Whether an account has been silent in the term that ends with its renewal, and was not found so before. Anonymous
 * surveys say nothing of it: where there were no others, or nobody was meant to be asked, there is nothing to say.
 */
export function silenceBefore(renewalOn: Day, of: Heard, on: Day): Silent | undefined {
  const { account, programs, milestones, invitations, silences } = of;
  if (!isActiveAndPaid(account)) return undefined;
  const cycle = cycleOf(account, { trigger: { cycle: "term" } }, renewalOn, silences);
  if (silences.some((silence) => silence.cycle === cycle)) return undefined;
  const since = termStart(account, renewalOn, milestones, on);
  if (invitations.some((one) => isHeard(one, since))) return undefined;
  const tried = invitations.filter((one) => (one.claimedAt ?? "") >= since);
  const named = tried.filter(({ anonymous }) => !anonymous);
  const asked = named.filter(hasReached);
  const covering = programs.filter((program) => isAskedBy(program, account));
  const isMute = tried.some((one) => one.anonymous && hasReached(one)) || covering.length === 0;
  if (asked.length === 0 && isMute) return undefined;
  const latest = asked.toSorted((a, b) => ((a.claimedAt ?? "") < (b.claimedAt ?? "") ? 1 : -1))[0];
  const contacts = [...new Set(asked.map(({ contactId }) => contactId))];
  return {
    silence: { type: "silence", version: 1, accountId: account.accountId, cycle, anchorOn: renewalOn },
    program: latest?.programId ?? askerOf(covering),
    contacts,
    reason:
      contacts.length > 0
        ? `${contacts.length} asked, none answered`
        : `nobody could be asked: ${whyNobody(of, covering, named, on)}`,
  };
}

/** Whether a program would ask such an account, and who answers is known. */
const isAskedBy = (program: Program, account: Account): boolean =>
  isScheduledProgram(program) &&
  program.status === "active" &&
  !isAnonymous(program) &&
  standingOfAccount({ program, account }).every(({ verdict }) => verdict === "pass");

/** The program that asks before a renewal, where there is one. */
const askerOf = (covering: readonly Program[]): string =>
  (covering.find(({ trigger }) => trigger.kind === "date" && trigger.anchor === "renewalOn") ?? covering[0])
    ?.programId ?? "";

/** The first day of the term that ends with a renewal, as far as is known: that of the last renewal, else of the first. */
function termStart(
  { lastRenewedOn, customerSince }: Account,
  renewalOn: Day,
  milestones: readonly Milestone[],
  on: Day,
): Day {
  if (lastRenewedOn !== undefined && lastRenewedOn <= on) return lastRenewedOn;
  // Further apart than a date moves within a term, it was the renewal that ended the one before.
  const ended = milestones
    .filter(({ cycle }) => cycle.startsWith("term-"))
    .map(({ anchorOn }) => anchorOn)
    .filter((anchorOn) => anchorOn <= on && daysBetween(anchorOn, renewalOn) > SAME_TERM_DAYS)
    .sort()
    .at(-1);
  const began = customerSince ?? addDays(renewalOn, -UNKNOWN_TERM_DAYS);
  return ended !== undefined && ended > began ? ended : began;
}

/** Somebody gave an answer that counts, or wants to be called back. */
function isHeard(invitation: Invitation, since: Day): boolean {
  const { callBack } = invitation;
  const times = [callBack?.at, callBack?.againAt, countedResponse(invitation)?.answeredAt];
  return times.some((at) => at !== undefined && at >= since);
}

/** Of one that may have gone out it is not said that it did not. */
function hasReached(invitation: Invitation): boolean {
  const { status, bouncedAt, deliveredAt, rejectedAt } = invitation;
  const mayHaveGone = wasSent(invitation) || status === "unknown" || status === "sending";
  return mayHaveGone && rejectedAt === undefined && (bouncedAt === undefined || deliveredAt !== undefined);
}

function whyNobody(
  { account, contacts, holds }: Heard,
  covering: readonly Program[],
  tried: readonly Invitation[],
  on: Day,
): string {
  if (contacts.length === 0) return "there is no contact";
  const bounced = new Set(tried.filter(wasSent).map(({ contactId }) => contactId)).size;
  if (bounced > 0) return `no mail arrived, of ${counted(bounced, "contact")} who were to be asked`;
  const lacking = (among: readonly Contact[]) =>
    covering.every((program) => lacksContact(program, account, among));
  if (lacking(contacts)) {
    const roles = [...new Set(covering.flatMap(({ wants }) => wants.roles))].join(" or ");
    return `of ${counted(contacts.length, "contact")} none can be asked as ${roles}`;
  }
  if (lacking(contacts.filter(({ consent }) => consent === "subscribed")))
    return "whoever could be asked has unsubscribed";
  const held = holds.find(({ contactId, until }) => contactId === undefined && on < until);
  if (held !== undefined) return `the account is on hold until ${held.until}`;
  return `no survey went out to any of ${counted(contacts.length, "contact")}`;
}

const counted = (n: number, what: string): string => `${n} ${what}${n === 1 ? "" : "s"}`;

/** One term opens at most one, however often it is looked at. */
const ctaIdOf = ({ accountId, cycle }: Silence): string =>
  createHash("sha256")
    .update(JSON.stringify(["cta", "silent-renewal", accountId, cycle]))
    .digest("hex")
    .slice(0, 32);

/** The call to action that silence asks for, as it stands when opened. */
export function silentRenewalCta(
  { silence, program, contacts, reason }: Silent,
  account: Account,
  opened: Pick<Cta, "owner" | "openedAt">,
  { timeZone, holidays }: { readonly timeZone: string; readonly holidays: readonly string[] },
): Cta {
  return {
    type: "cta",
    version: 1,
    ctaId: ctaIdOf(silence),
    kind: "silent-renewal",
    mixed: false,
    accountId: silence.accountId,
    accountName: account.name ?? null,
    program,
    invitationId: null,
    band: null,
    contacts: contacts.slice(0, MOST_CONTACTS),
    reason,
    scores: { nps: null, csat: null },
    comment: null,
    arrUsd: account.arrUsd ?? null,
    renewalOn: silence.anchorOn,
    dueAt: endOfBusinessDay(
      new Date(opened.openedAt),
      DUE_BUSINESS_DAYS["silent-renewal"],
      timeZone,
      holidays,
    ).toISOString(),
    ...opened,
    ...JUST_OPENED,
    responses: [],
    linked: [],
  };
}
