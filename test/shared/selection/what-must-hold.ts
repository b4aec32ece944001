import { expect } from "vitest";
import type { Day } from "#shared/domain/accounts/account.ts";
import { type Contact, personKey } from "#shared/domain/accounts/contact.ts";
import { addDays, daysBetween } from "#shared/domain/days.ts";
import type { AccountState } from "#shared/domain/eligibility/case.ts";
import type { Program } from "#shared/domain/programs/program.ts";
import type { Asking, Memory } from "./a-memory.ts";

export const nameOf = ({ invitation, decidedOn, sendsOn }: Asking): string =>
  `${invitation.programId} ${invitation.cycle} of ${invitation.accountId}/${invitation.contactId}, decided ${decidedOn}, sent ${sendsOn}`;

const groups = <T>(all: Iterable<T>, keyOf: (one: T) => string): T[][] => [
  ...Map.groupBy(all, keyOf).values(),
];

/** No person is sent two surveys within 56 days, over all accounts, programs and tools. */
export function expectCooldown(memory: Memory): void {
  for (const theirs of groups(memory.askings.values(), ({ person }) => person)) {
    const ordered = theirs.toSorted((a, b) => (a.sendsOn < b.sendsOn ? -1 : 1));
    ordered.forEach((asking, i) => {
      const next = ordered[i + 1];
      if (next !== undefined && daysBetween(asking.sendsOn, next.sendsOn) < 56)
        expect.fail(`asked twice within 56 days:\n${nameOf(asking)}\n${nameOf(next)}`);
      const before = memory.sends.find(
        ({ person, on, knownOn }) =>
          person === asking.person &&
          on <= asking.decidedOn &&
          knownOn < asking.decidedOn &&
          daysBetween(on, asking.decidedOn) < 56,
      );
      if (before !== undefined) expect.fail(`${nameOf(asking)}: asked by another tool on ${before.on}`);
    });
  }
}

const isCappedProgram = ({ trigger, questions }: Program): boolean =>
  trigger.kind !== "event" && !questions.some(({ kind }) => kind === "nps");

/** Scheduled programs that ask for satisfaction alone reach no account in more than two cycles in 365 days. */
export function expectCap(memory: Memory): void {
  const capped = [...memory.askings.values()].filter(({ program }) => isCappedProgram(program));
  for (const theirs of groups(capped, ({ invitation }) => invitation.accountId)) {
    for (const { sendsOn } of theirs) {
      const inYear = theirs.filter((one) => {
        const days = daysBetween(sendsOn, one.sendsOn);
        return days >= 0 && days < 365;
      });
      const cycles = groups(inYear, ({ invitation }) => `${invitation.programId} ${invitation.cycle}`);
      if (cycles.length > 2) expect.fail(`over the cap:\n${inYear.map(nameOf).join("\n")}`);
    }
  }
}

/** Nobody is asked twice in a cycle, be it as two contacts. */
export function expectOncePerCycle(memory: Memory): void {
  for (const theirs of groups(
    memory.askings.values(),
    ({ invitation, person }) =>
      `${person} ${invitation.accountId} ${invitation.programId} ${invitation.cycle}`,
  ))
    if (theirs.length > 1) expect.fail(`twice in a cycle:\n${theirs.map(nameOf).join("\n")}`);
  const inLife = groups(
    [...memory.askings.values()].filter(({ program }) => program.programId === "post-onboarding"),
    ({ invitation, person }) => `${person} ${invitation.accountId}`,
  );
  for (const theirs of inLife)
    if (theirs.length > 1) expect.fail(`twice in a life:\n${theirs.map(nameOf).join("\n")}`);
}

const IN_A_TERM: readonly string[] = ["pre-renewal", "post-renewal"];

/** Nobody is asked twice in a subscription term, however its dates are moved and corrected. */
export function expectOncePerTerm(memory: Memory): void {
  const inTerms = [...memory.askings.values()].filter(
    ({ invitation, state }) =>
      IN_A_TERM.includes(invitation.programId) && state.account.lastRenewedOn !== undefined,
  );
  for (const theirs of groups(
    inTerms,
    ({ invitation, person, term }) => `${person} ${invitation.accountId} ${invitation.programId} ${term}`,
  ))
    if (theirs.length > 1) expect.fail(`twice in a term:\n${theirs.map(nameOf).join("\n")}`);
}

