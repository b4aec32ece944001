import type { Day } from "#shared/domain/account.ts";
import type { Contact } from "#shared/domain/contact.ts";
import { addDays, earlierOf, utcDay } from "#shared/domain/days.ts";
import { type Decision, decideAccount, decideContact } from "#shared/domain/eligibility.ts";
import type { Case } from "#shared/domain/eligibility-rules.ts";
import { isOpen, LATE_DAYS, type Milestone } from "#shared/domain/milestone.ts";
import { type DateProgram, isDateProgram, type Program, waitsUntil } from "#shared/domain/program.ts";
import type { DueMilestone } from "#shared/dynamodb/milestones.ts";
import type { RecipientPorts } from "#shared/dynamodb/recipients.ts";
import type { Run } from "#shared/dynamodb/runs.ts";
import { idOf, type SendTimes, selectedInvitation } from "./selected-invitation.ts";

export type SelectInput = {
  readonly programId: string;
  /** The day the run is of: everything due up to it is looked at. */
  readonly on: Day;
  readonly dryRun: boolean;
  readonly runId: string;
};

/** What selection reads and writes; a dry run gets ports that write to memory only. */
export type SelectPorts = RecipientPorts & {
  program(programId: string): Promise<Program | undefined>;
  cursor(programId: string): Promise<Day | undefined>;
  milestonesToLookAt(programId: string, from: Day, to: Day): Promise<DueMilestone[]>;
  saveDecisions(runId: string, accountId: string, decisions: readonly Decision[], at: Date): Promise<void>;
  settleMilestone(seenDueOn: Day, milestone: Milestone): Promise<void>;
  advanceCursor(programId: string, ranUpTo: Day): Promise<void>;
  countDecisions(runId: string): Promise<Run["counts"]>;
  run(runId: string): Promise<Run | undefined>;
  saveRun(run: Run): Promise<void>;
  readonly sendTimes: SendTimes;
};

/** Before any date of an account. */
const FIRST_DAY: Day = "0000-01-01";

export type SelectOutcome =
  | { readonly kind: "ran"; readonly run: Run }
  | { readonly kind: "no-such-program"; readonly programId: string };

/**
 * Runs a program for a day: looks at every milestone that has come due, decides each contact, selects those whom
 * every rule passes, and keeps every verdict. What it has dealt with leaves the index, so running it again, after a
 * crash or beside itself, selects nobody twice.
 */
export const selectRecipients =
  (ports: SelectPorts) =>
  async (input: SelectInput, now: Date): Promise<SelectOutcome> => {
    const program = await ports.program(input.programId);
    // Whom an event program asks, the event says.
    if (program === undefined || !isDateProgram(program))
      return { kind: "no-such-program", programId: input.programId };
    // A run that really asks people decides as of today; a dry one as of the day it is about.
    const decidedOn = input.dryRun ? input.on : utcDay(now);
    const started = (await ports.run(input.runId)) ?? startedRun(input, now);
    await ports.saveRun({ ...started, status: "running" });

    const cursor = await ports.cursor(program.programId);
    // A program that was never run has looked at nothing yet, however long ago it came due.
    const catchesUpFrom = cursor === undefined ? FIRST_DAY : addDays(earlierOf(cursor, input.on), -LATE_DAYS);
    // By a coming day, the days before it will have been run: that day's own milestones are what is left to it.
    const from = input.on > utcDay(now) ? input.on : catchesUpFrom;
    for (const due of await ports.milestonesToLookAt(program.programId, from, input.on)) {
      await lookAt(ports, { program, due, decidedOn, runId: input.runId, now });
    }
    if (!input.dryRun) await ports.advanceCursor(program.programId, input.on);

    const counts = await ports.countDecisions(input.runId);
    const run: Run = { ...started, status: "done", finishedAt: now.toISOString(), counts };
    await ports.saveRun(run);
    return { kind: "ran", run };
  };

const startedRun = (input: SelectInput, now: Date): Run => ({
  type: "run",
  version: 1,
  runId: input.runId,
  programId: input.programId,
  on: input.on,
  dryRun: input.dryRun,
  status: "running",
  startedAt: now.toISOString(),
  counts: { due: 0, selected: 0, excluded: 0 },
});

