import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AnonymousAnswer, GROUP_SIZE, groupsOf } from "#shared/domain/answers/anonymous-answer.ts";

const someAnswer: fc.Arbitrary<Omit<AnonymousAnswer, "answerId">> = fc.record({
  programId: fc.constantFrom("pulse", "pulse", "other"),
  programVersion: fc.constantFrom(1, 1, 1, 2),
  day: fc.constantFrom("2026-11-30", "2026-12-01", "2026-12-02"),
  segment: fc.constantFrom(undefined, "scale"),
  answers: fc.constant([]),
  suspect: fc.constantFrom<AnonymousAnswer["suspect"]>([], ["too-fast"], ["hidden-field"]),
});
const someWaiting = fc
  .array(someAnswer, { minLength: 20, maxLength: 120, size: "max" })
  .map((answers) =>
    answers.map((answer, i): AnonymousAnswer => ({ ...answer, answerId: `id-${(i * 7919) % 10_007}` })),
  );
const check = (holds: (waiting: AnonymousAnswer[]) => void) =>
  fc.assert(fc.property(someWaiting, holds), { seed: 20261206, numRuns: 100 });

describe("groups of anonymous answers", () => {
  it("are five that nothing sets apart, all dated by their newest day, in the order of their random ids", () => {
    check((waiting) => {
      const dayOf = new Map(waiting.map(({ answerId, day }) => [answerId, day]));
      for (const { programId, day, answers } of groupsOf(waiting)) {
        expect(answers).toHaveLength(GROUP_SIZE);
        const apart = answers.map((one) => [
          one.programVersion,
          one.segment,
          one.suspect.length > 0,
          one.day,
        ]);
        expect(new Set(apart.map((one) => JSON.stringify(one))).size).toBe(1);
        expect(answers.every((one) => one.programId === programId && one.day === day)).toBe(true);
        const days = answers.map(({ answerId }) => dayOf.get(answerId) ?? "");
        expect(days.toSorted().at(-1)).toBe(day);
        const ids = answers.map(({ answerId }) => answerId);
        expect(ids).toEqual(ids.toSorted());
      }
    });
  });

  it("are as many as can be made, each answer in one at most, in whatever order they are read", () => {
    check((waiting) => {
      const groups = groupsOf(waiting);
      const ids = groups.flatMap(({ answers }) => answers.map(({ answerId }) => answerId));
      expect(new Set(ids).size).toBe(ids.length);
      expect(groupsOf(waiting.filter(({ answerId }) => !ids.includes(answerId)))).toEqual([]);
      const others = groupsOf(waiting.toReversed()).flatMap(({ answers }) => answers);
      expect(others.map(({ answerId }) => answerId).toSorted()).toEqual(ids.toSorted());
    });
  });
});
