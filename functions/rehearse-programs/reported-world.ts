import type { Day } from "#shared/domain/accounts/account.ts";
import type { Contact } from "#shared/domain/accounts/contact.ts";
import { utcDay } from "#shared/domain/days.ts";
import type { Decision } from "#shared/domain/eligibility/eligibility.ts";
import type { Milestone } from "#shared/domain/eligibility/milestone.ts";
import type { Program } from "#shared/domain/programs/program.ts";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import { reminderTime } from "#shared/domain/sending/reminder.ts";
import type { RehearsalReport, RehearsedDecision } from "#shared/dynamodb/rehearsals.ts";
import { imaginedPorts, type RealPorts } from "#shared/selection/imagined-ports.ts";
import type { SelectInput, SelectPorts } from "#shared/selection/select-ports.ts";
import type { SendTimes } from "#shared/selection/selected-invitation.ts";
import { Tally } from "./tally.ts";
import { writesBeside } from "./writes.ts";

export type Reporting = {
  readonly programs: readonly Program[];
  readonly until: Day;
  /** The programs that are shown, also where nothing is decided of them. */
  readonly shown: readonly string[];
  isShown(programId: string, on: Day): boolean;
  save(
    at: { readonly on: Day; readonly programId: string; readonly accountId: string },
    decisions: readonly RehearsedDecision[],
  ): Promise<void>;
  /** Are told of everything, shown or not. */
  onSelected(invitation: Invitation): void;
  onDecision(run: SelectInput, decision: Decision, settled: Milestone): void;
};

const WRITES_AT_ONCE = 32;

/** An imagined world whose decisions are kept and counted as they come. */
export function reportedWorld(
  real: RealPorts,
  reporting: Reporting,
): { readonly ports: SelectPorts; report(): Promise<Omit<RehearsalReport, "difference">> } {
  const { programs, until, isShown } = reporting;
  const tally = new Tally(reporting.shown);
  const writes = writesBeside(WRITES_AT_ONCE);
  // Of the account that is being decided, by contact.
  let selected = new Map<string, Invitation>();

  const ports = imaginedPorts(real, {
    programs,
    until,
    onSelected: (invitation) => {
      selected.set(invitation.contactId, invitation);
      reporting.onSelected(invitation);
    },
    onDecisions: async (run, accountId, decisions, settled) => {
      const invitations = selected;
      selected = new Map();
      for (const decision of decisions) reporting.onDecision(run, decision, settled);
      const { programId, on } = run;
      if (!isShown(programId, on)) return;
      const { contacts } = await ports.accountWithContacts(accountId);
      const program = programs.find((one) => one.programId === programId);
      const rehearsed = decisions.map((decision): RehearsedDecision => {
        const invitation = invitations.get(decision.contactId ?? "");
        if (invitation === undefined || program === undefined) return { ...decision, programId, on };
        const contact = contacts.find(({ contactId }) => contactId === decision.contactId);
        return { ...decision, programId, on, ...mailDays(program, invitation, contact, real.sendTimes) };
      });
      for (const decision of rehearsed) tally.add(decision);
      if (settled.status === "missed") tally.addMissed(programId);
      await writes.add(reporting.save({ on, programId, accountId }, rehearsed));
    },
  });
  return {
    ports,
    report: async () => {
      await writes.done();
      return tally.report();
    },
  };
}

const DAY_MS = 86_400_000;

/** When the mail goes out and, if nobody answers, the reminder. */
function mailDays(
  program: Program,
  { notBefore }: Invitation,
  contact: Contact | undefined,
  { timeZone, holidays }: SendTimes,
): Pick<RehearsedDecision, "sendsOn" | "remindsOn"> {
  const sentAt = new Date(notBefore);
  const closesAt = new Date(sentAt.getTime() + program.closesAfterDays * DAY_MS);
  const remindsAt = reminderTime(program, { sentAt, closesAt }, contact?.timeZone ?? timeZone, holidays);
  return {
    sendsOn: utcDay(sentAt),
    ...(remindsAt === undefined ? {} : { remindsOn: utcDay(remindsAt) }),
  };
}
