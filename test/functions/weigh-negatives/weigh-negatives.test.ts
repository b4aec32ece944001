import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Account } from "#shared/domain/accounts/account.ts";
import type { Cta } from "#shared/domain/ctas/cta.ts";
import { type CtaCommand, work } from "#shared/domain/ctas/cta-work.ts";
import { addDays, utcDay } from "#shared/domain/days.ts";
import { withdrawCta } from "#shared/dynamodb/cta-withdrawals.ts";
import { workCta } from "#shared/dynamodb/cta-work.ts";
import { openOrJoinCta } from "#shared/dynamodb/ctas.ts";
import { saveAccount } from "#shared/dynamodb/portfolio.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { aCta, anAccount } from "../../builders.ts";
import { type Answer, askRoute, startOpsTable } from "../ops-routes.ts";

let table: Table;
let stop: () => void;
let handler: typeof import("../../../functions/weigh-negatives/handler.ts").handler;
let ctas = 0;
beforeEach(async () => {
  ({ table, stop } = await startOpsTable());
  vi.resetModules();
  ({ handler } = await import("../../../functions/weigh-negatives/handler.ts"));
});
afterEach(() => stop());

const ask = async (query: Record<string, string> = {}, role = "viewer"): Promise<Answer> => {
  const range = { from: "2026-03-01", to: "2026-03-31" };
  return await askRoute(handler, "GET /v1/results/negatives", { query: { ...range, ...query }, role });
};
const onMarch = (day: number) => `2026-03-${String(day).padStart(2, "0")}T12:00:00.000Z`;

/** Opened on 1 March, of an account of its own, not due for a long time. */
async function opened(over: Partial<Cta> = {}, account: Partial<Account> = {}): Promise<Cta> {
  const n = ++ctas;
  const { accountId = `acc-${n}` } = over;
  await saveAccount(table, anAccount({ accountId, arrUsd: 1000, ...account }));
  const cta = aCta({
    ctaId: `cta-${n}`,
    accountId,
    openedAt: onMarch(1),
    dueAt: "2199-01-01T00:00:00.000Z",
    ...over,
  });
  return (await openOrJoinCta(table, cta)).cta;
}

async function works({ ctaId }: Cta, command: CtaCommand, at: string): Promise<void> {
  await workCta(table, ctaId, (found) => work(found, [command], { at, by: "ana@vendor.example" }));
}

async function closed(driver: Cta["driver"], day = 2, over: Partial<Cta> = {}): Promise<Cta> {
  const cta = await opened(over);
  await works(cta, { kind: "close", outcome: "called", driver }, onMarch(day));
  return cta;
}

