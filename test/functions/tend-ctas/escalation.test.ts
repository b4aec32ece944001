import { expect, test } from "vitest";
import { noteOnCta } from "#shared/dynamodb/cta-notes.ts";
import { tendCta } from "#shared/dynamodb/cta-tending.ts";
import { dyingTable } from "../../dying-table.ts";
import { aTable } from "../../table.ts";
import { aTending } from "./tending.ts";

// Midnight of the day after the call to action is due, in Berlin.
const LATE = "2026-12-02T23:00:00Z";
const dueAt = "2026-12-02T22:59:59.000Z";

test("what is overdue is passed on within the hour, once", async () => {
  const it = aTending(await aTable());
  await it.save();
  await it.open("a", { accountId: "acc-1", dueAt });
  expect(await it.tend("2026-12-02T22:00:00Z")).toMatchObject({ escalated: 0 });
  expect(await it.tend(LATE)).toMatchObject({ escalated: 1 });
  const [cta] = await it.ctas();
  expect(cta).toMatchObject({
    owner: { role: "queue", name: "Scale queue" },
    escalatedAt: "2026-12-02T23:00:07.000Z",
    notes: [{ kind: "reassigned", from: { name: "Manager 1" } }],
  });
  expect(await it.tend("2026-12-03T00:00:00Z")).toMatchObject({ escalated: 0 });
  expect(await it.ctas()).toEqual([cta]);
});

test("silence is not passed on once the account was heard", async () => {
  const table = await aTable();
  const it = aTending(table);
  await it.open("silent", { kind: "silent-renewal", dueAt });
  const note = { at: "2026-12-02T09:00:00.000Z", by: "lifecycle-surveys", text: "Answered since." };
  await noteOnCta(table, { ctaId: "silent" }, { ...note, kind: "answered" });
  expect(await it.tend(LATE)).toMatchObject({ escalated: 0 });
  expect(await it.ctas()).toMatchObject([{ escalatedAt: null }]);
});

test("reads what is overdue and may be escalated, not what is open", async () => {
  const it = aTending(await aTable());
  await it.open("overdue", { dueAt });
  await it.open("positive", { dueAt, kind: "positive" });
  for (let i = 0; i < 20; i++) await it.open(`open-${i}`, { dueAt: "2026-12-09T22:59:59.000Z" });
  await it.tend("2026-12-02T22:00:00Z");
  const read: string[] = [];
  const listed: number[] = [];
  await it.tend("2026-12-03T00:00:00Z", {
    ...it.ports,
    tended: async () => ({ wokenOn: "2026-12-03", silencesOn: "2026-12-03", digestedOn: "2026-12-03" }),
    overdueCtas: async (before) => {
      const overdue = await it.ports.overdueCtas(before);
      listed.push(overdue.length);
      return overdue;
    },
    ctasByIds: (ctaIds) => {
      read.push(...ctaIds);
      return it.ports.ctasByIds(ctaIds);
    },
  });
  expect({ listed, read }).toEqual({ listed: [2], read: ["overdue"] });
});

test("dying at any of its calls, and done again, it is passed on once", async () => {
  const table = await aTable();
  for (const last of ["undone", "done"] as const) {
    for (let calls = 0, survived = false; !survived; calls++) {
      const ctaId = `${last}-${calls}`;
      const it = aTending(table);
      await it.open(ctaId, { dueAt });
      const dying = dyingTable(table, calls, last);
      const nobody = { comingRenewals: async () => [] };
      await it.tend(LATE, { ...it.portsOver(dying.table), ...nobody }).catch(() => undefined);
      survived = dying.survived();
      await it.tend(LATE, { ...it.ports, ...nobody });
      await it.tend("2026-12-03T00:00:00Z", { ...it.ports, ...nobody });
      const cta = (await it.ctas()).find((one) => one.ctaId === ctaId);
      expect(cta?.notes, ctaId).toHaveLength(1);
      expect(cta).toMatchObject({ owner: { role: "queue" }, revision: 2 });
    }
  }
});

test("several at once pass it on once", async () => {
  const it = aTending(await aTable());
  for (let i = 0; i < 5; i++) await it.open(`cta-${i}`, { dueAt });
  const runs = await Promise.all([it.tend(LATE), it.tend(LATE), it.tend(LATE)]);
  expect(runs.reduce((sum, { escalated }) => sum + escalated, 0)).toBe(5);
  for (const cta of await it.ctas()) expect(cta.notes).toHaveLength(1);
});

test("what was closed in that very moment stays with whoever closed it", async () => {
  const table = await aTable();
  const it = aTending(table);
  await it.open("a", { dueAt });
  const closing = { status: "closed", closedAt: "2026-12-02T23:00:05.000Z", outcome: "called" } as const;
  const done = await it.tend(LATE, {
    ...it.ports,
    tendCta: async (ctaId, decide) => {
      await tendCta(table, ctaId, (cta) => ({ ...cta, ...closing }));
      return await it.ports.tendCta(ctaId, decide);
    },
  });
  expect(done.escalated).toBe(0);
  expect((await it.ctas())[0]).toMatchObject({ ...closing, escalatedAt: null });
});

test("one that cannot be passed on holds up no other, and is not passed over in silence", async () => {
  const it = aTending(await aTable());
  for (const ctaId of ["a", "bad", "c"]) await it.open(ctaId, { dueAt });
  const ports = {
    ...it.ports,
    account: (accountId: string) =>
      accountId === "acc-of-bad" ? Promise.reject(new Error("unreadable")) : it.ports.account(accountId),
  };
  await expect(it.tend(LATE, ports)).rejects.toThrow("unreadable");
  const escalated = (await it.ctas()).filter(({ escalatedAt }) => escalatedAt !== null);
  expect(escalated.map(({ ctaId }) => ctaId)).toEqual(["a", "c"]);
});
