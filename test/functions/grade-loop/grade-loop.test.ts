import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Account } from "#shared/domain/accounts/account.ts";
import type { Cta } from "#shared/domain/ctas/cta.ts";
import { work } from "#shared/domain/ctas/cta-work.ts";
import { escalated } from "#shared/domain/ctas/escalation.ts";
import { readingOf } from "#shared/domain/scorecard/score-entries.ts";
import { withdrawCta } from "#shared/dynamodb/cta-withdrawals.ts";
import { workCta } from "#shared/dynamodb/cta-work.ts";
import { openOrJoinCta } from "#shared/dynamodb/ctas.ts";
import { invitationKey } from "#shared/dynamodb/keys.ts";
import { saveAccount } from "#shared/dynamodb/portfolio.ts";
import { enterScore } from "#shared/dynamodb/scorecards.ts";
import { type Table, toItem } from "#shared/dynamodb/table.ts";
import { aCta, anAccount, anInvitation, someSettings } from "../../builders.ts";
import { type Answer, askRoute, startOpsTable } from "../ops-routes.ts";

let table: Table;
let stop: () => void;
let handler: typeof import("../../../functions/grade-loop/handler.ts").handler;
let year = 2000;
let ctas = 0;
beforeAll(async () => {
  ({ table, stop } = await startOpsTable());
  ({ handler } = await import("../../../functions/grade-loop/handler.ts"));
});
afterAll(() => stop());
beforeEach(() => {
  year += 1;
});

/** So many hours after noon of the first of March in a year of the test's own. */
const at = (hours: number): string => new Date(Date.UTC(year, 2, 1, 12 + hours)).toISOString();
const ask = async (query: Record<string, string> = {}, role = "csm"): Promise<Answer> => {
  const [from, to] = [`${year}-01-01`, `${year}-12-31`];
  return await askRoute(handler, "GET /v1/ctas/performance", { query: { from, to, ...query }, role });
};

/** Opened at noon of the first of March, due a day later. */
async function opened(over: Partial<Cta> = {}, account: Partial<Account> = {}): Promise<Cta> {
  const n = ++ctas;
  const accountId = over.accountId ?? `acc-${n}`;
  await saveAccount(table, anAccount({ accountId, ...account }));
  const cta = aCta({ ctaId: `cta-${n}`, accountId, openedAt: at(0), dueAt: at(24), ...over });
  return (await openOrJoinCta(table, cta)).cta;
}

async function closed(hours: number, over: Partial<Cta> = {}): Promise<Cta> {
  const cta = await opened(over);
  const driver = cta.kind === "negative" ? "support-quality" : null;
  const close = { kind: "close", outcome: "called", driver } as const;
  const hand = { at: at(hours), by: "ana@vendor.example" };
  await workCta(table, cta.ctaId, (found) => work(found, [close], hand));
  return cta;
}

/** An answer of an account in a cycle of its own, with its place on the scorecard. */
async function answered(accountId: string, hours: number, nps: number, programId: string): Promise<void> {
  const answers = [{ questionId: "nps", kind: "nps" as const, value: nps }];
  const invitation = anInvitation({
    ...{ accountId, programId, invitationId: `${accountId}-${programId}-${hours}` },
    attempts: [{ attemptId: `at-${hours}`, at: at(hours), answers }],
  });
  const Item = toItem({ ...invitationKey(invitation.invitationId), ...invitation });
  await table.client.send(new PutItemCommand({ TableName: table.name, Item }));
  await enterScore(table, accountId, async () => readingOf(invitation, [invitation]), new Date(at(hours)));
}

