import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emptyFunnel } from "#shared/domain/results/buckets.ts";
import { saveImportedTouchpoint } from "#shared/dynamodb/imported-touchpoints.ts";
import { saveProgram } from "#shared/dynamodb/programs.ts";
import { aProgram } from "../../builders.ts";
import { aBucket } from "../../shared/domain/results/some-buckets.ts";
import { type ResultsRoute, startResults } from "./results-route.ts";

let route: ResultsRoute;
beforeAll(async () => {
  route = await startResults();
});
afterAll(() => route.stop());

const december = { program: "post-onboarding", from: "2026-12-01", to: "2026-12-31" };

describe("GET /v1/results", () => {
  it("has no score where nobody answered, which is not a score of 0", async () => {
    const { status, body } = await route.ask({
      program: "pre-renewal",
      from: "2020-01-01",
      to: "2020-01-31",
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      programId: "pre-renewal",
      from: "2020-01-01",
      to: "2020-01-31",
      includeSuspect: false,
    });
    expect(body.groups).toHaveLength(1);
    expect(body.groups[0]).toMatchObject({
      key: {},
      period: null,
      nps: null,
      csat: null,
      responseRate: { rr1: null, rr2: null },
      coverage: null,
    });
    expect(body.groups[0].funnel).toMatchObject({ invited: 0, sent: 0, unsubscribed: 0, expired: 0 });
  });

  it("is of programs that ops have added too, and of none that nobody has", async () => {
    const added = aProgram("post-onboarding", { programId: "added" });
    await saveProgram(route.table, added, { isReplanDue: false, at: new Date(0) });
    const statuses = ["added", "not-added"].map(
      async (program) => (await route.ask({ ...december, program })).status,
    );
    expect(await Promise.all(statuses)).toEqual([200, 404]);
  });

  it("adds the days from the first to the last, both inclusive, and no other", async () => {
    await route.given(
      aBucket({ day: "2026-11-30", scores: [0] }),
      aBucket({ day: "2026-12-01", scores: [9, 9, 3], sent: 4 }),
      aBucket({ day: "2026-12-31", scores: [10, 7], csat: [0, 0, 1, 1, 0] }),
      aBucket({ day: "2027-01-01", scores: [0] }),
    );
    const { body } = await route.ask(december);
    expect(body.groups[0].nps).toMatchObject({
      value: 40,
      n: 5,
      promoters: 3,
      passives: 1,
      detractors: 1,
      small: true,
    });
    expect(body.groups[0].csat).toMatchObject({ mean: 3.5, satisfied: 0.5, n: 2, counts: [0, 0, 1, 1, 0] });
  });

  it("gives response rates of what was sent, bounced mails included", async () => {
    const funnel = { ...emptyFunnel(), invited: 12, sent: 10, bounced: 2, answered: 4, completed: 3 };
    await route.given(aBucket({ programId: "pre-renewal", day: "2026-12-01", funnel }));
    const { body } = await route.ask({ ...december, program: "pre-renewal" });
    expect(body.groups[0].responseRate).toEqual({ rr1: 0.3, rr2: 0.4 });
  });

  it("groups by an attribute, unknown and odd names among its values", async () => {
    const industries = ["C# shops", "C", "C suite", "unknown", "100%"];
    await route.given(
      ...industries.flatMap((value, i) =>
        ["2026-12-05", "2026-12-06"].map((day) =>
          aBucket({ attribute: "industry", value, day, sent: i + 1 }),
        ),
      ),
      aBucket({ attribute: "industry", value: "elsewhen", day: "2026-10-05", sent: 1 }),
    );
    const { body } = await route.ask({ ...december, groupBy: "industry" });
    const sent = body.groups.map((group: { key: unknown; funnel: { sent: number } }) => [
      group.key,
      group.funnel.sent,
    ]);
    expect(sent).toEqual([
      [{ industry: "100%" }, 10],
      [{ industry: "C" }, 4],
      [{ industry: "C suite" }, 6],
      [{ industry: "C# shops" }, 2],
      [{ industry: "unknown" }, 8],
    ]);
  });

  it("is of one value alone, every period of it, whatever stands in the value", async () => {
    const value = "R&D, 50% #1";
    await route.given(
      aBucket({ attribute: "industry", value, day: "2026-08-05", scores: [10, 0] }),
      aBucket({ attribute: "industry", value: `${value}0`, day: "2026-08-05", scores: [10] }),
    );
    const query = { program: "post-onboarding", groupBy: "industry", value, interval: "month" };
    const { body } = await route.ask({ ...query, from: "2026-07-15", to: "2026-08-31" });
    expect(body).toMatchObject({ groupBy: "industry", value, interval: "month" });
    expect(body.groups).toMatchObject([
      { key: { industry: value }, period: "2026-07", from: "2026-07-15", to: "2026-07-31", nps: null },
      { key: { industry: value }, period: "2026-08", from: "2026-08-01", to: "2026-08-31", nps: { n: 2 } },
    ]);
  });

  it("blends programs that are named, imported touchpoints too, and says so", async () => {
    const name = "Old tool";
    await saveImportedTouchpoint(route.table, {
      ...{ programId: "old-tool", name },
      firstImportedAt: "2026-12-01T00:00:00.000Z",
    });
    const day = "2025-06-15";
    await route.given(
      aBucket({ programId: "old-tool", day, scores: [9] }),
      aBucket({ programId: "post-renewal", day, scores: [3] }),
    );
    const june = { from: "2025-06-01", to: "2025-06-30" };
    const { body } = await route.ask({ ...june, program: "old-tool, post-renewal" });
    expect(body).toMatchObject({
      ...{ programId: "old-tool,post-renewal", programs: ["old-tool", "post-renewal"], blended: true },
      groups: [{ nps: { n: 2, value: 0 }, early: true }],
    });
    const alone = await route.ask({ ...june, program: "old-tool" });
    expect(alone.body).toMatchObject({ blended: false, groups: [{ funnel: { delivered: null } }] });
  });

  it("is of a touchpoint by all programs that measure it, whatever became of them", async () => {
    const day = "2025-03-15";
    const retired = aProgram("pre-renewal", { programId: "renewal-before", status: "retired" });
    await saveProgram(route.table, retired, { isReplanDue: false, at: new Date(0) });
    await route.given(
      aBucket({ programId: "pre-renewal", day, scores: [10] }),
      aBucket({ programId: "renewal-before", day, scores: [9] }),
      aBucket({ programId: "post-renewal", day, scores: [0] }),
    );
    const { body } = await route.ask({ touchpoint: "renewal", from: day, to: day });
    expect(body).toMatchObject({
      programs: ["pre-renewal", "renewal-before"],
      groups: [{ nps: { n: 2, value: 100 } }],
    });
    expect((await route.ask({ from: "2026-12-01", to: "2026-12-31", touchpoint: "no-such" })).status).toBe(
      404,
    );
  });

  it("flags the first 60 days since anything was counted", async () => {
    const programId = "case-closure";
    await route.given(
      aBucket({ programId, day: "2026-03-01", sent: 1 }),
      aBucket({ programId, day: "2026-06-01" }),
    );
    const { body } = await route.ask({
      program: programId,
      from: "2026-04-28",
      to: "2026-05-01",
      interval: "day",
    });
    expect(body.groups.map((one: { from: string; early: boolean }) => [one.from, one.early])).toEqual([
      ["2026-04-28", true],
      ["2026-04-29", true],
      ["2026-04-30", false],
      ["2026-05-01", false],
    ]);
  });

  it("splits the range into periods, the empty ones too", async () => {
    await route.given(
      aBucket({ programId: "pre-renewal", day: "2025-11-30", scores: [10] }),
      aBucket({ programId: "pre-renewal", day: "2026-01-01", scores: [0] }),
    );
    const { body } = await route.ask({
      program: "pre-renewal",
      from: "2025-11-15",
      to: "2026-01-15",
      interval: "month",
    });
    expect(
      body.groups.map((g: { period: string; nps: { value: number } | null }) => [g.period, g.nps?.value]),
    ).toEqual([
      ["2025-11", 100],
      ["2025-12", undefined],
      ["2026-01", -100],
    ]);
  });

  it("includes suspects or not, and says which", async () => {
    expect((await route.ask({ ...december, includeSuspect: "true" })).body.includeSuspect).toBe(true);
  });
});
