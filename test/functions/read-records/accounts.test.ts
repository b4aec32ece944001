import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Account } from "#shared/domain/accounts/account.ts";
import { addDays, utcDay } from "#shared/domain/days.ts";
import { listInDirectory } from "#shared/dynamodb/directory.ts";
import { joinableCtaKey } from "#shared/dynamodb/keys.ts";
import { saveMilestone } from "#shared/dynamodb/milestones.ts";
import { saveAccount } from "#shared/dynamodb/portfolio.ts";
import { saveProgram } from "#shared/dynamodb/programs.ts";
import { listAccounts } from "../../../functions/read-records/accounts.ts";
import { aMilestone, anAccount, aProgram } from "../../builders.ts";
import { itemsOf } from "../../shared/selection/scenario.ts";
import type { Answer } from "../ops-routes.ts";
import { type Reader, startReader } from "./reader.ts";

let reader: Reader;
beforeAll(async () => {
  reader = await startReader();
});
afterAll(() => reader.stop());

const chloe = { name: "Chloé Çelik", email: "Chloe@vendor.example" };
const save = (accountId: string, over: Partial<Account> = {}) =>
  saveAccount(reader.table, { ...anAccount({ accountId }), ...over });
const find = async (query: Record<string, string>) => (await reader.listAll("accounts", query)).items;
const names = async (query: Record<string, string>) => (await find(query)).map(({ name }: Answer) => name);

describe("accounts are found", () => {
  beforeAll(async () => {
    await save("f-1", { name: "Zürich Steel", csm: chloe, segment: "scale", renewalOn: "2027-03-01" });
    await save("f-2", { name: "Ærø Foods", csm: chloe, segment: undefined, renewalOn: undefined });
    await save("f-3", { name: "3M", segment: "tech-touch", renewalOn: "2027-02-28" });
    await save("f-4", { name: "東京 Steel", csm: undefined });
    await save("f-5-steel", { name: undefined });
    await save("f-6", { name: "aéro nord" });
  });

  test("in the order of their names, whatever the case and the accents", async () => {
    expect(await names({})).toEqual(["3M", "Ærø Foods", "aéro nord", null, "Zürich Steel", "東京 Steel"]);
  });

  test.each([
    [{ q: "steel" }, ["f-5-steel", "f-1", "f-4"]],
    [{ q: "AERO" }, ["f-2", "f-6"]],
    [{ q: "zur" }, ["f-1"]],
    [{ q: "東" }, ["f-4"]],
    [{ q: "F-3" }, ["f-3"]],
    [{ q: "nobody" }, []],
    [{ csm: "chloe celik" }, ["f-2", "f-1"]],
    [{ csm: "Chloé" }, []],
    [{ segment: "tech-touch" }, ["f-3"]],
    [{ segment: "unknown" }, ["f-2"]],
    [{ renewsBefore: "2027-03-01" }, ["f-3"]],
    [{ renewsBefore: "2027-03-02", csm: "Chloé Çelik" }, ["f-1"]],
  ])("by %o", async (query, ids) => {
    expect((await find(query as Record<string, string>)).map(({ accountId }) => accountId)).toEqual(ids);
  });

  test("by CSMs as their own", async () => {
    const ask = (email: string) =>
      reader.ask("GET /v1/accounts", { query: { csm: "me" }, role: "csm", email });
    const idsFor = async (email: string) =>
      (await ask(email)).body.items.map((item: Answer) => item.accountId);
    expect(await idsFor("chloe@vendor.example")).toEqual(["f-2", "f-1"]);
    expect(await idsFor("")).toEqual([]);
  });

  test("page by page, none left out and none twice", async () => {
    const all = await find({});
    for (const limit of ["1", "2", "5"]) {
      const { items, pages } = await reader.listAll("accounts", { limit });
      expect(items).toEqual(all);
      expect(pages).toBe(Math.ceil(all.length / Number(limit)));
    }
  });

  test.each([
    [{ csm: "chloe@vendor.example" }, "csm"],
    [{ renewsBefore: "soon" }, "renewsBefore"],
    [{ segment: "huge" }, "segment"],
    [{ plan: "premium" }, "plan"],
  ])("but not by %o", async (query, path) => {
    const { status, body } = await reader.list("accounts", query as Record<string, string>);
    expect([status, body.errors[0].path]).toEqual([400, path]);
  });
});

