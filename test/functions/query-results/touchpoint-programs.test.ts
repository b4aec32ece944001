import { expect, it } from "vitest";
import { touchpointPrograms } from "../../../functions/query-results/touchpoint-programs.ts";

const named = touchpointPrograms({
  programs: async () => [
    { programId: "pre-renewal", touchpoint: "renewal" },
    { programId: "early-renewal", touchpoint: "renewal" },
    { programId: "onboarding", touchpoint: "kick-off" },
  ],
  importedTouchpoint: async (id) => (["renewal", "onboarding", "old-tool"].includes(id) ? { id } : undefined),
});

it.each([
  ["renewal", ["pre-renewal", "early-renewal", "renewal"]],
  ["kick-off", ["onboarding"]],
  ["old-tool", ["old-tool"]],
  // Of the program of that name, not of the touchpoint.
  ["onboarding", []],
  ["No id at all", []],
])("the touchpoint %s is measured by %j", async (touchpoint, programIds) => {
  expect(await named(touchpoint)).toEqual(programIds);
});
