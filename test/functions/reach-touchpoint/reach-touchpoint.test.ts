import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Table } from "#shared/dynamodb/table.ts";
import { dyingAfter } from "../../dying.ts";
import { startTable } from "../../table.ts";
import { NIGHT, someTouchpoints } from "./touchpoints.ts";

const hoursLater = (hours: number) => new Date(Date.parse(NIGHT) + hours * 3_600_000).toISOString();

let table: Table;
let stop: () => void;
beforeAll(async () => {
  ({ table, stop } = await startTable());
});
afterAll(() => stop());

describe("a contact to whom something happened", () => {
  test("is asked at once, at any hour, and the cooldown starts", async () => {
    const it = someTouchpoints(table);
    await it.save({ mei: {}, kim: {} });
    expect(await it.reach()).toMatchObject({
      kind: "reached",
      decisions: [{ programId: it.programId, decision: { contactId: "mei", verdict: "selected" } }],
    });
    const invited = await it.invited();
    expect(invited).toMatchObject([
      {
        contactId: "mei",
        cycle: "event-case-1",
        status: "selected",
        notBefore: NIGHT,
        dropAt: hoursLater(24),
      },
    ]);
    expect(await it.lastAskedOn("mei")).toBe("2026-11-28");
    expect(await it.milestones()).toMatchObject([
      { programId: it.programId, cycle: "event-case-1", status: "done", contacts: ["mei"] },
    ]);
    expect(await it.verdicts()).toEqual(["mei: selected"]);
    expect(await it.run()).toMatchObject({ status: "done", counts: { due: 1, selected: 1, excluded: 0 } });
  });

  test.each([
    ["anonymous", { anonymous: true }, { anonymous: true, isOpenUntracked: true }],
    ["untracked", { tracksOpens: false }, { isOpenUntracked: true }],
    ["neither", {}, {}],
  ])("is asked as the program asks by then: %s", async (_, over, marks) => {
    const it = someTouchpoints(table);
    await it.save({ mei: {} });
    await it.reach({}, NIGHT, { ...it.ports, programs: async () => [{ ...it.program, ...over }] });
    const [{ anonymous, isOpenUntracked } = {}] = await it.invited();
    expect({ anonymous, isOpenUntracked }).toEqual(marks);
  });

  test("is asked once however often it is told, also at the same time, and decided once", async () => {
    const it = someTouchpoints(table);
    await it.save({ mei: {} });
    await Promise.all([it.reach(), it.reach(), it.reach()]);
    await it.reach({}, hoursLater(1));
    expect(await it.invited()).toHaveLength(1);
    expect(await it.verdicts()).toEqual(["mei: selected"]);
    expect(await it.run()).toMatchObject({ counts: { due: 1, selected: 1, excluded: 0 } });
  });

  test("is not asked again under the same reference after the cooldown, said to have happened anew", async () => {
    const it = someTouchpoints(table);
    await it.save({ mei: {} });
    await it.reach();
    const later = "2027-03-01T09:00:00.000Z";
    await it.reach({ occurredAt: later }, later);
    expect(await it.verdicts("2027-03-01")).toEqual(["mei: already-asked"]);
    expect(await it.invited()).toHaveLength(1);
  });

  test("is asked about one of two things that happen at the same time; the ledger keeps both", async () => {
    const it = someTouchpoints(table);
    await it.save({ mei: {} });
    await Promise.all([it.reach({ reference: "case-1" }), it.reach({ reference: "case-2" })]);
    expect(await it.invited()).toHaveLength(1);
    expect((await it.verdicts()).toSorted()).toEqual(["mei: contacted-recently", "mei: selected"]);
    expect(await it.run()).toMatchObject({ counts: { due: 2, selected: 1, excluded: 1 } });
  });
});

describe("a touchpoint", () => {
  test("that two programs ask about is asked about by the first of them alone", async () => {
    const it = someTouchpoints(table);
    await it.save({ mei: {} });
    const other = { ...it.program, programId: `${it.programId}-other` };
    const programs = async () => [it.program, other];
    const outcome = await it.reach({}, NIGHT, { ...it.ports, programs });
    expect(outcome).toMatchObject({
      decisions: [
        { programId: it.programId, decision: { verdict: "selected" } },
        { programId: other.programId, decision: { verdict: "excluded" } },
      ],
    });
    expect(await it.invited()).toMatchObject([{ programId: it.programId }]);
  });

  test("is asked about up to 24 hours later, to the millisecond", async () => {
    const it = someTouchpoints(table);
    await it.save({ mei: {}, kim: {} });
    await it.reach({ contactId: "mei" }, hoursLater(24));
    await it.reach({ contactId: "kim" }, new Date(Date.parse(NIGHT) + 24 * 3_600_000 + 1).toISOString());
    expect((await it.verdicts()).toSorted()).toEqual(["kim: dropped", "mei: selected"]);
    const inTime = (await it.ledger()).find(({ contactId }) => contactId === "kim")?.rules;
    expect(inTime?.find(({ rule }) => rule === "in-time")?.evidence).toEqual({
      reference: "case-1",
      occurredAt: NIGHT,
      ageHours: 24,
      dropsAfterHours: 24,
    });
  });

  test("of an unknown account, contact or type asks nobody", async () => {
    const it = someTouchpoints(table);
    expect(await it.reach()).toEqual({ kind: "no-such-account" });
    await it.save({ mei: {} });
    expect(await it.reach({ contactId: "nobody" })).toEqual({ kind: "no-such-contact" });
    expect(await it.reach({ type: "wedding" })).toEqual({ kind: "no-program" });
    expect(await it.ledger()).toEqual([]);
  });

  test("that has yet to happen is refused, save for clocks that differ", async () => {
    const it = someTouchpoints(table);
    await it.save({ mei: {} });
    expect(await it.reach({ occurredAt: hoursLater(0.1) })).toEqual({ kind: "in-the-future" });
    expect(await it.reach({ occurredAt: hoursLater(0.08) })).toMatchObject({ kind: "reached" });
  });

  test("whose deciding dies after any of its calls and is tried again is asked about once", async () => {
    const first = someTouchpoints(table);
    await first.save({ mei: {} });
    const counted = dyingAfter(first.ports, Number.POSITIVE_INFINITY);
    await first.reach({}, NIGHT, counted.ports);
    expect(counted.made()).toBeGreaterThan(6);
    for (let after = 0; after <= counted.made(); after++) {
      const it = someTouchpoints(table);
      await it.save({ mei: {} });
      const dying = dyingAfter(it.ports, after);
      await it.reach({}, NIGHT, dying.ports).catch(() => undefined);
      await it.reach({}, hoursLater(1));
      expect(await it.verdicts(), `died after call ${after}`).toEqual(["mei: selected"]);
      expect(await it.run()).toMatchObject({ counts: { due: 1, selected: 1, excluded: 0 } });
      expect(await it.invited()).toHaveLength(1);
      expect(await it.milestones()).toMatchObject([{ status: "done", contacts: ["mei"] }]);
    }
  });
});