describe("GET /v1/ctas/performance", () => {
  it("says how the calls to action of a period were worked, and by which definitions", async () => {
    await opened();
    await closed(10);
    const { status, body } = await ask();
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ from: `${year}-01-01`, to: `${year}-12-31`, kind: null, groupBy: null, groups: [] },
      asOf: expect.stringMatching(/^\d{4}-.*Z$/),
      definitions: { recovery: expect.any(String) },
      all: {
        ...{ opened: 2, acknowledged: 1, closed: 1, open: 1, overdue: 1, escalated: 0 },
        hoursToClose: { median: 10, p90: 10, n: 1 },
        closedByDue: { value: 0.5, n: 2, small: true },
        outcomes: [{ outcome: "called", n: 1 }],
        drivers: { "support-quality": 1 },
        recovery: { n: 1, noneYet: 1, share: null },
      },
    });
  });

  it("has nothing to say where nothing was opened", async () => {
    const { status, body } = await ask();
    expect([status, body.all.opened, body.all.closedByDue, body.all.recovery]).toEqual([200, 0, null, null]);
  });

  it("takes them by the day of their opening, both ends inclusive, over the turn of months", async () => {
    const days = [`${year}-01-30`, `${year}-01-31`, `${year}-02-01`, `${year}-03-05`, `${year}-03-06`];
    for (const day of days) await opened({ openedAt: `${day}T23:59:59.999Z` });
    const of = async (from: string, to: string) => (await ask({ from, to })).body.all.opened;
    expect(await of(`${year}-01-31`, `${year}-03-05`)).toBe(3);
    expect(await of(`${year}-02-01`, `${year}-02-01`)).toBe(1);
    expect(await of(`${year - 1}-12-31`, `${year}-12-30`)).toBe(5);
  });

  it("counts once what a further answer joined, also when that is closed and opened anew", async () => {
    const { accountId } = await closed(2);
    await opened({ accountId, openedAt: at(5) });
    await opened({ accountId, openedAt: at(6) });
    expect((await ask()).body.all).toMatchObject({ opened: 2, closed: 1, open: 1 });
  });

  it("looks for no recovery from one that was withdrawn", async () => {
    const { accountId, ctaId } = await opened();
    await withdrawCta(table, { ctaId }, { at: at(1), text: "may not be a person's" });
    await answered(accountId, 30, 9, "post-onboarding");
    expect((await ask()).body.all).toMatchObject({ opened: 0, closed: 0, withdrawn: 1, recovery: null });
  });

  it("takes one kind, if one is asked for", async () => {
    await opened();
    await closed(1, { kind: "positive" });
    expect((await ask({ kind: "positive" })).body).toMatchObject({
      kind: "positive",
      all: { opened: 1, closed: 1, drivers: null, recovery: null },
    });
  });

  it("groups by owner, by name and role, without an address", async () => {
    const ana = { role: "csm", name: "Ana Almeida", email: "ana@vendor.example" } as const;
    await opened({ owner: ana });
    await opened({ owner: { ...ana, name: "Ana Alves", email: "ANA@vendor.example" }, openedAt: at(1) });
    await opened({ owner: { ...ana, email: "another@vendor.example" } });
    await opened();
    const { body } = await ask({ groupBy: "owner" });
    const groups = body.groups.map(({ key, opened: n }: Answer) => [key.owner, key.role, n]);
    expect(groups).toEqual([
      ["Ana Almeida", "csm", 1],
      ["Ana Alves", "csm", 2],
      ["Manager 1", "csm-manager", 1],
    ]);
    expect(JSON.stringify(body)).not.toContain("@");
  });

  it("holds an escalated one against who had it before", async () => {
    const late = aCta({ openedAt: at(0), dueAt: at(24) });
    const of = { account: undefined, queues: someSettings().queues };
    const passedOn = escalated(late, of, { by: new Date(at(30)), now: new Date(at(30)) });
    await opened({ ...passedOn, ctaId: `escalated-${year}`, accountId: `acc-escalated-${year}` });
    const { body } = await ask({ groupBy: "owner" });
    expect(passedOn?.owner.role).toBe("queue");
    expect(body.groups).toMatchObject([{ key: { owner: "Manager 1", role: "csm-manager" }, escalated: 1 }]);
  });

  it("groups by segment, unknown being one", async () => {
    await opened({}, { segment: "scale" });
    await opened({}, { segment: undefined });
    await opened({}, { segment: "csm-managed" });
    await opened({}, { segment: "scale" });
    const { body } = await ask({ groupBy: "segment" });
    const groups = body.groups.map(({ key, opened: n }: Answer) => [key.segment, n]);
    expect(groups).toEqual([
      ["csm-managed", 1],
      ["scale", 2],
      ["unknown", 1],
    ]);
  });

  it("says whether accounts recovered by their next answers", async () => {
    const [recovered, again, silent] = [await closed(10), await closed(10), await closed(10)];
    for (const { accountId } of [recovered, again, silent]) {
      await answered(accountId, 0, 3, "post-onboarding");
      // Of a colleague, before the closing.
      await answered(accountId, 9, 10, "post-renewal");
    }
    await answered(recovered.accountId, 100, 8, "pre-renewal");
    await answered(recovered.accountId, 200, 1, "another");
    await answered(again.accountId, 100, 5, "pre-renewal");
    expect((await ask()).body.all.recovery).toMatchObject({
      ...{ recovered: 1, negativeAgain: 1, noneYet: 1, n: 3 },
      share: { value: 0.5, n: 2, small: true },
    });
  });

  it.each([
    ["a missing day", { from: "" }, "from"],
    ["a day that does not exist", { to: "2026-02-30" }, "to"],
    ["a period that ends before it begins", { from: "2026-02-01", to: "2026-01-31" }, "to"],
    ["more than a year", { from: "2025-01-01", to: "2026-01-02" }, "to"],
    ["a group that is none", { groupBy: "csm" }, "groupBy"],
    ["a kind that is none", { kind: "neutral" }, "kind"],
    ["an owner, who is nobody's address", { owner: "ana@vendor.example" }, "owner"],
  ])("refuses %s and says where", async (_, query, path) => {
    const { status, body } = await ask(query as Record<string, string>);
    expect([status, body.errors.map((error: { path: string }) => error.path)]).toEqual([400, [path]]);
  });

  it("is for CSMs and above: it names owners", async () => {
    expect([(await ask({}, "viewer")).status, (await ask({}, "ops")).status]).toEqual([403, 200]);
  });
});
