import { addDays, daysBetween, utcDay } from "#shared/domain/days.ts";
import { LATE_DAYS, type Milestone } from "#shared/domain/eligibility/milestone.ts";
import { isPlannedProgram } from "#shared/domain/programs/program.ts";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import type { ReadyToSend } from "#shared/dynamodb/invitations.ts";
import type { SendOutcome } from "./outcome.ts";
import type { SendPorts } from "./ports.ts";

export const UNSENT = ["selected", "queued"] as const;

/** Two who change a milestone at once are rare; this many lost races in a row are a fault. */
const MAX_RACES = 20;

/**
 * Gives up an invitation that nobody has been sent.
 *
 * @param attemptId of the attempt that has claimed it, where one has
 */
export async function withdraw(
  ports: SendPorts,
  ready: ReadyToSend,
  reason: string,
  now: Date,
  attemptId?: string,
): Promise<SendOutcome> {
  const { invitation } = ready;
  const { invitationId } = invitation;
  const set = { status: "withdrawn", reason, withdrawnAt: now.toISOString() } as const;
  const from = attemptId === undefined ? UNSENT : (["sending"] as const);
  if (await ports.move(invitationId, from, set, attemptId))
    await undoSelection(ports, { ...ready, invitation: { ...invitation, ...set } }, now);
  return { kind: "withdrawn", invitationId, reason };
}

/**
 * Makes it as if whoever was given up had not been selected: gives back their slot and, where they may be selected
 * again, takes them off their cycle and has that looked at again. Whoever began it may have died: doing it again does
 * what is left and, once they are off the cycle, nothing, since a newer selection may hold the slot by then.
 */
export async function undoSelection(ports: SendPorts, ready: ReadyToSend, now: Date): Promise<void> {
  const { invitation } = ready;
  const milestone = mayBeSelectedAgain(invitation) ? await ports.milestone(invitation) : undefined;
  if (milestone !== undefined && isTakenOff(milestone, invitation)) return;
  await giveBack(ports, ready);
  if (milestone !== undefined) await takeOff(ports, ready, milestone, now);
}

/** Frees whom the invitation holds, and whoever has the address now: an attempt that died may have taken them too. */
async function giveBack(ports: SendPorts, { invitation, contact }: ReadyToSend): Promise<void> {
  await ports.releasePerson(invitation);
  const personHash = contact === undefined ? invitation.personHash : ports.personHash(contact.email);
  if (personHash !== invitation.personHash) await ports.releasePerson({ ...invitation, personHash });
}

/** Of these the time was up, whoever is asked when: looking again would bring the same. */
const OUT_OF_TIME: readonly (string | undefined)[] = ["too-late-to-send", "could-not-be-sent"];

/** What asks about a moment is dropped, and what was claimed is kept: its days count it as one that was to be sent. */
const mayBeSelectedAgain = ({ status, reason, dropAt, claimedAt }: Invitation): boolean =>
  status === "withdrawn" && !OUT_OF_TIME.includes(reason) && dropAt === undefined && claimedAt === undefined;

/** Whether the milestone lists this withdrawal, beside those of the selections before it. */
const isTakenOff = (milestone: Milestone, { contactId, withdrawals = [] }: Invitation): boolean =>
  (milestone.withdrawals ?? []).filter((one) => one === contactId).length > withdrawals.length;

async function takeOff(ports: SendPorts, ready: ReadyToSend, read: Milestone, now: Date): Promise<void> {
  const { invitation } = ready;
  const isRun = await isStillRun(ports, ready);
  let seen: Milestone | undefined = read;
  for (let races = 0; races < MAX_RACES; races++) {
    if (seen === undefined || isTakenOff(seen, invitation)) return;
    const again = isRun ? lookAgain(seen, invitation, now) : undefined;
    if (await ports.takeOff(seen, invitation.contactId, again)) return;
    seen = await ports.milestone(invitation);
  }
  throw new Error("A milestone kept changing while a contact was taken off; try again");
}

/** Whether there is a run that looks at the account: what nobody looks at must not wait in the index. */
async function isStillRun(
  ports: SendPorts,
  { account, invitation, programNow }: ReadyToSend,
): Promise<boolean> {
  if (account === undefined) return false;
  const program = programNow ?? (await ports.program(invitation.programId, invitation.programVersion));
  return program !== undefined && isPlannedProgram(program) && program.status !== "retired";
}

/**
 * When the cycle is looked at again: by the next day's run, which decides everybody anew, as late as it is by then.
 * Whoever was selected later than a first look may be had waited, and still does. Undefined for a cycle that is gone,
 * or was moved and has yet to come due.
 */
function lookAgain(
  { status, dueOn }: Milestone,
  { selectedAt }: Invitation,
  now: Date,
): Pick<Milestone, "status" | "lookOn"> | undefined {
  const today = utcDay(now);
  if (status === "withdrawn" || status === "missed" || dueOn > today) return undefined;
  const hasWaited = status === "waiting" || daysBetween(dueOn, selectedAt.slice(0, 10)) > LATE_DAYS;
  return { status: hasWaited ? "waiting" : "planned", lookOn: addDays(today, 1) };
}
