import type { Account } from "#shared/domain/accounts/account.ts";
import {
  countedResponse,
  isHuman,
  type ResponseVersion,
  responseWithSuspects,
  scoreOf,
  versionsOf,
} from "#shared/domain/answers/responses.ts";
import { ctasFor } from "#shared/domain/ctas/cta.ts";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import type { BusEvent, EventDetail } from "#shared/events.ts";
import { heardAt } from "./answer-ctas.ts";

/** How an invitation was before a change and how it is after it, as the table's stream tells. */
export type Change = { readonly before: Invitation | undefined; readonly after: Invitation };

/**
 * The versions of the answer that a change made count: newly given, or given before and now confirmed; and one that was
 * told before as a changed answer, if it has become the first. None where only its sending or delivery moved, or where
 * what came is suspect: that waits for a person's answer or somebody's word.
 *
 * A version that is told does not wait out the seconds in which others could make a burst of it: every answer would be
 * followed up so much later for the sake of few. What turns out suspect after it was told leaves the figures, and its
 * call to action is withdrawn or says so (see `doubtsOf`); only what is known to be suspect by then is not told at all.
 *
 * @param current how its invitation is by now, at the latest
 */
export function newVersions(change: Change, current: Invitation): ResponseVersion[] {
  const told = new Set(humanVersions(change.before).map(({ version }) => version));
  return humanVersions(change.after).filter(
    (one) =>
      counts(current, one) &&
      (!told.has(one.version) || isNowFirst(change, one) || isNowOpening(change, one)),
  );
}

/** The version that opens calls to action: the first that counts and has a score. */
export const openingVersion = (invitation: Invitation | undefined): ResponseVersion | undefined =>
  openingOf(humanVersions(invitation));

const openingOf = (versions: readonly ResponseVersion[]): ResponseVersion | undefined =>
  versions.find(({ answers }) => ctasFor(answers).length > 0);

/** Whether a change made this version the first that counts. */
export const isNowFirst = (change: Change, version: ResponseVersion): boolean =>
  isNow(([first]) => first, change, version);

/** Whether a change made this version the one that opens calls to action. */
export const isNowOpening = (change: Change, version: ResponseVersion): boolean =>
  isNow(openingOf, change, version);

function isNow(
  chosen: (versions: readonly ResponseVersion[]) => ResponseVersion | undefined,
  { before, after }: Change,
  { version }: ResponseVersion,
): boolean {
  const was = chosen(humanVersions(before));
  // What was and still is one is not followed by another, not even by an earlier one that is confirmed.
  return !(was !== undefined && counts(after, was)) && chosen(humanVersions(after))?.version === version;
}

/** Whether a version of an invitation's answer is a person's, as far as is known. */
const counts = (invitation: Invitation, { version }: Pick<ResponseVersion, "version">): boolean =>
  humanVersions(invitation).some((one) => one.version === version);

const humanVersions = (invitation: Invitation | undefined): ResponseVersion[] =>
  invitation === undefined ? [] : versionsOf(invitation).filter(isHuman);

/**
 * The days (UTC) whose figures a change touches: its sending's where the funnel moved, its answer's where that did or is
 * judged otherwise, and the day of an attempt that came to nothing, which it leaves for a later one.
 */
export function touchedDays({ before, after }: Change): {
  sent: string | undefined;
  /** The day of its sending, of which no more is to be counted than what became of the mail. */
  reported: string | undefined;
  /** Under these its answer is to be found from now on, and was not so far. */
  newlyAnswered: readonly string[];
  answered: readonly string[];
  left: string | undefined;
} {
  const isMoved = (field: keyof Invitation) => before?.[field] !== after[field];
  const isAnswerMoved = JSON.stringify(before && versionsOf(before)) !== JSON.stringify(versionsOf(after));
  const sentOn = after.claimedAt?.slice(0, 10);
  const wasSentOn = before?.claimedAt?.slice(0, 10);
  const answeredOn = answerDays(after);
  const wasAnsweredOn = answerDays(before);
  const isSent = isAnswerMoved || SENDING_FIELDS.some(isMoved);
  return {
    sent: isSent ? sentOn : undefined,
    reported: !isSent && REPORTED_FIELDS.some(isMoved) ? sentOn : undefined,
    newlyAnswered: answeredOn.filter((day) => !wasAnsweredOn.includes(day)),
    answered: isAnswerMoved ? [...new Set([...wasAnsweredOn, ...answeredOn])] : [],
    left: wasSentOn === sentOn ? undefined : wasSentOn,
  };
}

/** The days that its answer is dated: by what counts, and by all that was posted, suspects included. */
function answerDays(invitation: Invitation | undefined): string[] {
  if (invitation === undefined) return [];
  const responses = [countedResponse(invitation), responseWithSuspects(invitation)];
  return [...new Set(responses.flatMap((response) => response?.answeredAt.slice(0, 10) ?? []))];
}

const SENDING_FIELDS = ["claimedAt", "sentAt", "status"] as const;

/** What a mail is said to have come to, time and again, and by whoever handles it. */
const REPORTED_FIELDS = [
  "deliveredAt",
  "openedAt",
  "clickedAt",
  "bouncedAt",
  "complainedAt",
  "unsubscribedAt",
] as const;

export function invitationSent({ before, after }: Change): BusEvent[] {
  if (after.sentAt === undefined || before?.sentAt !== undefined) return [];
  const { invitationId, programId, accountId, contactId, sentAt } = after;
  return [
    {
      type: "Invitation Sent",
      detail: {
        version: 1,
        id: `invitation-sent-${invitationId}`,
        occurredAt: sentAt,
        invitationId,
        programId,
        accountId,
        contactId,
        sentAt,
      },
    },
  ];
}

export function responseReceived(
  invitation: Invitation,
  account: Account | undefined,
  version: ResponseVersion,
  { answers, isFirst }: Pick<EventDetail<"Response Received">, "answers" | "isFirst">,
): BusEvent {
  const { invitationId, programId, programVersion, accountId, contactId } = invitation;
  const answeredAt = countedResponse(invitation)?.answeredAt ?? version.at;
  return {
    type: "Response Received",
    detail: {
      version: 1,
      id: `response-received-${invitationId}-${version.version}`,
      occurredAt: heardAt(version),
      responseId: invitationId,
      invitationId,
      programId,
      programVersion,
      accountId,
      accountName: account?.name ?? null,
      segment: account?.segment ?? null,
      contactId,
      answeredAt,
      responseVersion: version.version,
      isFirst,
      nps: scoreOf(version.answers, "nps") ?? null,
      csat: scoreOf(version.answers, "csat") ?? null,
      answers,
    },
  };
}
