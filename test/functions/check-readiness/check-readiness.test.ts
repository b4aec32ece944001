import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aheadOf } from "#shared/dynamodb/ahead.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { aMilestone } from "../../builders.ts";
import { startTable } from "../../table.ts";
import { aWatch } from "./watch.ts";

const DUE = "2026-11-30";
const AHEAD = "2026-11-16";
const NOBODY = { dev: { roles: ["developer"] }, bill: { roles: ["admin"], personas: ["billing"] } } as const;
const contacts = (of: object) => structuredClone(of) as Record<string, object>;

let table: Table;
let stop: () => void;
beforeAll(async () => {
  ({ table, stop } = await startTable());
});
afterAll(() => stop());

describe("an account in which nobody can be asked", () => {
  test("opens a CTA for its CSM 14 days before, due at the end of the survey's day, and says so", async () => {
    const it = aWatch(table);
    await it.save("a", contacts(NOBODY));
    expect(await it.check("2026-11-15")).toMatchObject({ opened: 0 });
    expect(await it.check(AHEAD)).toEqual({ accounts: 1, opened: 1, joined: 0 });

    const [cta, ...more] = await it.ctas();
    expect(more).toEqual([]);
    expect(cta).toMatchObject({
      kind: "contact-role-missing",
      program: it.onboarding,
      owner: { role: "csm", email: "ana@vendor.example" },
      reason: `no contact with the role admin to ask on ${DUE} (${it.onboarding})`,
      dueAt: "2026-11-30T22:59:59.000Z",
      openedAt: "2026-11-16T00:00:07.000Z",
      status: "open",
      arrUsd: 120_000,
      responses: [],
    });
    const { ctaId, owner, reason, dueAt } = cta ?? {};
    expect(it.events()).toMatchObject([
      {
        type: "CTA Opened",
        detail: { id: `cta-opened-${ctaId}`, ctaId, reason, dueAt, band: null, invitationId: null },
      },
      {
        type: "Contact Role Missing",
        detail: {
          id: `contact-role-missing-${ctaId}`,
          occurredAt: "2026-11-16T00:00:07.000Z",
          accountId: it.accountIdOf("a"),
          accountName: "Example Works",
          programId: it.onboarding,
          cycle: "life",
          occasion: "ahead",
          dueOn: DUE,
          ctaId,
          owner,
          missing: { roles: ["admin"], contacts: 2 },
        },
      },
    ]);
    expect(await aheadOf(table, it.accountIdOf("a"))).toMatchObject({ openCtas: 1 });
  });

  test("opens it on the day itself where it was not known before", async () => {
    const it = aWatch(table);
    await it.save("a", {});
    await it.check(DUE);
    expect(it.events()[1]).toMatchObject({
      detail: { occasion: "due", missing: { roles: ["admin"], contacts: 0 } },
    });
  });

  test("opens it as it becomes a customer, due with the survey", async () => {
    const it = aWatch(table);
    await it.save("a", {});
    await it.save("later", {}, { customerSince: "2026-10-02" });
    expect(await it.check("2026-10-01")).toMatchObject({ opened: 1 });
    expect(it.events()[1]).toMatchObject({
      detail: { accountId: it.accountIdOf("a"), occasion: "customer-since", dueOn: DUE },
    });
    expect(await it.ctas()).toMatchObject([{ dueAt: "2026-11-30T22:59:59.000Z" }]);
  });

  test.each([
    ["2026-10-15", 1],
    ["2026-10-16", 0],
  ])("is found as a customer of 1 October on %s where it came in late: %i", async (on, opened) => {
    const it = aWatch(table);
    await it.save("a", {}, {}, "2026-10-14");
    expect(await it.check(on)).toMatchObject({ opened });
  });

  test.each([
    ["2026-12-14", 1, "2026-12-14T22:59:59.000Z"],
    ["2026-12-15", 0, undefined],
  ])(
    "is found on %s for a survey that nobody ran: %i, due on the day it is asked",
    async (on, opened, dueAt) => {
      const it = aWatch(table);
      await it.save("a", {});
      expect(await it.check(on)).toMatchObject({ opened });
      expect((await it.ctas())[0]?.dueAt).toBe(dueAt);
    },
  );

  test("goes to its segment's queue where no CSM is known", async () => {
    const it = aWatch(table);
    await it.save("a", {}, { csm: undefined });
    await it.check(DUE);
    expect(await it.ctas()).toMatchObject([{ owner: { role: "queue", email: "scale@northwind.example" } }]);
  });

  test.each([
    ["is on the free plan", { plan: "free" }],
    ["has churned", { status: "churned" }],
    ["has a plan that nobody knows", { plan: undefined }],
  ] as const)("opens none where it %s", async (_, account) => {
    const it = aWatch(table);
    await it.save("a", {}, account);
    expect(await it.check(DUE)).toMatchObject({ opened: 0 });
  });

  test("opens none where the program is paused, or asks others", async () => {
    for (const over of [{ status: "paused" }, { audience: { segment: ["csm-managed"] } }] as const) {
      const it = aWatch(table, structuredClone(over) as object);
      await it.save("a", {});
      expect(await it.check(DUE)).toMatchObject({ opened: 0 });
    }
  });
});