test("says who they are, what is open, and which survey comes next", async () => {
  await save("g-1", { name: "Gamma" });
  for (const kind of ["positive", "negative"]) {
    await reader.put({ ...joinableCtaKey("g-1", "pre-renewal", kind), type: "joinable-cta", ctaId: kind });
  }
  const on = (days: number) => addDays(utcDay(new Date()), days);
  const plan = (programId: string, cycle: string, dueOn: string, status: "planned" | "waiting" | "done") =>
    saveMilestone(
      reader.table,
      aMilestone({ accountId: "g-1", programId, cycle, dueOn, lookOn: dueOn, status }),
    );
  await plan("post-onboarding", "life", on(1), "done");
  await plan("pre-renewal", "term-2026-10-01", on(50), "planned");
  await plan("post-renewal", "term-2026-10-01", on(30), "waiting");
  expect(await find({ q: "gamma" })).toEqual([
    {
      ...{ accountId: "g-1", name: "Gamma", plan: "premium", status: "active", segment: "scale" },
      ...{ csm: anAccount().csm, renewalOn: "2027-10-01", arrUsd: 120_000, openCtas: 2 },
      score: { nps: null, csat: null },
      nextSurvey: { programId: "post-renewal", dueOn: on(30) },
    },
  ]);
});

test("no survey is to come of a program that is paused or retired", async () => {
  await save("g-2");
  for (const status of ["paused", "retired"] as const) {
    const program = aProgram("post-onboarding", { programId: `is-${status}`, version: 1, status });
    await saveProgram(reader.table, program, { isReplanDue: false, at: new Date() });
    await saveMilestone(reader.table, aMilestone({ accountId: "g-2", programId: program.programId }));
  }
  expect(await find({ q: "g-2" })).toMatchObject([{ nextSurvey: null }]);
});

test("what is unknown is null", async () => {
  await saveAccount(reader.table, { accountId: "h-bare", products: [] });
  expect(await find({ q: "h-bare" })).toEqual([
    {
      ...{ accountId: "h-bare", name: null, plan: null, status: null, segment: null, csm: null },
      ...{ renewalOn: null, arrUsd: null, openCtas: 0, nextSurvey: null },
      score: { nps: null, csat: null },
    },
  ]);
});

describe("an account that is renamed", () => {
  test("is found under its new name alone, and listed once", async () => {
    await save("r-1", { name: "Old Name" });
    await save("r-1", { name: "New Name" });
    expect(await names({ q: "r-1" })).toEqual(["New Name"]);
    expect(await names({ q: "old name" })).toEqual([]);
    const listed = await itemsOf(reader.table, (pk) => pk.startsWith("DIRECTORY#"));
    expect([...listed.keys()].filter((key) => key.endsWith("#r-1"))).toEqual(["DIRECTORY#n new name#r-1"]);
  });

  test("is listed once while that is under way, and where it was broken off", async () => {
    await save("r-2", { name: "Before" });
    await listInDirectory(reader.table, anAccount({ accountId: "r-2", name: "After" }));
    expect(await names({ q: "r-2" })).toEqual(["Before"]);
    await save("r-2", { name: "After" });
    await listInDirectory(reader.table, anAccount({ accountId: "r-2", name: "Before" }));
    expect(await names({ q: "r-2" })).toEqual(["After"]);
  });
});

test("a name as long as can be, in the longest of characters, is listed", async () => {
  const accountId = "界".repeat(128);
  await save(accountId, { name: "𠀀".repeat(128) });
  expect(await names({ q: "𠀀𠀀" })).toEqual(["𠀀".repeat(128)]);
});

test("a page looks at no more of the directory than is bounded, and the next goes on", async () => {
  const entries = Array.from({ length: 12_345 }, (_, i) => {
    const accountId = `x-${i}`;
    return { ...anAccount({ accountId, name: i === 12_000 ? "Wanted" : "Xylo" }), sk: String(10_000 + i) };
  });
  let looked = 0;
  const list = listAccounts({
    directoryInOrder: async ({ after = "", limit }) => {
      const page = entries.filter(({ sk }) => sk > after).slice(0, limit);
      looked += page.length;
      return page;
    },
    storedAccounts: async (ids) =>
      entries
        .filter(({ accountId }) => ids.includes(accountId))
        .map(({ sk, ...account }) => ({ account, listedAs: sk })),
    aheadOf: async () => ({ openCtas: 0, milestones: [] }),
    scorecardsOf: async () => [],
    programs: async () => [],
  });
  const pages = [];
  let place: string | undefined;
  do {
    looked = 0;
    const { items, next } = await list({ q: "wanted" }, { limit: 100, place }, "");
    pages.push([items.length, looked]);
    place = next;
  } while (place !== undefined);
  expect(pages).toEqual([
    [0, 5000],
    [0, 5000],
    [1, 2345],
  ]);
});

test("a cursor that is too long for a key is refused", async () => {
  const cursor = Buffer.from(JSON.stringify("x".repeat(1025))).toString("base64url");
  expect((await reader.list("accounts", { cursor })).status).toBe(400);
});

test("is for CSMs and above", async () => {
  expect((await reader.list("accounts", {}, "viewer")).status).toBe(403);
});