describe("GET /v1/results/negatives", () => {
  it("says of what the closed ones came, each with its share and how sure that is", async () => {
    for (let i = 0; i < 3; i++) await closed("support-quality");
    await closed("other");
    await opened();
    const { status, body } = await ask();
    expect(status).toBe(200);
    const [touchpoint] = body.touchpoints;
    expect(touchpoint).toMatchObject({ programId: "post-onboarding", opened: 5, withdrawn: 0, groups: [] });
    expect(touchpoint.closed).toMatchObject({ n: 4, withoutDriver: 0 });
    expect(touchpoint.closed.drivers).toMatchObject({
      "support-quality": { n: 3, share: { value: 0.75, n: 4, small: true } },
      other: { n: 1, share: { value: 0.25 } },
      "product-quality": { n: 0, share: { value: 0, low: 0 } },
    });
    // Newcombe 1998, method 3, of 3 in 4.
    expect(touchpoint.closed.drivers["support-quality"].share.low).toBeCloseTo(0.3006, 4);
    expect(touchpoint.closed.drivers["support-quality"].share.high).toBeCloseTo(0.9544, 4);
    expect(body).toMatchObject({
      ...{ program: null, from: "2026-03-01", to: "2026-03-31", groupBy: null, groups: [] },
      ...{ asOf: expect.stringMatching(/Z$/), definitions: { drivers: expect.any(String) } },
    });
  });

  it("has no share of nothing, and nothing of a touchpoint that never had one", async () => {
    expect((await ask()).body).toMatchObject({
      ...{ touchpoints: [], groups: [] },
      all: { open: { ctas: 0, accounts: 0, arrUsd: 0, unknownAccounts: 0, overdue: { ctas: 0 } } },
    });
    const { body } = await ask({ program: "pre-renewal" });
    expect(body.touchpoints).toMatchObject([
      { programId: "pre-renewal", opened: 0, closed: { n: 0, drivers: { other: { n: 0, share: null } } } },
    ]);
  });

  it("takes them by the UTC day of their opening and of their closing, both ends inclusive", async () => {
    const before = { openedAt: "2026-02-28T23:59:59.999Z" };
    await closed("other", 1, before);
    await closed("other", 31, before);
    const late = await opened({ openedAt: "2026-03-31T23:59:59.999Z" });
    await works(late, { kind: "close", outcome: "called", driver: "other" }, "2026-04-01T00:00:00.000Z");
    expect((await ask()).body.touchpoints).toMatchObject([
      { opened: 1, closed: { n: 2 }, open: { ctas: 0 } },
    ]);
    const april = await ask({ from: "2026-04-01", to: "2026-04-01" });
    expect(april.body.touchpoints).toMatchObject([{ opened: 0, closed: { n: 1 } }]);
  });

  it("takes one that was opened again as it stands, and one that was withdrawn for none", async () => {
    const again = await closed("other");
    await works(again, { kind: "open" }, onMarch(3));
    const { ctaId } = await opened();
    await withdrawCta(table, { ctaId }, { at: onMarch(4), text: "may not be a person's" });
    await opened({ kind: "positive", band: "promoter" });
    expect((await ask()).body.touchpoints).toMatchObject([
      { opened: 1, withdrawn: 1, closed: { n: 0, withoutDriver: 0 }, open: { ctas: 1, arrUsd: 1000 } },
    ]);
  });

  it("adds up each account's revenue once, as it is now, whichever programs it is unhappy in", async () => {
    const { accountId } = await opened({ arrUsd: 7 }, { arrUsd: 500 });
    await opened(
      { accountId, program: "pre-renewal", openedAt: "2025-01-01T12:00:00.000Z" },
      { arrUsd: 800 },
    );
    await opened({ program: "pre-renewal" }, { arrUsd: 200 });
    await opened({ program: "pre-renewal" }, { arrUsd: undefined });
    const { body } = await ask();
    expect(body.all.open).toMatchObject({ ctas: 4, accounts: 3, arrUsd: 1000, unknownAccounts: 1 });
    expect(
      body.touchpoints.map(({ programId, open, opened: n }: Answer) => [programId, n, open.arrUsd]),
    ).toEqual([
      ["post-onboarding", 1, 800],
      ["pre-renewal", 2, 1000],
    ]);
    const one = (await ask({ program: "post-onboarding" })).body;
    expect([one.touchpoints.length, one.all.open.arrUsd]).toEqual([1, 800]);
  });

  it("does not take revenue that nobody knows for none", async () => {
    await opened({}, { arrUsd: undefined });
    const { open } = (await ask()).body.all;
    expect(open).toMatchObject({ accounts: 1, arrUsd: null, unknownAccounts: 1 });
  });

  it("says what of it is overdue, and what renews within 90 days", async () => {
    const today = utcDay(new Date());
    await opened({ dueAt: "2026-03-02T12:00:00.000Z" }, { renewalOn: addDays(today, 90) });
    await opened({}, { renewalOn: addDays(today, 91) });
    await opened({}, { renewalOn: addDays(today, -1) });
    const { open } = (await ask()).body.all;
    expect(open).toMatchObject({
      arrUsd: 3000,
      overdue: { ctas: 1, accounts: 1, arrUsd: 1000 },
      renewing: { accounts: 1, arrUsd: 1000 },
    });
  });

  it("groups by segment as it is now, and by owner without an address", async () => {
    await closed("other", 2, { program: "pre-renewal" });
    await opened({}, { segment: "scale" });
    await opened({}, { segment: undefined });
    const bySegment = (await ask({ groupBy: "segment" })).body;
    const segments = bySegment.groups.map(({ key, open }: Answer) => [key.segment, open.ctas]);
    expect(segments).toContainEqual(["scale", 1]);
    expect(segments).toContainEqual(["unknown", 1]);
    expect(bySegment.touchpoints[0].groups).toMatchObject([
      { key: { segment: "scale" }, opened: 1, closed: { n: 0 } },
      { key: { segment: "unknown" }, opened: 1 },
    ]);
    const byOwner = (await ask({ groupBy: "owner" })).body;
    expect(byOwner.groups).toMatchObject([{ key: { owner: "Manager 1", role: "csm-manager" } }]);
    expect(JSON.stringify(byOwner)).not.toContain("@");
  });

  it("refuses what it cannot answer, by its name", async () => {
    const refused = async (query: Record<string, string>) => {
      const { status, body } = await ask(query);
      return [status, body.errors?.[0]?.path];
    };
    expect(await refused({ from: "2026-04-01" })).toEqual([400, "to"]);
    expect(await refused({ from: "2025-03-01" })).toEqual([400, "to"]);
    expect(await refused({ groupBy: "plan" })).toEqual([400, "groupBy"]);
    expect(await refused({ program: "no-such" })).toEqual([404, undefined]);
    expect((await ask({}, "")).status).toBe(403);
  });
});
