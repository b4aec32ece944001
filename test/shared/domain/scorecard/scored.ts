import type { Attempt } from "#shared/domain/answers/attempt.ts";
import { type ManualScore, type Reading, readingOf } from "#shared/domain/scorecard/score-entries.ts";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import { invitationId } from "#shared/domain/sending/invitation-id.ts";
import { anInvitation } from "../../../builders.ts";

type Scored = {
  readonly at?: string;
  readonly nps?: number;
  readonly csat?: number;
  readonly comment?: string;
  readonly hiddenField?: boolean;
};

let attempts = 0;
/** A post of a survey; what is not scored was not answered. */
export const anAttempt = ({ at = "2026-12-02T10:00:00.000Z", hiddenField, ...of }: Scored = {}): Attempt => ({
  attemptId: `attempt-${++attempts}`,
  at,
  answers: [
    ...(of.nps === undefined ? [] : [{ questionId: "nps", kind: "nps" as const, value: of.nps }]),
    ...(of.csat === undefined ? [] : [{ questionId: "csat", kind: "csat" as const, value: of.csat }]),
    ...(of.comment === undefined
      ? []
      : [{ questionId: "comment", kind: "text" as const, value: of.comment }]),
  ],
  ...(hiddenField && { hiddenField }),
});

/** An invitation under its own id, answered by these posts. */
export function anAnswered(over: Partial<Invitation>, ...posts: readonly Scored[]): Invitation {
  const { invitationId: _, ...rest } = anInvitation({ attempts: posts.map(anAttempt), ...over });
  return { ...rest, invitationId: invitationId(rest) };
}

/** The reading of one cycle in which these answered, each another contact. */
export function aReading(over: Partial<Invitation>, ...posts: readonly Scored[]): Reading {
  const answered = posts.map((post, i) => anAnswered({ contactId: `con-${i}`, ...over }, post));
  return readingOf(anInvitation(over), answered);
}

export const aManualScore = (over: Partial<ManualScore> = {}): ManualScore => ({
  type: "manual-score",
  version: 1,
  accountId: "acc-1",
  measure: "nps",
  value: 40,
  date: "2026-12-03T10:00:00.000Z",
  at: "2026-12-03T10:00:00.000Z",
  by: "ana@vendor.example",
  note: "Said so at the quarterly review",
  ...over,
});
