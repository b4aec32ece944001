import { createHash } from "node:crypto";
import type { Day } from "../accounts/account.ts";
import type { Answer } from "./survey-answer.ts";
import type { SuspectReason } from "./suspicion.ts";

/**
 * An answer that is nobody's: all that is ever kept of it. No time but the day, and no id of anything that leads to who
 * gave it; its own is random.
 */
export type AnonymousAnswer = {
  readonly answerId: string;
  readonly programId: string;
  readonly programVersion: number;
  /** The UTC day on which it was given; of one that was released, the newest of its group. */
  readonly day: Day;
  /** Absent where the account's is unknown. */
  readonly segment?: string | undefined;
  readonly answers: readonly Answer[];
  /** Why it may not be a person's, as far as it was known when it came. */
  readonly suspect: readonly SuspectReason[];
};

/** So many come to light at once, and never fewer: whose each is among them, nobody can tell. */
export const GROUP_SIZE = 5;

/** Answers that are released together. */
export type AnswerGroup = {
  readonly programId: string;
  readonly day: Day;
  readonly answers: readonly AnonymousAnswer[];
};

/**
 * Which of the waiting answers are released, the oldest days first: groups of five that nothing sets apart, neither
 * program, version nor segment, nor whether they are suspect. All are dated by the newest day of their group, so that no
 * range of days and no difference of two holds a part of a group. Fewer than five wait on, for good if no more come.
 */
export function groupsOf(waiting: readonly AnonymousAnswer[]): AnswerGroup[] {
  const alike = Map.groupBy(waiting, ({ programId, programVersion, segment, suspect }) =>
    JSON.stringify([programId, programVersion, segment ?? null, suspect.length > 0]),
  );
  return [...alike.values()].flatMap((answers) => {
    const inTurn = answers.toSorted((a, b) => compare(a.day, b.day) || compare(a.answerId, b.answerId));
    const count = Math.floor(inTurn.length / GROUP_SIZE);
    return Array.from({ length: count }, (_, n) =>
      groupOf(inTurn.slice(n * GROUP_SIZE, (n + 1) * GROUP_SIZE)),
    );
  });
}

/** In the order of their random ids, which says nothing of theirs. */
function groupOf(answers: readonly AnonymousAnswer[]): AnswerGroup {
  const day =
    answers
      .map((one) => one.day)
      .toSorted(compare)
      .at(-1) ?? "";
  const released = answers.map((one) => ({ ...one, day }));
  return {
    programId: answers[0]?.programId ?? "",
    day,
    answers: released.toSorted((a, b) => compare(a.answerId, b.answerId)),
  };
}

const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

/** When a released answer is said to have been given: its day, and no time of it. */
export const datedAt = ({ day }: Pick<AnonymousAnswer, "day">): string => `${day}T00:00:00.000Z`;

/** The segment that an anonymous answer keeps of its account. */
export function segmentIn(account: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const segment = account?.segment;
  return typeof segment === "string" && segment !== "" ? segment : undefined;
}

/**
 * What is kept of a link once an anonymous answer was given by it. Whose link it was, only somebody can tell who has the
 * token, and that is not kept.
 */
export const spentMarkOf = (token: string): string =>
  createHash("sha256").update(`spent:${token}`).digest("hex");
