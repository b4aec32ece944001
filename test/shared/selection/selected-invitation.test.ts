import { expect, test } from "vitest";
import type { Program } from "#shared/domain/programs/program.ts";
import { selectedInvitation } from "#shared/selection/selected-invitation.ts";
import { aContact, aProgram } from "../../builders.ts";

const now = new Date("2026-11-30T00:05:00.000Z");
const notBefore = new Date("2026-12-01T08:00:00.000Z");
const selectedBy = (over: Partial<Program>) =>
  selectedInvitation(
    { program: aProgram("post-onboarding", over), now, notBefore },
    "life",
    aContact(),
    "person-1",
  );

test.each<[Partial<Program>, object]>([
  [{}, {}],
  [{ tracksOpens: true, anonymous: false }, {}],
  [{ tracksOpens: false }, { isOpenUntracked: true }],
  [{ anonymous: true }, { anonymous: true, isOpenUntracked: true }],
  // An opening would tell who has looked, and nearly who has answered.
  [
    { anonymous: true, tracksOpens: true },
    { anonymous: true, isOpenUntracked: true },
  ],
])("keeps whether its program's version is anonymous, and whether it is tracked: %j", (over, marks) => {
  expect(selectedBy(over)).toEqual({ ...selectedBy({}), ...marks });
});
