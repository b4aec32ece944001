import {
  countedResponse,
  isHuman,
  type ResponseVersion,
  scoreOf,
  versionsOf,
} from "#shared/domain/answers/responses.ts";
import type { Answer } from "#shared/domain/answers/survey-answer.ts";
import { type Cta, csatBand, ctasFor, npsBand } from "#shared/domain/ctas/cta.ts";
import { OURSELVES } from "#shared/domain/ctas/cta-history.ts";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import { ctaId, heardAt } from "./answer-ctas.ts";
import { type Change, openingVersion } from "./reactions.ts";

/** What is to be noted on a call to action, which is found by its id or, where its answer joined another, by its place. */
export type CtaNote = {
  readonly cta: Pick<Cta, "ctaId" | "accountId" | "program" | "kind">;
  readonly note: Cta["notes"][number];
};

/** That an answer which was followed up has become suspect. */
export type Doubt = CtaNote & {
  readonly cta: { readonly kind: "negative" | "positive" };
  /** No other version that counts asks for its call to action. */
  readonly isGroundless: boolean;
};

export function doubtsOf({ before, after }: Change): Doubt[] {
  const opening = openingVersion(before);
  const now = versionsOf(after).find(({ version }) => version === opening?.version);
  if (opening === undefined || now === undefined || isHuman(now)) return [];
  const at = after.attempts?.at(-1)?.at ?? now.at;
  const why = now.suspect.join(", ");
  const asked = new Set<Cta["kind"]>(ctasFor(openingVersion(after)?.answers ?? []).map(({ kind }) => kind));
  return onCtasOf(after, opening, {
    at,
    text: `Answer ${now.version} may not be a person's (${why}): it is left out of figures until somebody confirms it or answers again.`,
  }).map(({ cta, note }) => ({ cta, note, isGroundless: !asked.has(cta.kind) }));
}

/** That a changed answer now is in another band: nothing is taken back for it, and no second opened. */
export function bandNotes({ before, after }: Change): CtaNote[] {
  const opening = openingVersion(before);
  const was = before && countedResponse(before);
  const now = countedResponse(after);
  if (opening === undefined || was === undefined || now === undefined) return [];
  if (JSON.stringify(ctasFor(was.answers)) === JSON.stringify(ctasFor(now.answers))) return [];
  const version = versionsOf(after).find((one) => one.version === now.version);
  return onCtasOf(after, opening, {
    at: version === undefined ? now.answeredAt : heardAt(version),
    text: `The answer changed: ${scoresIn(now.answers)}; before, ${scoresIn(was.answers)}.`,
  });
}

/** That a person has answered since what opened this call to action, which was suspect, or that it was one after all. */
export function answerNote(cta: Cta, version: ResponseVersion): CtaNote {
  const scores = scoresIn(version.answers);
  const text =
    version.confirmedAt === undefined
      ? `Answered by a person: ${scores}. What opened this was suspect.`
      : `Confirmed as a person's: ${scores}.`;
  return { cta, note: { at: heardAt(version), by: OURSELVES, text } };
}

/** That a silent account was heard: what stands on the call to action of its silence. */
export const heardNote = (
  { contactId, programId }: Invitation,
  { at, what }: { readonly at: string; readonly what: string },
): Cta["notes"][number] => ({
  at,
  by: OURSELVES,
  text: `Answered since: ${contactId}, to ${programId}: ${what}.`,
  kind: "answered",
});

const onCtasOf = (
  invitation: Invitation,
  opening: ResponseVersion,
  note: { readonly at: string; readonly text: string },
) =>
  ctasFor(opening.answers).map((asked) => ({
    cta: {
      ctaId: ctaId(invitation, asked),
      accountId: invitation.accountId,
      program: invitation.programId,
      kind: asked.kind,
    },
    note: { ...note, by: OURSELVES },
  }));

export function scoresIn(answers: readonly Answer[]): string {
  const nps = scoreOf(answers, "nps");
  const csat = scoreOf(answers, "csat");
  const said = [
    ...(nps === undefined ? [] : [`NPS ${nps} (${npsBand(nps)})`]),
    ...(csat === undefined ? [] : [`CSAT ${csat} (${csatBand(csat)})`]),
  ];
  return said.length === 0 ? "no score" : said.join(", ");
}
