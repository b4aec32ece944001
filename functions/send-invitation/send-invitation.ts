import { snapshotOf } from "#shared/domain/account.ts";
import type { Contact } from "#shared/domain/contact.ts";
import { utcDay } from "#shared/domain/days.ts";
import type { Invitation } from "#shared/domain/invitation.ts";
import { linkToken, tokenHashOf } from "#shared/domain/link-token.ts";
import type { SendJob } from "#shared/dynamodb/sending.ts";
import type { SendPorts } from "./ports.ts";
import { type Standing, standingOf } from "./standing.ts";

export type SendOutcome =
  | {
      readonly kind: "sent" | "unknown" | "rejected";
      readonly invitationId: string;
      readonly reason?: string;
    }
  | { readonly kind: "withdrawn" | "deferred"; readonly invitationId: string; readonly reason: string }
  /** Another attempt holds it, or it is past sending: nothing was done. */
  | { readonly kind: "not-ours"; readonly invitationId: string; readonly reason: string }
  /** Another attempt is at it at this moment: ask again when its lease is over. */
  | { readonly kind: "busy"; readonly invitationId: string };

/** How long one attempt may take before it is taken for dead: longer than the function may run. */
export const LEASE_SECONDS = 120;
const RETRY_SECONDS = 60;
const UNSENT = ["selected", "queued"] as const;

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
    // Whoever withdrew it may have died before the slot was given back.
    if (invitation.status === "withdrawn") await ports.releasePerson(invitation);
    if (invitation.status !== "selected" && invitation.status !== "queued") {
      return { kind: "not-ours", invitationId, reason: invitation.status };
    }
    const standing = await standingOf(ports, ready, now);
    if (standing.kind === "barred") return await withdraw(ports, invitation, standing.reason, now);
    if (standing.kind === "window-closed") {
      await postpone(ports, invitation, standing.opensAt);
      await ports.putBack(invitation, UNSENT, standing.opensAt);
      return { kind: "deferred", invitationId, reason: "send-window-closed" };
    }
    const readdressed = await readdress(ports, invitation, standing.contact, now);
    if (readdressed === undefined) return await withdraw(ports, invitation, "contacted-recently", now);
    return await claimAndSend(ports, readdressed, standing, now);
  };

/** Somebody began to send this: still at it, or died and left nobody knowing whether the mail went out. */
async function lookAtClaim(ports: SendPorts, invitation: Invitation, now: Date): Promise<SendOutcome> {
  const { invitationId, attempt } = invitation;
  if (attempt !== undefined && attempt.leaseUntil > now.toISOString()) return { kind: "busy", invitationId };
  await ports.move(
    invitationId,
    ["sending"],
    { status: "unknown", reason: "sender-died" },
    attempt?.attemptId,
  );
  return { kind: "unknown", invitationId, reason: "sender-died" };
}

async function withdraw(
  ports: SendPorts,
  invitation: Invitation,
  reason: string,
  now: Date,
): Promise<SendOutcome> {
  const { invitationId } = invitation;
  const set = { status: "withdrawn", reason, withdrawnAt: now.toISOString() } as const;
  if (await ports.move(invitationId, UNSENT, set)) await ports.releasePerson(invitation);
  return { kind: "withdrawn", invitationId, reason };
}

/**
 * The invitation in the name of whoever the contact's address is now: it may have changed since selection, and the
 * cooldown is a person's. Undefined where that person is asked by another invitation within the cooldown.
 */
async function readdress(
  ports: SendPorts,
  invitation: Invitation,
  contact: Contact,
  now: Date,
): Promise<Invitation | undefined> {
  const personHash = ports.personHash(contact.email);
  if (personHash === invitation.personHash) return invitation;
  if (!(await ports.claimPerson(personHash, invitation, utcDay(now)))) return undefined;
  await ports.releasePerson(invitation);
  return { ...invitation, personHash };
}

async function claimAndSend(
  ports: SendPorts,
  invitation: Invitation,
  { account, contact, program }: Extract<Standing, { kind: "may-send" }>,
  now: Date,
): Promise<SendOutcome> {
  const { invitationId } = invitation;
  await postpone(ports, invitation, now);
  const token = linkToken(invitationId, ports.linkKey.key);
  const letter = await ports.compose({ invitationId, contact, program, token, at: now });
  const attemptId = ports.newAttemptId();
  const isClaimed = await ports.move(invitationId, UNSENT, {
    status: "sending",
    personHash: invitation.personHash,
    attempt: { attemptId, at: now.toISOString(), leaseUntil: secondsAfter(now, LEASE_SECONDS).toISOString() },
    tokenHash: tokenHashOf(token),
    keyId: ports.linkKey.id,
    account: snapshotOf(account),
    claimedAt: now.toISOString(),
    closesAt: secondsAfter(now, program.closesAfterDays * 86_400).toISOString(),
    ...(contact.locale === undefined ? {} : { locale: contact.locale }),
  });
  if (!isClaimed) return { kind: "not-ours", invitationId, reason: "claimed-by-another" };

  const reply = await ports.send(letter);
  switch (reply.kind) {
    case "accepted": {
      const sent = { status: "sent", sentAt: now.toISOString(), messageId: reply.messageId } as const;
      // SES's events may have settled it first; they say the same.
      await ports.move(invitationId, ["sending", "sent"], sent, attemptId);
      return { kind: "sent", invitationId };
    }
    case "rejected": {
      const refused = { status: "refused", reason: reply.reason, refusedAt: now.toISOString() } as const;
      await ports.move(invitationId, ["sending"], refused, attemptId);
      return { kind: "rejected", invitationId, reason: reply.reason };
    }
    case "not-now":
      await postpone(ports, invitation, secondsAfter(now, RETRY_SECONDS));
      await ports.putBack(invitation, ["sending"], secondsAfter(now, RETRY_SECONDS), attemptId);
      return { kind: "deferred", invitationId, reason: reply.reason };
    case "unknown":
      await ports.move(invitationId, ["sending"], { status: "unknown", reason: reply.reason }, attemptId);
      return { kind: "unknown", invitationId, reason: reply.reason };
  }
}

/** The cooldown counts from the day of the mail: one that goes out on a later day than planned takes it along. */
async function postpone(ports: SendPorts, invitation: Invitation, to: Date): Promise<void> {
  if (utcDay(to) > invitation.notBefore.slice(0, 10)) await ports.postponePerson(invitation, utcDay(to));
}

const secondsAfter = (at: Date, seconds: number): Date => new Date(at.getTime() + seconds * 1000);
