import * as z from "zod/mini";
import { Attempt } from "../answers/attempt.ts";
import { CallBack } from "../answers/call-back.ts";
import { countedResponse } from "../answers/responses.ts";

/**
 * The one reminder of a survey that stays unanswered: `sending`, `sent`, `unknown` and `refused` as of the invitation;
 * `withdrawn` where something spoke against it when its time came.
 */
export const Reminder = z.object({
  status: z.enum(["sending", "sent", "unknown", "refused", "withdrawn"]),
  /** When it was claimed; of one that never was, when it was withdrawn. */
  at: z.string(),
  attemptId: z.optional(z.string()),
  leaseUntil: z.optional(z.string()),
  reason: z.optional(z.string()),
  sentAt: z.optional(z.string()),
  messageId: z.optional(z.string()),
  bouncedAt: z.optional(z.string()),
  rejectedAt: z.optional(z.string()),
});
export type Reminder = z.infer<typeof Reminder>;

/**
 * One survey to one contact in one cycle: its sending, what became of the mail, and what was answered.
 *
 * `selected` waits for its send window, `queued` for the sender, `sending` is claimed by one attempt.
 * `sent` has SES's message id; `unknown` may or may not have gone out and is settled by SES's events;
 * `refused` was turned down by SES for good; `withdrawn` was no longer eligible at the moment of sending.
 */
export const Invitation = z.object({
  type: z.literal("invitation"),
  version: z.literal(1),
  invitationId: z.string(),
  programId: z.string(),
  programVersion: z.number(),
  accountId: z.string(),
  contactId: z.string(),
  personHash: z.string(),
  cycle: z.string(),
  status: z.enum(["selected", "queued", "sending", "sent", "unknown", "refused", "withdrawn"]),
  selectedAt: z.string(),
  /** The send window's opening: not sent before. */
  notBefore: z.string(),
  /** Not sent after: what asks about a moment is asked soon, or not at all. */
  dropAt: z.optional(z.string()),
  /** How often in a row SES wanted no mail, and since when this one could have gone out. */
  deferred: z.optional(z.object({ times: z.number(), since: z.string() })),
  /** The rule, and SES's or our reason, for `refused` and `withdrawn`. */
  reason: z.optional(z.string()),
  attempt: z.optional(z.object({ attemptId: z.string(), at: z.string(), leaseUntil: z.string() })),
  /** SHA-256 of the link token, hex; set with the first claim. */
  tokenHash: z.optional(z.string()),
  /** The same of the token that unsubscribes. */
  unsubscribeHash: z.optional(z.string()),
  /** Names the key the token was derived under, so that a reminder carries the same link. */
  keyId: z.optional(z.string()),
  /** The contact's language, as far as known when it was sent. */
  locale: z.optional(z.string()),
  /** The account as it was when the survey was sent; see AccountSnapshot. */
  account: z.optional(z.record(z.string(), z.unknown())),
  claimedAt: z.optional(z.string()),
  sentAt: z.optional(z.string()),
  messageId: z.optional(z.string()),
  /** After this no answer is taken. */
  closesAt: z.optional(z.string()),
  /** When somebody who stays silent is to be reminded; absent where nobody is. */
  remindAt: z.optional(z.string()),
  reminder: z.optional(Reminder),
  deliveredAt: z.optional(z.string()),
  openedAt: z.optional(z.string()),
  clickedAt: z.optional(z.string()),
  bouncedAt: z.optional(z.string()),
  bounceType: z.optional(z.string()),
  complainedAt: z.optional(z.string()),
  unsubscribedAt: z.optional(z.string()),
  rejectedAt: z.optional(z.string()),
  withdrawnAt: z.optional(z.string()),
  /** Earlier selections of the same cycle that were withdrawn unsent. */
  withdrawals: z.optional(
    z.array(z.object({ selectedAt: z.string(), at: z.string(), reason: z.optional(z.string()) })),
  ),
  refusedAt: z.optional(z.string()),
  /** Its program's version is anonymous: it has no attempts, and neither opening nor fetching is noted. */
  anonymous: z.optional(z.literal(true)),
  /** SES does not note when this one's mails are opened. */
  isOpenUntracked: z.optional(z.literal(true)),
  /** Another tool's, taken over with its answer: see ImportedResponse. Never stored. */
  imported: z.optional(z.literal(true)),
  /** What that tool calls it. */
  surveyId: z.optional(z.string()),
  attempts: z.optional(z.array(Attempt)),
  callBack: z.optional(CallBack),
});
export type Invitation = z.infer<typeof Invitation>;

