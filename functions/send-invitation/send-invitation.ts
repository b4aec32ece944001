import { snapshotOf } from "#shared/domain/accounts/account.ts";
import { utcDay } from "#shared/domain/days.ts";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import { linkToken, tokenHashOf, unsubscribeToken } from "#shared/domain/sending/link-token.ts";
import { reminderTime } from "#shared/domain/sending/reminder.ts";
import type { ReadyToSend } from "#shared/dynamodb/invitations.ts";
import type { SendJob } from "#shared/dynamodb/sending.ts";
import { after, deferral, latestSend } from "./deferral.ts";
import { LEASE_SECONDS, type SendOutcome } from "./outcome.ts";
import type { SendPorts } from "./ports.ts";
import { type Standing, standingOf } from "./standing.ts";
import { UNSENT, undoSelection, withdraw } from "./withdrawal.ts";

/**
 * Sends one invitation's mail, at most once as far as SES lets anyone know: claimed by one attempt before the mail
 * goes out. A definite "no" is tried again or recorded; where SES's answer was not heard, the invitation is
 * `unknown`, is not sent again, and SES's own events tell what became of it.
 */
export const sendInvitation =
  (ports: SendPorts) =>
  async (job: SendJob, now: Date): Promise<SendOutcome> => {
    const { invitationId } = job;
    const ready = await ports.ready(job);
    if (ready === undefined) return { kind: "not-ours", invitationId, reason: "gone" };
    const { invitation } = ready;
    if (invitation.status === "sending") return await lookAtClaim(ports, invitation, now);
    // Whoever gave it up may have died on the way.
    if (isGivenUp(invitation)) await undoSelection(ports, ready, now);
    if (invitation.status !== "selected" && invitation.status !== "queued") {
      return { kind: "not-ours", invitationId, reason: invitation.status };
    }
    const standing = await standingOf(ports, job, ready, now);
    if (standing.kind === "barred") return await withdraw(ports, ready, standing.reason, now);
    if (standing.kind === "window-closed") {
      await postpone(ports, invitation, standing.opensAt);
      await ports.putBack(invitation, UNSENT, standing.opensAt);
      return { kind: "deferred", invitationId, reason: "send-window-closed" };
    }
    const readdressed = await readdress(ports, invitation, standing.personHash, now);
    if (readdressed === undefined) return await withdraw(ports, ready, "contacted-recently", now);
    return await claimAndSend(ports, { ...ready, invitation: readdressed }, standing, now);
  };

/** Nobody was asked, or will be. */
const isGivenUp = ({ status }: Invitation): boolean => status === "withdrawn" || status === "refused";

/** Somebody began to send this: still at it, or died and left nobody knowing whether the mail went out. */
async function lookAtClaim(ports: SendPorts, invitation: Invitation, now: Date): Promise<SendOutcome> {
  const { invitationId, attempt } = invitation;
  if (attempt !== undefined && attempt.leaseUntil > now.toISOString()) {
    await ports.listBegun(invitationId, "survey", attempt.attemptId);
    return { kind: "busy", invitationId, until: attempt.leaseUntil };
  }
  await ports.move(
    invitationId,
    ["sending"],
    { status: "unknown", reason: "sender-died" },
    attempt?.attemptId,
  );
  return { kind: "unknown", invitationId, reason: "sender-died" };
}

/**
 * The invitation in the name of whoever the contact's address is now: it may have changed since selection, and the
 * cooldown is a person's. Undefined where that person is asked by another invitation within the cooldown.
 */
async function readdress(
  ports: SendPorts,
  invitation: Invitation,
  personHash: string,
  now: Date,
): Promise<Invitation | undefined> {
  if (personHash === invitation.personHash) return invitation;
  if (!(await ports.claimPerson(personHash, invitation, utcDay(now)))) return undefined;
  await ports.releasePerson(invitation);
  return { ...invitation, personHash };
}

async function claimAndSend(
  ports: SendPorts,
  ready: ReadyToSend,
  standing: Extract<Standing, { kind: "may-send" }>,
  now: Date,
): Promise<SendOutcome> {
  const { invitation } = ready;
  const { invitationId } = invitation;
  const { contact, program } = standing;
  await postpone(ports, invitation, now);
  const token = linkToken(invitationId, ports.linkKey.key);
  const away = unsubscribeToken(invitationId, ports.linkKey.key);
  const letter = await ports.compose({
    ...{ invitationId, contact, program, token, at: now },
    unsubscribeToken: away,
  });
  const attemptId = ports.newAttemptId();
  const claim = {
    ...claimOf(ports, standing, now),
    personHash: invitation.personHash,
    attempt: { attemptId, at: now.toISOString(), leaseUntil: after(now, LEASE_SECONDS).toISOString() },
    tokenHash: tokenHashOf(token),
    unsubscribeHash: tokenHashOf(away),
    keyId: ports.linkKey.id,
  };
  const isClaimed = await ports.move(invitationId, UNSENT, { status: "sending", ...claim });
  if (!isClaimed) return { kind: "not-ours", invitationId, reason: "claimed-by-another" };

  const reply = await ports.send(letter);
  switch (reply.kind) {
    case "accepted": {
      const sent = { sentAt: now.toISOString(), messageId: reply.messageId };
      // Where SES's events have settled it first, they have said the same.
      await ports.markSent({ ...invitation, ...claim }, sent, attemptId);
      return { kind: "sent", invitationId };
    }
    case "rejected": {
      const refused = { status: "refused", reason: reply.reason, refusedAt: now.toISOString() } as const;
      if (await ports.move(invitationId, ["sending"], refused, attemptId))
        await ports.releasePerson(invitation);
      return { kind: "rejected", invitationId, reason: reply.reason };
    }
    case "not-now": {
      const { deferred, retryAt } = deferral(invitation.deferred, invitation.notBefore, now);
      if (retryAt.toISOString() > latestSend({ ...invitation, deferred }))
        return await withdraw(ports, ready, "could-not-be-sent", now, attemptId);
      await postpone(ports, invitation, retryAt);
      await ports.putBack({ ...invitation, deferred }, ["sending"], retryAt, attemptId);
      return { kind: "deferred", invitationId, reason: reply.reason };
    }
    case "unknown":
      await ports.move(invitationId, ["sending"], { status: "unknown", reason: reply.reason }, attemptId);
      return { kind: "unknown", invitationId, reason: reply.reason };
  }
}

/** What the invitation keeps of the moment at which its survey goes out. */
function claimOf(
  { sendTimes }: SendPorts,
  { account, contact, program, timeZone }: Extract<Standing, { kind: "may-send" }>,
  now: Date,
) {
  const closesAt = after(now, program.closesAfterDays * 86_400);
  return {
    account: snapshotOf(account),
    claimedAt: now.toISOString(),
    closesAt: closesAt.toISOString(),
    remindAt: reminderTime(program, { sentAt: now, closesAt }, timeZone, sendTimes.holidays)?.toISOString(),
    ...(contact.locale === undefined ? {} : { locale: contact.locale }),
  };
}

/** The cooldown counts from the day of the mail: one that goes out on a later day than planned takes it along. */
async function postpone(ports: SendPorts, invitation: Invitation, to: Date): Promise<void> {
  if (utcDay(to) > invitation.notBefore.slice(0, 10)) await ports.postponePerson(invitation, utcDay(to));
}
