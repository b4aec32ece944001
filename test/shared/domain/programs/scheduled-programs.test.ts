import { expect, test } from "vitest";
import type { Program } from "#shared/domain/programs/program.ts";
import { dailyRuns } from "#shared/domain/programs/scheduled-programs.ts";
import { SHIPPED_PROGRAMS } from "#shared/domain/programs/shipped-programs.ts";
import { aProgram } from "../../../builders.ts";

const runsOf = (programs: readonly Program[]) =>
  dailyRuns(programs).map(({ program, minutesAfter }) => `${minutesAfter} ${program.programId}`);

test("a day runs the shipped programs a minute apart, and after them those that ops have added", () => {
  const drawn = { kind: "sample", size: 5, startsOn: "2026-12-01", everyDays: 90 } as const;
  const shipped = SHIPPED_PROGRAMS.map((program) =>
    program.programId === "product-csat" ? { ...program, trigger: drawn } : program,
  );
  const added = ["added", "first"].map((programId) => aProgram("pre-renewal", { programId, rank: 1 }));
  expect(runsOf([...added, ...shipped])).toEqual([
    "0 post-onboarding",
    "1 pre-renewal",
    "2 post-renewal",
    "3 all-customer-csat",
    "4 added",
    "4 first",
    "4 product-csat",
  ]);
});

test("a paused program runs where a schedule names it; a retired one, or one of events, does not", () => {
  const event = { kind: "event", touchpoint: "went-live", dropsAfterHours: 24 } as const;
  const programs = [
    aProgram("post-onboarding", { status: "paused" }),
    aProgram("pre-renewal", { status: "retired" }),
    aProgram("pre-renewal", { programId: "added", status: "paused" }),
    aProgram("pre-renewal", { programId: "of-events", trigger: event }),
  ];
  expect(runsOf(programs)).toEqual(["0 post-onboarding"]);
});
