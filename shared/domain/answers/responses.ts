import type { Invitation } from "../sending/invitation.ts";
import type { Attempt } from "./attempt.ts";
import type { Answer } from "./survey-answer.ts";
import { type SuspectReason, suspicionsOf } from "./suspicion.ts";

type Answered = Pick<Invitation, "attempts" | "deliveredAt">;

/**
 * What a person answered, one entry for each time it changed: sending the same thing twice is one version. Its number
 * stays, however it is judged.
 */
export type ResponseVersion = {
  readonly version: number;
  /** When it was posted, by a person where one did. */
  readonly at: string;
  readonly answers: readonly Answer[];
  /** Questions whose earlier answers it took away; absent where it took none. */
  readonly cleared?: readonly string[] | undefined;
  /** Why it may not be a person's; empty of one that counts. */
  readonly suspect: readonly SuspectReason[];
  /** When somebody vouched for it; absent where nothing had to be said for it. */
  readonly confirmedAt?: string;
};

export const versionsOf = (invitation: Answered): ResponseVersion[] =>
  versionsFrom(invitation.attempts ?? [], suspicionsOf(invitation));

function versionsFrom(
  attempts: readonly Attempt[],
  suspicions: readonly (readonly SuspectReason[])[],
): ResponseVersion[] {
  const versions: ResponseVersion[] = [];
  for (const [i, { at, answers, cleared, confirmed }] of attempts.entries()) {
    const suspect = suspicions[i] ?? [];
    const last = versions.at(-1);
    const isRepeated = last !== undefined && saidIn(last) === saidIn({ answers, cleared });
    const version = isRepeated ? last.version : versions.length + 1;
    const judged = {
      version,
      at,
      answers,
      ...(cleared && { cleared }),
      suspect,
      ...(confirmed && { confirmedAt: confirmed.at }),
    };
    if (!isRepeated) versions.push(judged);
    // What a scanner posted first and a person after it is the person's.
    else if (last.suspect.length > 0)
      versions[versions.length - 1] =
        suspect.length === 0
          ? judged
          : { ...last, suspect: [...new Set([...last.suspect, ...suspect])].sort() };
  }
  return versions;
}

/** The table gives an answer's fields back in an order of its own. */
const saidIn = ({ answers, cleared = [] }: Pick<ResponseVersion, "answers" | "cleared">): string =>
  JSON.stringify([answers.map(({ questionId, value }) => [questionId, value]), cleared]);

export const isHuman = ({ suspect }: Pick<ResponseVersion, "suspect">): boolean => suspect.length === 0;

/** A program's score of one kind: its first question's of that kind; undefined where that was not answered. */
export function scoreOf(answers: readonly Answer[], kind: "nps" | "csat"): number | undefined {
  const value = answers.find((answer) => answer.kind === kind && !answer.isBeside)?.value;
  return typeof value === "number" ? value : undefined;
}

export type CountedResponse = {
  readonly answeredAt: string;
  readonly version: number;
  readonly answers: readonly Answer[];
};

/**
 * The answers that count: per question the newest version's that is not suspect, dated by the first such. Undefined
 * without one.
 */
export const countedResponse = (invitation: Answered): CountedResponse | undefined =>
  newestOf(versionsOf(invitation).filter(isHuman));

/** The same as though nothing were suspect. */
export const responseWithSuspects = ({ attempts = [] }: Answered): CountedResponse | undefined =>
  newestOf(versionsFrom(attempts, []));

function newestOf(versions: readonly ResponseVersion[]): CountedResponse | undefined {
  const [first] = versions;
  const newest = versions.at(-1);
  if (first === undefined || newest === undefined) return undefined;
  const byQuestion = new Map<string, Answer>();
  for (const { answers, cleared = [] } of versions) {
    for (const questionId of cleared) byQuestion.delete(questionId);
    for (const answer of answers) byQuestion.set(answer.questionId, answer);
  }
  return { answeredAt: first.at, version: newest.version, answers: [...byQuestion.values()] };
}

/**
 * What a further attempt adds to those of a survey that has many: a person's version, nothing where it repeats the last
 * one, or what there is no room for, as it is suspect or a person's versions are `most` already.
 */
export function whatItAdds(
  invitation: Answered,
  attempt: Attempt,
  most: number,
): "a-version" | "nothing" | "too-much" {
  const attempts = [...(invitation.attempts ?? []), attempt];
  const versions = versionsOf({ ...invitation, attempts });
  if (suspicionsOf({ ...invitation, attempts }).at(-1)?.length !== 0) return "too-much";
  if (versions.length === versionsOf(invitation).length) return "nothing";
  return versions.filter(isHuman).length > most ? "too-much" : "a-version";
}