/** Whether its mail went out, as far as is known: whatever only a mail that went out can cause proves it. */
export function wasSent(invitation: Invitation): boolean {
  const { sentAt, deliveredAt, openedAt, clickedAt, bouncedAt, complainedAt, unsubscribedAt } = invitation;
  const proofs = [sentAt, deliveredAt, openedAt, clickedAt, bouncedAt, complainedAt, unsubscribedAt];
  return proofs.some((at) => at !== undefined) || (invitation.attempts ?? []).length > 0;
}

/** When the survey closes, of one that was sent and that no person has answered, as far as is known; undefined of any other. */
function silentUntil(invitation: Invitation): string | undefined {
  const isAnswered = countedResponse(invitation) !== undefined;
  return wasSent(invitation) && !isAnswered ? invitation.closesAt : undefined;
}

/**
 * Whether its survey had closed, by a moment, without an answer. Time alone brings that about, so it is worked out when
 * asked and never stored. One that bounced, or whose contact unsubscribed, expires too: its link took answers until then.
 */
export function isExpired(invitation: Invitation, now: Date): boolean {
  // Nobody can tell whether an anonymous one was answered.
  if (invitation.anonymous) return false;
  const closesAt = silentUntil(invitation);
  return closesAt !== undefined && closesAt < now.toISOString();
}

/** What is never shown of an anonymous invitation: it would say who opened, who answered and who did not. */
const UNTOLD = ["opened", "clicked", "answered", "expired"];

/** What had happened to an invitation by a moment, oldest first, from the times it carries. */
export function historyOf(invitation: Invitation, now: Date): { at: string; type: string }[] {
  const { reminder } = invitation;
  const times: [string, string | undefined][] = [
    ...(invitation.withdrawals ?? []).flatMap(({ selectedAt, at }): [string, string][] => [
      ["selected", selectedAt],
      ["withdrawn", at],
    ]),
    // Who chose an imported one, and when, is not known.
    ["selected", invitation.imported ? undefined : invitation.selectedAt],
    ["sent", invitation.sentAt],
    ["delivered", invitation.deliveredAt],
    ["opened", invitation.openedAt],
    ["clicked", invitation.clickedAt],
    ["answered", countedResponse(invitation)?.answeredAt],
    ["call-back-asked", invitation.callBack?.at],
    ["bounced", invitation.bouncedAt],
    ["complained", invitation.complainedAt],
    ["unsubscribed", invitation.unsubscribedAt],
    ["expired", isExpired(invitation, now) ? invitation.closesAt : undefined],
    ["rejected", invitation.rejectedAt],
    ["refused", invitation.refusedAt],
    ["withdrawn", invitation.withdrawnAt],
    ["reminded", reminder?.sentAt],
    ["reminder-bounced", reminder?.bouncedAt],
    ["reminder-rejected", reminder?.rejectedAt],
    ["reminder-refused", reminder?.status === "refused" ? reminder.at : undefined],
    ["reminder-withdrawn", reminder?.status === "withdrawn" ? reminder.at : undefined],
  ];
  return times
    .flatMap(([type, at]) => (at === undefined ? [] : [{ at, type }]))
    .filter(({ type }) => !invitation.anonymous || !UNTOLD.includes(type))
    .sort((a, b) => a.at.localeCompare(b.at));
}
