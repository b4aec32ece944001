import { type AnonymousAnswer, type AnswerGroup, groupsOf } from "#shared/domain/answers/anonymous-answer.ts";

export type ReleasePorts = {
  waitingAnswers(): Promise<readonly AnonymousAnswer[]>;
  releaseGroup(group: AnswerGroup): Promise<"released" | "overtaken">;
};

/** More wait for the next round: the days' figures have to be worked out in this one, too. */
const GROUPS_PER_ROUND = 500;

/**
 * Lets the anonymous answers come to light whose group is complete. Two rounds at once make the same groups, and one of
 * them releases each; one that dies between two groups has left nothing half done.
 *
 * @returns the day of each group that this round released
 */
export const releaseAnswers =
  (ports: ReleasePorts) => async (): Promise<{ readonly programId: string; readonly day: string }[]> => {
    const released: { programId: string; day: string }[] = [];
    for (const group of groupsOf(await ports.waitingAnswers()).slice(0, GROUPS_PER_ROUND)) {
      const { day, programId } = group;
      if ((await ports.releaseGroup(group)) === "released") released.push({ programId, day });
    }
    return released;
  };