/** A draw asks no more than it says. */
export function expectSampleSize(memory: Memory): void {
  for (const drawn of groups(
    [...memory.askings.values()].filter(({ program }) => program.trigger.kind === "sample"),
    ({ invitation }) => `${invitation.programId} ${invitation.cycle}`,
  )) {
    const [{ program } = { program: undefined }] = drawn;
    if (program?.trigger.kind === "sample" && drawn.length > program.trigger.size)
      expect.fail(`drew ${drawn.length}:\n${drawn.map(nameOf).join("\n")}`);
  }
}

/** By the handbook's words, what bars a contact whatever was asked before. */
function barsOf(program: Program, state: AccountState, contact: Contact, on: Day): string[] {
  const { account, contacts, holds } = state;
  const { segment } = program.audience;
  const isWanted = contact.roles.some((role) => program.wants.roles.includes(role));
  const isSoldTo =
    program.wants.soldTo === "without-admin" &&
    contact.roles.includes("sold-to") &&
    account.purchaseChannel !== "web" &&
    !contacts.some(({ roles }) => roles.includes("admin"));
  const isHeld = holds.some(
    (hold) => on < hold.until && (hold.contactId ?? contact.contactId) === contact.contactId,
  );
  const bars = {
    paused: program.status !== "active",
    churned: account.status !== "active",
    unpaid: account.plan !== "premium" && account.plan !== "ultimate",
    audience: segment !== undefined && !segment.some((one) => one === account.segment),
    role: !isWanted && !isSoldTo,
    persona: isWanted && contact.personas.some((one) => one === "billing" || one === "procurement"),
    unsubscribed: contact.consent === "unsubscribed",
    held: isHeld,
  };
  return Object.entries(bars).flatMap(([name, isBarred]) => (isBarred ? [name] : []));
}

/** Whoever is asked may be, by what stood at that moment. */
export function expectEligible(memory: Memory): void {
  for (const asking of memory.askings.values()) {
    const { state, program, invitation, decidedOn } = asking;
    const contact = state.contacts.find(({ contactId }) => contactId === invitation.contactId);
    const bars = contact && barsOf(program, state, contact, decidedOn);
    if (bars === undefined || bars.length > 0) expect.fail(`${nameOf(asking)}: ${bars?.join(", ")}`);
    if (asking.isSuppressed) expect.fail(`${nameOf(asking)}: suppressed`);
  }
}

/**
 * Whoever is barred by the cooldown alone from a program was not asked by one that goes after it while it was known.
 * Not if the account, program or contact has been changed since, or the day was moved.
 */
export function expectRankKept(memory: Memory): void {
  for (const { run, on, state, decisions } of memory.looks) {
    const program = memory.programOf(run.programId);
    for (const { contactId, rules } of decisions) {
      const failed = rules.filter(({ verdict }) => verdict === "fail");
      const by = failed[0]?.evidence?.by;
      if (failed.length !== 1 || failed[0]?.rule !== "cooldown" || !isInvitation(by)) continue;
      const other = memory.askings.get(by.invitationId);
      if (other === undefined || other.program.trigger.kind === "event" || other.program.rank <= program.rank)
        continue;
      const { accountId } = state.account;
      const changes = [accountId, program.programId, other.invitation.accountId].map((id) =>
        lastChange(memory, id, on),
      );
      if (changes.some((day) => day >= other.decidedOn)) continue;
      const milestone = memory.plans.findLast(
        (plan) => plan.accountId === accountId && plan.programId === program.programId && plan.since < on,
      );
      if (milestone === undefined || milestone.since >= other.decidedOn) continue;
      if (milestone.lookOn >= addDays(other.sendsOn, 56)) continue;
      const contact = state.contacts.find((one) => one.contactId === contactId);
      expect.fail(
        `${program.programId} of ${accountId}/${contactId} (${personKey(contact?.email ?? "")}), looked at on ${on}, planned for ${milestone.lookOn} since ${milestone.since}, lost to\n${nameOf(other)}`,
      );
    }
  }
}

/** The last day before another on which an account or a program was changed: changes come after the runs. */
const lastChange = ({ changes }: Memory, id: string, before: Day): Day =>
  changes.findLast((change) => change.id === id && change.on < before)?.on ?? "";

export const isInvitation = (by: unknown): by is { invitationId: string } =>
  typeof by === "object" && by !== null && "invitationId" in by;