type Look = {
  readonly program: DateProgram;
  readonly due: DueMilestone;
  readonly decidedOn: Day;
  readonly runId: string;
  readonly now: Date;
};

async function lookAt(ports: SelectPorts, look: Look): Promise<void> {
  const { program, due, decidedOn } = look;
  const { account, contacts, holds, milestones } = await ports.accountWithContacts(due.accountId);
  const milestone = milestones.find((m) => m.programId === program.programId && m.cycle === due.cycle);
  // The index may lag behind: what has been dealt with or moved since is not ours.
  if (account === undefined || milestone === undefined || !isOpen(milestone)) return;
  if (milestone.lookOn !== due.lookOn) return;

  const hashes = new Map(contacts.map((contact) => [contact.contactId, ports.personHash(contact.email)]));
  const hashOf = (contact: Contact): string => hashes.get(contact.contactId) ?? "";
  const lastAsked = new Map(await ports.lastAsked([...new Set(hashes.values())]));
  // These two grow with every claim: the same person may come again, as another contact of the account.
  const asked = [...milestone.contacts];
  const isClaimedBefore = (contact: Contact): boolean =>
    lastAsked.get(hashOf(contact))?.invitationId === idOf(milestone, contact) &&
    !asked.includes(contact.contactId);
  const of: Case = {
    program,
    account,
    contacts,
    dueOn: milestone.dueOn,
    waitsUntil: waitsUntil(program, milestone.anchorOn),
    holds,
    isFirstLook: milestone.status === "planned",
    asked,
    on: decidedOn,
    // Its own slot, claimed before a crash, does not bar an invitation.
    lastAsked: (contact) => (isClaimedBefore(contact) ? undefined : lastAsked.get(hashOf(contact))),
  };

  const decisions: Decision[] = contacts.length === 0 ? decideAccount(of) : [];
  for (const contact of contacts) {
    const decision = decideContact(of, contact);
    if (decision.verdict === "excluded") {
      decisions.push(decision);
      // Selected before a crash, and barred since: the invitation may be there, and is this cycle's.
      if (isClaimedBefore(contact)) asked.push(contact.contactId);
      continue;
    }
    const invitation = selectedInvitation(look, milestone, contact, hashOf(contact), ports.sendTimes);
    const { personHash, invitationId, programId } = invitation;
    // The slot counts from the day the mail will go out, which is never before the decision.
    const on = utcDay(new Date(invitation.notBefore));
    const claim = await ports.claimPerson({ personHash, invitationId, programId, on });
    if (claim.kind === "taken") {
      lastAsked.set(personHash, claim.last);
      decisions.push(decideContact(of, contact));
    } else {
      lastAsked.set(personHash, { on, by: { invitationId, program: programId }, invitationId });
      asked.push(contact.contactId);
      await ports.saveSelected(invitation);
      decisions.push(decision);
    }
  }
  await ports.saveDecisions(look.runId, account.accountId, decisions, look.now);
  await ports.settleMilestone(milestone.dueOn, settled(milestone, asked, decisions));
}

/** The milestone after a look: it waits for the first cooldown that ends in time, or is over. */
function settled(milestone: Milestone, contacts: string[], decisions: readonly Decision[]): Milestone {
  const [next] = decisions.flatMap(({ waitsUntil }) => waitsUntil ?? []).sort();
  if (next !== undefined) return { ...milestone, contacts, status: "waiting", lookOn: next };
  const isMissed = contacts.length === 0 && decisions.some(isMissedBy);
  return { ...milestone, contacts, status: isMissed ? "missed" : "done" };
}

/** Whether it was for the time alone that somebody was not asked: too late, or a cooldown that ends too late. */
function isMissedBy({ rules }: Decision): boolean {
  const failed = rules.filter(({ verdict }) => verdict === "fail").map(({ rule }) => rule);
  return failed.includes("in-time") || (failed.length === 1 && failed[0] === "cooldown");
}
