import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Cta } from "#shared/domain/ctas/cta.ts";
import { type CtaCommand, work } from "#shared/domain/ctas/cta-work.ts";
import { workCta } from "#shared/dynamodb/cta-work.ts";
import { openOrJoinCta } from "#shared/dynamodb/ctas.ts";
import { aCta } from "../../builders.ts";
import type { Answer } from "../ops-routes.ts";
import { daysAgo, type Reader, startReader } from "./reader.ts";

let reader: Reader;
let tests = 0;
let name: string;
beforeAll(async () => {
  reader = await startReader();
});
afterAll(() => reader.stop());
/** Each test has accounts and an owner of its own. */
beforeEach(() => {
  name = `t${++tests}`;
});

/** Open, and in an account of its own unless it is said otherwise. */
async function given(n: number, over: Partial<Cta> = {}): Promise<Cta> {
  const owner = { role: "csm", name: `CSM ${name}`, email: `${name}@vendor.example` } as const;
  const ids = { ctaId: `${name}-${n}`, accountId: `${name}-acc-${n}`, responses: [`inv-${n}`] };
  return (await openOrJoinCta(reader.table, aCta({ ...ids, owner, dueAt: daysAgo(-n), ...over }))).cta;
}
async function closedAt(at: string, cta: Cta): Promise<string> {
  const commands: CtaCommand[] = [{ kind: "close", outcome: "done", driver: "other" }];
  await workCta(reader.table, cta.ctaId, (now) => work(now, commands, { at, by: "ana@vendor.example" }));
  return cta.ctaId;
}
const idsOf = (items: Answer[]) => items.map(({ ctaId }) => ctaId);
const mine = () => ({ owner: `CSM ${name}` });
const listed = async (query: Record<string, string>) => {
  const { status, body } = await reader.list("ctas", { ...mine(), ...query });
  expect([status, body.next]).toEqual([200, null]);
  return idsOf(body.items);
};

