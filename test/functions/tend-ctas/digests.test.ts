import { expect, test } from "vitest";
import { addDays } from "#shared/domain/days.ts";
import { itemsOfPartition } from "#shared/dynamodb/partition.ts";
import { dyingAt } from "../../dying.ts";
import { aTable } from "../../table.ts";
import { aTending } from "./tending.ts";

const THURSDAY = "2026-12-03T06:00:00Z";
const FRIDAY = "2026-12-04T06:00:00Z";
const dueAt = "2026-12-09T22:59:59.000Z";
const ana = { role: "csm" as const, name: "Ana Almeida", email: "ana@vendor.example" };

test("at seven in the morning each owner is told what there is to do, once", async () => {
  const it = aTending(await aTable());
  await it.open("a", { dueAt });
  await it.open("b", { dueAt, kind: "positive", owner: ana });
  await it.tend("2026-12-03T05:00:00Z");
  expect(it.digests()).toEqual([]);
  expect(await it.tend(THURSDAY)).toMatchObject({ digests: 2 });
  const digests = it.digests();
  expect(digests.map(({ owner, ctas }) => [owner.name, ctas.map(({ ctaId }) => ctaId)])).toEqual([
    ["Manager 1", ["a"]],
    ["Ana Almeida", ["b"]],
  ]);
  expect(new Set(digests.map(({ id }) => id)).size).toBe(2);
  await it.tend("2026-12-03T07:00:00Z");
  expect(it.digests()).toEqual([]);
  await it.tend(FRIDAY);
  expect(it.digests().map(({ day }) => day)).toEqual(["2026-12-04", "2026-12-04"]);
});

test("none is told on weekends and holidays, or of nothing", async () => {
  const it = aTending(await aTable());
  expect(await it.tend(THURSDAY)).toMatchObject({ digests: 0 });
  await it.open("a", { dueAt: "2027-12-09T22:59:59.000Z" });
  for (const day of ["2026-12-05", "2026-12-06", "2026-12-25"]) await it.tend(`${day}T12:00:00Z`);
  expect(it.digests()).toEqual([]);
});

test("a morning that was missed is made up for later that day", async () => {
  const it = aTending(await aTable());
  await it.open("a", { dueAt });
  await it.tend("2026-12-03T15:00:00Z");
  expect(it.digests()).toMatchObject([{ day: "2026-12-03", occurredAt: "2026-12-03T06:00:00.000Z" }]);
});

test("an answer that opens nothing is told in one digest, also where it is kept again", async () => {
  const it = aTending(await aTable());
  await it.keep("2026-12-03", { invitationId: "one", owner: ana });
  await it.tend(THURSDAY);
  expect(it.digests()).toMatchObject([{ owner: ana, answers: [{ invitationId: "one" }] }]);
  // As the stream delivers it again, after that digest.
  await it.keep("2026-12-04", { invitationId: "one", owner: ana });
  await it.keep("2026-12-04", { invitationId: "two", owner: ana });
  await it.tend(FRIDAY);
  expect(it.digests()).toMatchObject([{ answers: [{ invitationId: "two" }] }]);
});

test("what waits for a digest goes by itself, some weeks after it", async () => {
  const table = await aTable();
  await aTending(table).keep("2026-12-03", { invitationId: "one" });
  const [item] = await itemsOfPartition(table, "INVITATION#one");
  expect(item?.expiresAt).toBe(Date.parse("2027-01-02") / 1000);
});

test("over days without any digest no answer is lost", async () => {
  const it = aTending(await aTable());
  await it.tend("2026-11-30T06:00:00Z");
  for (const day of ["2026-12-01", "2026-12-02", "2026-12-03"]) await it.keep(day, { invitationId: day });
  await it.open("a", { dueAt });
  await it.tend(THURSDAY);
  // What there is to do is told once, with the newest.
  expect(it.digests().map(({ day, answers, ctas }) => [day, answers.length, ctas.length])).toEqual([
    ["2026-12-01", 1, 1],
    ["2026-12-02", 1, 1],
    ["2026-12-03", 1, 1],
  ]);
});

test("dying at any of its calls, no answer is told under two ids, and none is lost", async () => {
  for (const when of ["before", "after"] as const) {
    const table = await aTable();
    for (let calls = 0, isThrough = false; !isThrough; calls++) {
      const day = addDays("2027-01-04", calls * 7);
      const next = addDays(day, 1);
      const it = aTending(table);
      const ports = { ...it.ports, comingRenewals: async () => [] };
      for (const invitationId of [`${day}-1`, `${day}-2`]) await it.keep(day, { invitationId });
      await it.keep(day, { invitationId: `${day}-3`, owner: ana });
      const dying = dyingAt(ports, when, calls);
      const first = await it.tend(`${day}T06:00:00Z`, dying.ports).catch(() => undefined);
      isThrough = first !== undefined;
      const late = { invitationId: `${day}-late` };
      await it.keep(next, late);
      // It is dead for the rest of the day.
      await it.tend(`${next}T06:00:00Z`, ports);
      const idsOf = new Map<string | null, Set<string>>();
      for (const { id, answers } of it.digests())
        for (const { invitationId } of answers)
          idsOf.set(invitationId, (idsOf.get(invitationId) ?? new Set()).add(id));
      expect([...idsOf.keys()].sort(), `${when} ${calls}`).toEqual([
        `${day}-1`,
        `${day}-2`,
        `${day}-3`,
        `${day}-late`,
      ]);
      for (const ids of idsOf.values()) expect(ids.size, `${when} ${calls}`).toBe(1);
    }
  }
});

test("a second run of the same day says the same", async () => {
  const it = aTending(await aTable());
  await it.open("a", { dueAt });
  await it.keep("2026-12-03", { invitationId: "one" });
  const mute = { ...it.ports, markTended: () => Promise.reject(new Error("died")) };
  await expect(it.tend(THURSDAY, mute)).rejects.toThrow("died");
  const said = it.digests();
  await Promise.all([it.tend(THURSDAY), it.tend(THURSDAY)]);
  expect(it.digests()).toEqual([...said, ...said]);
});
