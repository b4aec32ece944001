import { expect, test } from "vitest";
import { ProgramDefinition } from "#shared/domain/programs/program.ts";
import { problemsOf } from "#shared/domain/programs/program-problems.ts";
import { aProgram } from "../../../builders.ts";

const { programId: _, version: __, ...onboarding } = aProgram("post-onboarding");
const { programId: ___, version: ____, ...satisfaction } = aProgram("all-customer-csat");

test.each(["cta", "digest", "none"])("a band may lead to %s", (action) => {
  const definition = ProgramDefinition.parse({ ...onboarding, actions: { passive: action } });
  expect(problemsOf("own", definition, [])).toEqual([]);
});

test.each([
  [{ happy: "none" }, ["actions"]],
  [{ passive: "shout" }, ["actions", "passive"]],
])("%j is refused, by its field", (actions, path) => {
  const read = ProgramDefinition.safeParse({ ...onboarding, actions });
  expect(read.error?.issues.map((issue) => issue.path)).toEqual([path]);
});

test("a band that no question of the program has is a slip", () => {
  const actions = { detractor: "none", neutral: "digest" } as const;
  expect(problemsOf("own", { ...satisfaction, actions }, [])).toEqual([
    { path: "actions.detractor", message: "is a band of NPS, and no question asks for that" },
  ]);
});

test("an anonymous program acts on nothing", () => {
  const definition = { ...onboarding, anonymous: true };
  expect(problemsOf("own", { ...definition, actions: { passive: "none" } }, [])).toContainEqual({
    path: "actions",
    message: "must be left out: nobody acts on an anonymous answer",
  });
  expect(problemsOf("own", { ...definition, actions: {} }, [])).toEqual([]);
});
