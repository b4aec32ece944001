import fc from "fast-check";
import { expect, it } from "vitest";
import { addDays } from "#shared/domain/days.ts";
import { type Checked, checkPlan } from "#shared/domain/results/check-plan.ts";

const TODAY = "2026-12-01";

it("looks at each of the last 35 days, and at no day before the first", () => {
  const { recent, older } = checkPlan(TODAY, addDays(TODAY, -10), {});
  expect(recent).toEqual(Array.from({ length: 11 }, (_, i) => addDays(TODAY, -i)));
  expect(older).toEqual([]);
  expect(checkPlan(TODAY, "2020-01-01", {}).recent.at(-1)).toBe(addDays(TODAY, -34));
});

it("goes on where it stopped", () => {
  const stopped: Checked = { recent: addDays(TODAY, -20), older: addDays(TODAY, -40) };
  const { recent, older } = checkPlan(TODAY, addDays(TODAY, -94), stopped);
  expect([recent[0], recent.at(-1), recent.length]).toEqual([addDays(TODAY, -21), addDays(TODAY, -20), 35]);
  expect(older).toEqual([addDays(TODAY, -41), addDays(TODAY, -42)]);
});

it("looks at every day in any 31 days, wherever it begins, and again and again at what a short time leaves", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 200 }),
      fc.nat({ max: 200 }),
      fc.array(fc.integer({ min: 1, max: 35 }), { minLength: 40, maxLength: 40 }),
      (span, stopped, times) => {
        const oldest = addDays(TODAY, -span);
        let checked: Checked = { recent: addDays(TODAY, -stopped), older: addDays(TODAY, -stopped) };
        const seen = new Set<string>();
        for (let i = 0; i <= 30; i++) {
          const { recent, older } = checkPlan(addDays(TODAY, i), oldest, checked);
          for (const day of [...recent, ...older]) seen.add(day);
          checked = { recent: recent.at(-1), older: older.at(-1) ?? checked.older };
        }
        for (let i = 0; i <= span; i++) expect(seen).toContain(addDays(TODAY, -i));

        const looked = new Set<string>();
        for (const time of times) {
          const recent = checkPlan(TODAY, addDays(TODAY, -34), checked).recent.slice(0, time);
          for (const day of recent) looked.add(day);
          checked = { recent: recent.at(-1) };
        }
        const all = Math.min(
          35,
          times.reduce((sum, time) => sum + time, 0),
        );
        expect(looked.size).toBe(all);
      },
    ),
    { seed: 20261201, numRuns: 20 },
  );
});
