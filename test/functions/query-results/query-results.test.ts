import { BatchWriteItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bucket, emptyFunnel } from "#shared/domain/results/buckets.ts";
import { bucketItem } from "#shared/dynamodb/bucket-item.ts";
import { saveProgram } from "#shared/dynamodb/programs.ts";
import { type Table, toItem } from "#shared/dynamodb/table.ts";
import { aProgram } from "../../builders.ts";
import { askRoute, startOpsTable } from "../ops-routes.ts";

let table: Table;
let stop: () => void;
let handler: typeof import("../../../functions/query-results/handler.ts").handler;

beforeAll(async () => {
  ({ table, stop } = await startOpsTable());
  ({ handler } = await import("../../../functions/query-results/handler.ts"));
});
afterAll(() => stop());

const aBucket = (over: Partial<Bucket> & { readonly scores?: readonly number[]; sent?: number }): Bucket => {
  const { scores = [], sent = 0, ...rest } = over;
  return {
    programId: "post-onboarding",
    attribute: "all",
    value: "all",
    day: "2026-12-01",
    nps: Array.from({ length: 11 }, (_, step) => scores.filter((score) => score === step).length),
    csat: [0, 0, 0, 0, 0],
    funnel: { ...emptyFunnel(), invited: sent, sent },
    closings: [],
    ...rest,
  };
};

async function given(...buckets: readonly Bucket[]): Promise<void> {
  for (let i = 0; i < buckets.length; i += 25) {
    const puts = buckets
      .slice(i, i + 25)
      .map((bucket) => ({ PutRequest: { Item: toItem(bucketItem(bucket)) } }));
    await table.client.send(new BatchWriteItemCommand({ RequestItems: { [table.name]: puts } }));
  }
}

const ask = (query: Record<string, string>, role = "viewer") =>
  askRoute(handler, "GET /v1/results", { query, role });

const december = { program: "post-onboarding", from: "2026-12-01", to: "2026-12-31" };

describe("GET /v1/results", () => {
  it("has no score where nobody answered, which is not a score of 0", async () => {
    const { status, body } = await ask({ program: "pre-renewal", from: "2020-01-01", to: "2020-01-31" });
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
    await saveProgram(table, added, { isReplanDue: false, at: new Date(0) });
    const statuses = ["added", "not-added"].map(
      async (program) => (await ask({ ...december, program })).status,
    );
    expect(await Promise.all(statuses)).toEqual([200, 404]);
  });

  it("adds the days from the first to the last, both inclusive, and no other", async () => {
    await given(
      aBucket({ day: "2026-11-30", scores: [0] }),
      aBucket({ day: "2026-12-01", scores: [9, 9, 3], sent: 4 }),
      aBucket({ day: "2026-12-31", scores: [10, 7], csat: [0, 0, 1, 1, 0] }),
      aBucket({ day: "2027-01-01", scores: [0] }),
    );
    const { body } = await ask(december);
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
    await given(aBucket({ programId: "pre-renewal", day: "2026-12-01", funnel }));
    const { body } = await ask({ ...december, program: "pre-renewal" });
    expect(body.groups[0].responseRate).toEqual({ rr1: 0.3, rr2: 0.4 });
  });

  it("groups by an attribute, unknown and odd names among its values", async () => {
    const industries = ["C# shops", "C", "C suite", "unknown", "100%"];
    await given(
      ...industries.flatMap((value, i) =>
        ["2026-12-05", "2026-12-06"].map((day) =>
          aBucket({ attribute: "industry", value, day, sent: i + 1 }),
        ),
      ),
      aBucket({ attribute: "industry", value: "elsewhen", day: "2026-10-05", sent: 1 }),
    );
    const { body } = await ask({ ...december, groupBy: "industry" });
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

  it("splits the range into periods, the empty ones too", async () => {
    await given(
      aBucket({ programId: "pre-renewal", day: "2025-11-30", scores: [10] }),
      aBucket({ programId: "pre-renewal", day: "2026-01-01", scores: [0] }),
    );
    const { body } = await ask({
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

  it.each([
    ["day", ["2026-12-31", "2027-01-01"]],
    ["week", ["2026-W53"]],
    ["month", ["2026-12", "2027-01"]],
    ["quarter", ["2026-Q4", "2027-Q1"]],
  ])("names a %s over the turn of the year", async (interval, periods) => {
    const { body } = await ask({ program: "pre-renewal", from: "2026-12-31", to: "2027-01-01", interval });
    expect(body.groups.map((group: { period: string }) => group.period)).toEqual(periods);
  });

  it.each([
    ["a missing program", { from: "2026-12-01", to: "2026-12-31" }, "program"],
    ["a day that does not exist", { ...december, from: "2026-02-29" }, "from"],
    ["a range that ends before it begins", { ...december, from: "2027-01-01" }, "to"],
    ["more than three years", { ...december, from: "2023-01-01" }, "to"],
    ["an attribute that is none", { ...december, groupBy: "shoeSize" }, "groupBy"],
    ["an interval that is none", { ...december, interval: "fortnight" }, "interval"],
    ["a misspelled parameter", { ...december, groupby: "segment" }, "groupby"],
  ])("refuses %s and says where", async (_, query, path) => {
    const { status, body } = await ask(query as Record<string, string>);
    expect([status, body.errors.map((error: { path: string }) => error.path)]).toEqual([400, [path]]);
  });

  it("takes three whole years with a leap day", async () => {
    const { status } = await ask({ program: "pre-renewal", from: "2026-01-01", to: "2028-12-31" });
    expect(status).toBe(200);
  });

  it("takes parameters that are named and left empty as not given", async () => {
    const { status } = await ask({ ...december, groupBy: "", interval: "" });
    expect(status).toBe(200);
  });

  it("does not know a program that is not there", async () => {
    expect((await ask({ ...december, program: "no-such" })).status).toBe(404);
  });

  it("is for viewers and above", async () => {
    expect([(await ask(december, "csm")).status, (await ask(december, "nobody")).status]).toEqual([200, 403]);
  });

  it("includes suspects or not, and says which", async () => {
    expect((await ask({ ...december, includeSuspect: "true" })).body.includeSuspect).toBe(true);
  });
});
