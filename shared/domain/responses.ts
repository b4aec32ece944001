import type { Invitation } from "./invitation.ts";
import type { Answer, Attempt } from "./survey-answer.ts";

/** What a person answered, one entry for each time it changed: sending the same thing twice is one version. */
export type ResponseVersion = {
  readonly version: number;
  readonly at: string;
  readonly answers: readonly Answer[];
};

export function versionsOf(attempts: readonly Attempt[]): ResponseVersion[] {
  const versions: ResponseVersion[] = [];
  for (const attempt of attempts) {
    const last = versions.at(-1);
    if (last !== undefined && JSON.stringify(last.answers) === JSON.stringify(attempt.answers)) continue;
    versions.push({ version: versions.length + 1, at: attempt.at, answers: attempt.answers });
  }
  return versions;
}

/** A program's score of one kind: the first question of that kind, or undefined where it was not answered. */
export function scoreOf(answers: readonly Answer[], kind: "nps" | "csat"): number | undefined {
  const value = answers.find((answer) => answer.kind === kind)?.value;
  return typeof value === "number" ? value : undefined;
}

/** The answers that count: per question the newest version's, dated by the first. Undefined without an answer. */
export function countedResponse(
  invitation: Pick<Invitation, "attempts">,
):
  | { readonly answeredAt: string; readonly version: number; readonly answers: readonly Answer[] }
  | undefined {
  const versions = versionsOf(invitation.attempts ?? []);
  const [first] = versions;
  const newest = versions.at(-1);
  if (first === undefined || newest === undefined) return undefined;
  const byQuestion = new Map<string, Answer>();
  for (const { answers } of versions) for (const answer of answers) byQuestion.set(answer.questionId, answer);
  return { answeredAt: first.at, version: newest.version, answers: [...byQuestion.values()] };
}
