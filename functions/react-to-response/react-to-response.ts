import type { Account } from "#shared/domain/accounts/account.ts";
import type { ResponseVersion } from "#shared/domain/answers/responses.ts";
import { type Cta, ctaOpened } from "#shared/domain/ctas/cta.ts";
import { asOpened } from "#shared/domain/ctas/cta-join.ts";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import type { BusEvent } from "#shared/events.ts";
import type { Settings } from "#shared/settings.ts";
import { followUpsOf, heardAt } from "./answer-ctas.ts";
import { callBack } from "./call-back.ts";
import { answerNote, bandNotes, type CtaNote, doubtsOf, heardNote, scoresIn } from "./cta-notes.ts";
import {
  type Change,
  invitationSent,
  isNowFirst,
  isNowOpening,
  newVersions,
  responseReceived,
  touchedDays,
} from "./reactions.ts";
import { toldAnswers, type VersionPort } from "./told-answers.ts";

export type ReactPorts = VersionPort & {
  account(accountId: string): Promise<Account | undefined>;
  /** As it is now. */
  invitation(invitationId: string): Promise<Invitation | undefined>;
  openOrJoinCta(cta: Cta): Promise<{ readonly kind: "opened" | "joined"; readonly cta: Cta }>;
  /** Keeps an answer, as the call to action that it does not open, for its owner's next digest. */
  keepForDigest(cta: Cta): Promise<void>;
  /** Takes out again what was kept of an answer given by then. */
  dropFromDigest(of: DigestPlace, givenBy: string): Promise<void>;
  /** As it is now, whatever it joined. */
  cta(ctaId: string): Promise<Cta | undefined>;
  noteOnCta(note: CtaNote): Promise<void>;
  /** Notes on what an account's silence before its renewal opened, if that is open, that it is over. */
  noteOnSilence(of: Invitation, note: CtaNote["note"]): Promise<void>;
  /** Withdraws what nobody has worked yet, and notes it on any other. */
  withdrawCta(doubt: CtaNote): Promise<void>;
  /** Opens what was withdrawn again, as the answer asks, and notes the answer on any other. */
  takeUpCta(cta: Cta, answer: CtaNote): Promise<void>;
  /** Lists the invitation under the day of its sending or of its answer. */
  listUnderDay(kind: "SENT" | "ANSWERED", day: string, invitation: Invitation): Promise<void>;
  publish(events: readonly BusEvent[]): Promise<void>;
  readonly settings: Settings;
};

type DigestPlace = { readonly invitationId: string; readonly kind: "negative" | "positive" };

/**
 * How many events went out, and the days of the program whose figures are to be worked out again: as soon as may be, and
 * within the hour.
 */
export type Reaction = {
  readonly published: number;
  readonly days: readonly string[];
  readonly daysWithinTheHour: readonly string[];
};

/**
 * What follows from one change of an invitation: its days' figures are to be worked out again, a new answer is told
 * on the bus, and the first that counts opens its calls to action. Everything is named after the answer, so that a change
 * delivered again does it again without doing more.
 */
export const reactToResponse =
  (ports: ReactPorts) =>
  async (change: Change): Promise<Reaction> => {
    const { before, after } = change;
    const { sent, reported, newlyAnswered, answered, left } = touchedDays(change);
    if (sent !== undefined && before?.claimedAt !== after.claimedAt)
      await ports.listUnderDay("SENT", sent, after);
    for (const day of newlyAnswered) await ports.listUnderDay("ANSWERED", day, after);

    const events = invitationSent(change);
    events.push(...(await answersToTell(ports, change)));
    for (const { isGroundless, ...doubt } of doubtsOf(change)) {
      if (isGroundless) {
        await ports.withdrawCta(doubt);
        await ports.dropFromDigest({ invitationId: after.invitationId, kind: doubt.cta.kind }, doubt.note.at);
      } else await ports.noteOnCta(doubt);
    }
    if (after.callBack !== undefined && before?.callBack === undefined) {
      const heard = { at: after.callBack.at, what: "asked to be called back" };
      await ports.noteOnSilence(after, heardNote(after, heard));
    }
    events.push(...(await callBack(ports, change)));
    for (const note of bandNotes(change)) await ports.noteOnCta(note);
    if (events.length > 0) await ports.publish(events);
    return {
      published: events.length,
      days: [sent, ...answered, left].filter((day) => day !== undefined),
      daysWithinTheHour: reported === undefined ? [] : [reported],
    };
  };

async function answersToTell(ports: ReactPorts, change: Change): Promise<BusEvent[]> {
  const { after } = change;
  if (newVersions(change, after).length === 0) return [];
  const versions = newVersions(change, (await ports.invitation(after.invitationId)) ?? after);
  const account = versions.length === 0 ? undefined : await ports.account(after.accountId);
  const events: BusEvent[] = [];
  for (const version of versions) events.push(...(await tell(ports, change, account, version)));
  return events;
}

async function tell(
  ports: ReactPorts,
  change: Change,
  account: Account | undefined,
  version: ResponseVersion,
): Promise<BusEvent[]> {
  const invitation = change.after;
  const answers = await toldAnswers(ports, invitation, version.answers);
  const isFirst = isNowFirst(change, version);
  if (isFirst) {
    const heard = { at: heardAt(version), what: scoresIn(version.answers) };
    await ports.noteOnSilence(invitation, heardNote(invitation, heard));
  }
  const events = [responseReceived(invitation, account, version, { answers, isFirst })];
  if (!isNowOpening(change, version)) return events;
  const program = await ports.program(invitation.programId, invitation.programVersion);
  for (const { action, cta } of followUpsOf(invitation, { account, program }, version, ports.settings)) {
    if (action === "digest") {
      await ports.keepForDigest(cta);
      continue;
    }
    const outcome = await ports.openOrJoinCta(cta);
    if (outcome.kind === "opened" && outcome.cta.openedAt !== cta.openedAt)
      await ports.takeUpCta(cta, answerNote(outcome.cta, version));
    else if (outcome.kind === "opened") events.push(ctaOpened(asOpened(outcome.cta, cta)));
  }
  return events;
}
