import { describe, expect, test } from "vitest";
import { isCapped, ProgramDefinition, reminderDays, waitsUntil } from "#shared/domain/programs/program.ts";
import { problemsOf } from "#shared/domain/programs/program-problems.ts";
import { SHIPPED_PROGRAMS } from "#shared/domain/programs/shipped-programs.ts";
import { aProgram, aRecurringProgram, aSampleProgram } from "../../../builders.ts";

const definitionOf = ({ programId, version, ...definition }: (typeof SHIPPED_PROGRAMS)[number]) => definition;

describe("a reminder", () => {
  test("is sent after 7 days of silence where the program says nothing, and never of an event", () => {
    expect(reminderDays({ ...aProgram(), remindsAfterDays: undefined })).toBe(7);
    expect(reminderDays({ ...aRecurringProgram(), remindsAfterDays: undefined })).toBe(7);
    expect(reminderDays({ ...aSampleProgram(5), remindsAfterDays: undefined })).toBe(7);
    expect(reminderDays({ ...aProgram("case-closure"), remindsAfterDays: undefined })).toBeUndefined();
  });

  test("is sent as the program says, and not at all where it says never", () => {
    expect(reminderDays(aProgram("post-onboarding", { remindsAfterDays: 3 }))).toBe(3);
    expect(reminderDays(aProgram("post-onboarding", { remindsAfterDays: null }))).toBeUndefined();
  });

  test("is not sent by default of a survey that is closed by then", () => {
    const short = { remindsAfterDays: undefined };
    expect(reminderDays({ ...aProgram(), ...short, closesAfterDays: 7 })).toBeUndefined();
    expect(reminderDays({ ...aProgram(), ...short, closesAfterDays: 8 })).toBe(7);
  });

  test.each([
    [29, []],
    [30, ["remindsAfterDays"]],
  ])("after %i days of a survey that closes after 30 has problems %j", (remindsAfterDays, paths) => {
    const definition = definitionOf(aProgram("post-onboarding", { remindsAfterDays, closesAfterDays: 30 }));
    expect(problemsOf("post-onboarding", definition, []).map(({ path }) => path)).toEqual(paths);
  });

  test("of an event is refused", () => {
    const definition = definitionOf({ ...aProgram("case-closure"), remindsAfterDays: 2 });
    expect(problemsOf("case-closure", definition, [])).toMatchObject([{ path: "remindsAfterDays" }]);
  });
});

describe("the shipped programs", () => {
  test.each(SHIPPED_PROGRAMS.map((program) => [program.programId, program] as const))(
    "%s is a definition that can work",
    (programId, program) => {
      const definition = ProgramDefinition.parse(definitionOf(program));
      expect(definition).toEqual(definitionOf(program));
      expect(problemsOf(programId, definition, SHIPPED_PROGRAMS)).toEqual([]);
    },
  );

  test("count towards the account cap where they are scheduled and ask no NPS", () => {
    expect(SHIPPED_PROGRAMS.filter(isCapped).map(({ programId }) => programId)).toEqual([
      "all-customer-csat",
    ]);
    expect(isCapped(aSampleProgram(5))).toBe(true);
  });
});

describe("a definition", () => {
  test("that names no rank goes behind those that are shipped", () => {
    const { rank, ...rest } = definitionOf(aProgram());
    const last = Math.max(...SHIPPED_PROGRAMS.map((program) => program.rank));
    expect(rank).toBe(1);
    expect(ProgramDefinition.parse(rest).rank).toBeGreaterThan(last);
  });

  test.each([
    [{ kind: "recurring", everyDays: 89 }, "everyDays"],
    [{ kind: "recurring", everyDays: 731 }, "everyDays"],
    [{ kind: "sample", size: 0, startsOn: "2026-11-30", everyDays: 1 }, "size"],
    [{ kind: "sample", size: 10, startsOn: "2027-02-29", everyDays: 1 }, "startsOn"],
    [{ kind: "sample", size: 10, startsOn: "2026-11-30", everyDays: 0 }, "everyDays"],
  ])("fired by %j is refused at %s", (trigger, field) => {
    const parsed = ProgramDefinition.safeParse({ ...definitionOf(aProgram()), trigger });
    expect(parsed.error?.issues.map(({ path }) => path.join("."))).toEqual([`trigger.${field}`]);
  });

  test.each([aRecurringProgram(), aSampleProgram(5)])("of a schedule does not send at once", (program) => {
    const definition = definitionOf({ ...program, sends: "at-once" });
    expect(problemsOf("any", definition, [])).toMatchObject([{ path: "sends" }]);
  });
});

describe("whoever waits for a slot waits", () => {
  test.each([
    ["post-onboarding to day 120 after customerSince", aProgram(), "2026-10-01", "2027-01-29"],
    ["pre-renewal to 60 days before the renewal", aProgram("pre-renewal"), "2028-02-29", "2027-12-31"],
    ["post-renewal to day 90 after it", aProgram("post-renewal"), "2027-12-01", "2028-02-29"],
  ] as const)("%s", (_, program, anchorOn, day) => {
    const { trigger } = program;
    if (trigger.kind !== "date") throw new Error("not a program of dates");
    expect(waitsUntil({ ...program, trigger }, anchorOn)).toBe(day);
  });

  test("all-customer-csat for the first half of its turn", () => {
    expect(waitsUntil(aRecurringProgram(), "2026-11-30")).toBe("2027-05-31");
    expect(waitsUntil(aRecurringProgram({ everyDays: 91 }), "2026-11-30")).toBe("2027-01-14");
  });
});