describe("GET /v1/ctas", () => {
  it("of an account are all it ever had, the newest first, as recorded", async () => {
    const accountId = `${name}-acc`;
    const old = await given(1, { accountId, openedAt: daysAgo(9) });
    await closedAt(daysAgo(2), old);
    const { type: _, ...record } = await given(2, { accountId, openedAt: daysAgo(1) });
    const { body } = await reader.list("ctas", { account: accountId });
    expect([body.items[0], idsOf(body.items), body.next]).toEqual([record, [record.ctaId, old.ctaId], null]);
    expect(idsOf((await reader.list("ctas", { account: accountId, status: "closed" })).body.items)).toEqual([
      old.ctaId,
    ]);
  });

  it("are those that are not closed, what is due first at the head, and then the closed, newest first", async () => {
    const [late, early] = [await given(9), await given(1)];
    const closed = [
      await closedAt(daysAgo(1), await given(2)),
      await closedAt(daysAgo(40), await given(3)),
      await closedAt(daysAgo(400), await given(4)),
    ];
    expect(await listed({})).toEqual([early.ctaId, late.ctaId, ...closed]);
    expect(await listed({ status: "open" })).toEqual([early.ctaId, late.ctaId]);
    expect(await listed({ status: "closed" })).toEqual(closed);
  });

  it("are found by kind and by status, a snooze that is over being open", async () => {
    await given(1, { kind: "positive" });
    await given(2, { status: "acknowledged", acknowledgedAt: daysAgo(1) });
    await given(3, { status: "snoozed", snoozedUntil: daysAgo(-3).slice(0, 10) });
    await given(4, { status: "snoozed", snoozedUntil: daysAgo(0).slice(0, 10) });
    const of = (...ns: number[]) => ns.map((n) => `${name}-${n}`);
    expect(await listed({ kind: "positive" })).toEqual(of(1));
    expect(await listed({ status: "acknowledged" })).toEqual(of(2));
    expect(await listed({ status: "snoozed" })).toEqual(of(3));
    expect(await listed({ status: "open" })).toEqual(of(1, 4));
  });

  it("are found by whether they are past their due date, which what is closed is not", async () => {
    const past = await given(1, { dueAt: daysAgo(2) });
    const future = await given(2);
    await closedAt(daysAgo(1), await given(3, { dueAt: daysAgo(5) }));
    expect(await listed({ overdue: "true" })).toEqual([past.ctaId]);
    expect(await listed({ overdue: "false" })).toEqual([future.ctaId]);
    expect(await listed({ overdue: "true", status: "closed" })).toEqual([]);
    expect(await listed({ overdue: "true", account: future.accountId })).toEqual([]);
  });

  it.each([
    ["their role", { owner: "csm-manager" }],
    ["their name in any case", { owner: "ANA almeida" }],
    ["me, who asks", { owner: "me" }],
  ])("are found by their owner: %s", async (_, query) => {
    const owner = { role: "csm-manager", name: "Ana Almeida", email: "Ana@vendor.example" } as const;
    const { ctaId } = await given(1, { owner });
    await given(2);
    for (const status of ["open", "closed"]) {
      const { body } = await reader.ask("GET /v1/ctas", {
        query: { ...query, status },
        role: "csm",
        email: "ana@vendor.example",
      });
      expect(idsOf(body.items)).toEqual([ctaId]);
      await closedAt(daysAgo(0), { ...aCta(), ctaId });
    }
    // The next of these looks for its own.
    await workCta(reader.table, ctaId, (cta) => ({ kind: "changed", cta: { ...cta, owner: aCta().owner } }));
  });

  it.each(["status", "owner", "account", "kind", "overdue"])(
    "refuse an empty %s, rather than list all",
    async (of) => {
      const { status, body } = await reader.list("ctas", { [of]: "" });
      expect([status, body.errors?.[0]?.path]).toEqual([400, of]);
    },
  );

  it("refuse an e-mail address in the URL, and have none in a cursor", async () => {
    const { status, body } = await reader.list("ctas", { owner: "ana@vendor.example" });
    expect([status, body.errors[0].path]).toEqual([400, "owner"]);
    expect(JSON.stringify(body)).not.toContain("ana@vendor.example");
    for (const n of [1, 2]) await given(n);
    const page = await reader.list("ctas", { ...mine(), limit: "1" });
    expect(Buffer.from(page.body.next, "base64url").toString()).toMatch(new RegExp(`#${name}-1"}]$`));
  });

  it.each([
    ["account", {}],
    ["status", { status: "open" }],
    ["all", {}],
  ])("are paged through without loss or repetition: by %s", async (by, query) => {
    const over = by === "account" ? { accountId: `${name}-acc` } : {};
    const wanted: string[] = [];
    for (let n = 1; n <= 7; n++) {
      const cta = await given(n, { ...over, program: `p-${n}`, openedAt: daysAgo(n) });
      const isClosed = by === "all" && n > 3;
      wanted.push(isClosed ? await closedAt(daysAgo(n * 32), cta) : cta.ctaId);
    }
    const filter: Record<string, string> =
      by === "account" ? { account: `${name}-acc` } : { ...mine(), ...query };
    const { items, pages } = await reader.listAll("ctas", { ...filter, limit: "3" });
    expect([idsOf(items), pages]).toEqual([wanted, 3]);
  });

  it("refuse a place that no list gave out", async () => {
    const { encodeCursor } = await import("#shared/lambda/cursor.ts");
    const of = { route: "GET /v1/ctas", path: {}, query: {} };
    for (const place of [{ open: "" }, { month: "2026-13" }, { open: "x".repeat(2000) }, "x"]) {
      const { status, body } = await reader.list("ctas", { cursor: encodeCursor(place, of) });
      expect([status, body.errors?.[0]?.path]).toEqual([400, "cursor"]);
    }
  });
});

describe("GET /v1/ctas/{ctaId}", () => {
  const read = (ctaId: string) => reader.ask("GET /v1/ctas/{ctaId}", { path: { ctaId }, role: "csm" });

  it("has all that was done, and names the other of a mixed answer", async () => {
    const cta = await given(1, { mixed: true, linked: [`${name}-2`] });
    await given(2, { mixed: true, kind: "positive", linked: [cta.ctaId] });
    await closedAt(daysAgo(1), cta);
    const { status, body } = await read(cta.ctaId);
    expect([status, body.linked]).toEqual([200, [`${name}-2`]]);
    expect(body.notes).toMatchObject([{ kind: "closed", outcome: "done", driver: "other" }]);
    expect(body).not.toHaveProperty("type");
    expect((await read(`${name}-2`)).body.linked).toEqual([cta.ctaId]);
  });

  it("of one that joined another names, and is, that one", async () => {
    const accountId = `${name}-acc`;
    const open = await given(1, { accountId });
    await given(2, { accountId });
    const sibling = await given(3, { accountId, kind: "positive", linked: [`${name}-2`] });
    expect((await read(`${name}-2`)).body).toMatchObject({
      ctaId: open.ctaId,
      responses: ["inv-1", "inv-2"],
    });
    expect((await read(sibling.ctaId)).body.linked).toEqual([open.ctaId]);
  });

  it("knows none of an id that is none, and is not for viewers", async () => {
    for (const ctaId of ["nobody", "x".repeat(3000)]) expect((await read(ctaId)).status).toBe(404);
    const viewer = await reader.ask("GET /v1/ctas/{ctaId}", { path: { ctaId: "x" }, role: "viewer" });
    expect(viewer.status).toBe(403);
  });
});