test("somebody who has the role is enough, also where they cannot be asked now", async () => {
  const it = aWatch(table);
  await it.save("a", { mei: { consent: "unsubscribed" }, ...contacts(NOBODY) });
  await it.save("b", {});
  const waiting = aMilestone({ accountId: it.accountIdOf("b"), programId: it.onboarding, status: "waiting" });
  await it.saveMilestone(waiting);
  expect(await it.check(DUE)).toEqual({ accounts: 2, opened: 0, joined: 0 });
});

describe("one is open at a time", () => {
  test("another program joins it, the earliest due date stays, and nobody is told again", async () => {
    const it = aWatch(table);
    // Asked about the renewal on 10 December.
    await it.save("a", {}, { renewalOn: "2027-04-09" });
    await it.check(AHEAD);
    const before = await it.ctas();
    it.events();
    expect(await it.check("2026-11-26")).toMatchObject({ opened: 0, joined: 1 });
    expect(await it.ctas()).toEqual(before);
    expect(before).toMatchObject([{ program: it.onboarding, dueAt: "2026-11-30T22:59:59.000Z" }]);
    expect(it.events()).toEqual([]);
  });

  test("one that joins and is due earlier brings its date", async () => {
    const it = aWatch(table);
    // Asked about the onboarding on 19 January, about the renewal on 15 December.
    await it.save("a", {}, { customerSince: "2026-11-20", renewalOn: "2027-04-14" }, "2026-11-20");
    await it.check("2026-11-20");
    expect(await it.ctas()).toMatchObject([{ dueAt: "2027-01-19T22:59:59.000Z" }]);
    expect(await it.check("2026-12-01")).toMatchObject({ opened: 0, joined: 1 });
    expect(await it.ctas()).toMatchObject([{ dueAt: "2026-12-15T22:59:59.000Z", program: it.onboarding }]);
  });

  test("several on the same day: the earliest survey's is opened, the others join", async () => {
    const it = aWatch(table);
    await it.save("a", {}, { renewalOn: "2027-03-24" });
    expect(await it.check(AHEAD)).toEqual({ accounts: 1, opened: 1, joined: 1 });
    expect(await it.ctas()).toMatchObject([{ program: it.renewal, dueAt: "2026-11-24T22:59:59.000Z" }]);
    expect(it.events()).toHaveLength(2);
  });

  test("the same day again, and every day up to the survey, opens and tells nothing more", async () => {
    const it = aWatch(table);
    await it.save("a", {});
    await it.check(AHEAD);
    const before = await it.ctas();
    it.events();
    for (const on of [AHEAD, "2026-11-17", "2026-11-29"])
      expect(await it.check(on)).toMatchObject({ opened: 0, joined: 0 });
    expect(await it.check(DUE)).toMatchObject({ opened: 0, joined: 1 });
    expect(await it.ctas()).toEqual(before);
    expect(it.events()).toEqual([]);
  });
});

describe("one that was closed", () => {
  test("is not opened again for the same occasion, and is for the next", async () => {
    const it = aWatch(table);
    await it.save("a", {});
    await it.check(AHEAD);
    for (const cta of await it.ctas()) await it.close(cta);
    expect(await it.check("2026-11-17")).toMatchObject({ opened: 0, joined: 0 });
    expect(await it.check(DUE)).toMatchObject({ opened: 1 });
    expect(await it.ctas()).toMatchObject([{ status: "closed" }, { status: "open" }]);
    expect(it.events().map(({ type }) => type)).toEqual([
      "CTA Opened",
      "Contact Role Missing",
      "CTA Opened",
      "Contact Role Missing",
    ]);
  });

  test("is not opened again for an occasion that had joined it", async () => {
    const it = aWatch(table);
    await it.save("a", {});
    await it.check("2026-10-01");
    expect(await it.check(AHEAD)).toMatchObject({ joined: 1 });
    for (const cta of await it.ctas()) await it.close(cta);
    expect(await it.check("2026-11-17")).toMatchObject({ opened: 0, joined: 0 });
  });
});

test("reads the accounts that something is due in, each once, and no others", async () => {
  const it = aWatch(table);
  await it.save("both", {}, { renewalOn: "2027-03-30" });
  await it.save("far", {}, { customerSince: "2026-10-16" });
  await it.check(AHEAD);
  expect(it.read).toEqual([it.accountIdOf("both")]);
});
