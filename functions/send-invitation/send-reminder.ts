import type { Invitation, Reminder } from "#shared/domain/sending/invitation.ts";
import { linkToken, tokenHashOf, unsubscribeToken } from "#shared/domain/sending/link-token.ts";
import { reasonNotToRemind } from "#shared/domain/sending/reminder.ts";
import { reminderSent } from "#shared/dynamodb/reminders.ts";
import type { SendJob } from "#shared/dynamodb/sending.ts";
import { after, deferral, latestReminder } from "./deferral.ts";
import { LEASE_SECONDS, type SendOutcome } from "./outcome.ts";
import type { Mail, SendPorts } from "./ports.ts";
import { standingOf } from "./standing.ts";

/** A post between reading and claiming is rare; this many lost races in a row are a fault. */
const MAX_RACES = 5;

/**
 * Sends the one reminder of a survey that no person has answered: by the same protocol as the survey itself, and while
 * everything holds that the survey needed. The claim is refused where anything was heard in the meantime, which is then
 * looked at: whatever was posted may be a person's, or a mail scanner's. Of an anonymous survey no answer is heard here:
 * its reminder goes to who has answered too.
 */
export const sendReminder =
  (ports: SendPorts) =>
  async (job: SendJob, now: Date): Promise<SendOutcome> => {
    for (let races = 0; races < MAX_RACES; races++) {
      const outcome = await lookAndSend(ports, job, now);
      if (outcome !== "overtaken") return outcome;
    }
    throw new Error(`Invitation ${job.invitationId} kept changing while it was reminded of; try again`);
  };

async function lookAndSend(ports: SendPorts, job: SendJob, now: Date): Promise<SendOutcome | "overtaken"> {
  const { invitationId } = job;
  const ready = await ports.ready(job);
  if (ready === undefined) return { kind: "not-ours", invitationId, reason: "gone" };
  const { invitation } = ready;
  const { reminder, status, sentAt, messageId, closesAt } = invitation;
  if (reminder?.status === "sending") return await lookAtClaim(ports, invitationId, reminder, now);
  if (reminder !== undefined) return { kind: "not-ours", invitationId, reason: reminder.status };
  if (status !== "sent" || sentAt === undefined || messageId === undefined || closesAt === undefined)
    return { kind: "not-ours", invitationId, reason: status };
  const reason = reasonNotToRemind(invitation, now);
  // The answer says it: the dispatcher has taken it off the index, and to note that it gets none would cost another write.
  if (reason === "answered") return { kind: "not-ours", invitationId, reason };
  if (reason !== undefined) return await withdraw(ports, invitationId, reason, now);

  const standing = await standingOf(ports, job, ready, now);
  if (standing.kind === "barred") return await withdraw(ports, invitationId, standing.reason, now);
  if (standing.kind === "window-closed") {
    await ports.putBackReminder(invitation, standing.opensAt);
    return { kind: "deferred", invitationId, reason: "send-window-closed" };
  }
  // Whoever has a new address by now never got the survey there.
  if (standing.personHash !== invitation.personHash)
    return await withdraw(ports, invitationId, "address-changed", now);
  const token = linkToken(invitationId, ports.linkKey.key);
  if (tokenHashOf(token) !== invitation.tokenHash)
    return await withdraw(ports, invitationId, "link-key-changed", now);
  const mail: Mail = {
    ...{ invitationId, token, contact: standing.contact, program: standing.program, at: now },
    unsubscribeToken: unsubscribeToken(invitationId, ports.linkKey.key),
    reminds: { sentAt, messageId, closesAt },
  };
  return await claimAndSend(ports, invitation, mail, now);
}

/** Somebody began to send it: still at it, or died and left nobody knowing whether the mail went out. */
async function lookAtClaim(
  ports: SendPorts,
  invitationId: string,
  { attemptId = "", leaseUntil = "" }: Reminder,
  now: Date,
): Promise<SendOutcome> {
  if (leaseUntil > now.toISOString()) {
    await ports.listBegun(invitationId, "reminder", attemptId);
    return { kind: "busy", invitationId, until: leaseUntil };
  }
  const reason = "sender-died";
  await ports.moveReminder(invitationId, ["sending"], { status: "unknown", reason }, attemptId);
  return { kind: "unknown", invitationId, reason };
}

async function withdraw(
  ports: SendPorts,
  invitationId: string,
  reason: string,
  now: Date,
): Promise<SendOutcome> {
  await ports.withdrawReminder(invitationId, { status: "withdrawn", at: now.toISOString(), reason });
  return { kind: "withdrawn", invitationId, reason };
}

async function claimAndSend(
  ports: SendPorts,
  invitation: Invitation,
  mail: Mail,
  now: Date,
): Promise<SendOutcome | "overtaken"> {
  const { invitationId } = invitation;
  const letter = await ports.compose(mail);
  const attemptId = ports.newAttemptId();
  const leaseUntil = after(now, LEASE_SECONDS).toISOString();
  const claim = { status: "sending", attemptId, at: now.toISOString(), leaseUntil } as const;
  if (!(await ports.claimReminder(invitation, claim))) return "overtaken";

  const reply = await ports.send(letter);
  const move = (set: Partial<Reminder>) => ports.moveReminder(invitationId, ["sending"], set, attemptId);
  switch (reply.kind) {
    case "accepted":
      // Where SES's events have settled it first, they have said the same.
      await move(reminderSent({ sentAt: now.toISOString(), messageId: reply.messageId }));
      return { kind: "sent", invitationId };
    case "rejected":
      await move({ status: "refused", reason: reply.reason });
      return { kind: "rejected", invitationId, reason: reply.reason };
    case "not-now": {
      const { deferred, retryAt } = deferral(invitation.deferred, invitation.remindAt ?? claim.at, now);
      if (retryAt.toISOString() > latestReminder({ ...invitation, deferred })) {
        await move({ status: "withdrawn", reason: "could-not-be-sent" });
        return { kind: "withdrawn", invitationId, reason: "could-not-be-sent" };
      }
      await ports.putBackReminder({ ...invitation, deferred }, retryAt, attemptId);
      return { kind: "deferred", invitationId, reason: reply.reason };
    }
    case "unknown":
      await move({ status: "unknown", reason: reply.reason });
      return { kind: "unknown", invitationId, reason: reply.reason };
  }
}
