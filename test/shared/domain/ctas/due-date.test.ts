import { expect, test } from "vitest";
import type { Cta } from "#shared/domain/ctas/cta.ts";
import { type CtaCommand, work } from "#shared/domain/ctas/cta-work.ts";
import { dueAnew } from "#shared/domain/ctas/due-date.ts";
import { aCta } from "../../../builders.ts";

/** The Wednesday before Christmas, late enough to be Thursday in Berlin. */
const AT = "2026-12-23T23:30:00.000Z";
const CALENDAR = { timeZone: "Europe/Berlin", holidays: ["2026-12-25"] };
const closed: Partial<Cta> = { status: "closed", closedAt: "2026-12-02T09:00:00.000Z", outcome: "called" };

const after = (over: Partial<Cta>, command: CtaCommand = { kind: "open" }) => {
  const cta = aCta(over);
  const worked = dueAnew(cta, work(cta, [command], { at: AT, by: "ana@vendor.example" }), AT, CALENDAR);
  return worked.kind === "changed" ? worked.cta : cta;
};

test.each([
  ["negative", "2026-12-28T22:59:59.000Z"],
  ["call-back", "2026-12-28T22:59:59.000Z"],
  ["positive", "2027-01-01T22:59:59.000Z"],
  ["silent-renewal", "2027-01-01T22:59:59.000Z"],
] as const)("one of the kind %s that is opened again is due as though opened then", (kind, dueAt) => {
  expect(after({ ...closed, kind }).dueAt).toBe(dueAt);
});

test("one that is due later than that stays due then", () => {
  const dueAt = "2027-03-01T22:59:59.000Z";
  expect(after({ ...closed, dueAt }).dueAt).toBe(dueAt);
});

test("one of a missing role stays due by its survey", () => {
  expect(after({ ...closed, kind: "contact-role-missing" }).dueAt).toBe(aCta().dueAt);
});

test("nothing else that is done with one makes it due anew", () => {
  const acknowledged = { status: "acknowledged", acknowledgedAt: "2026-12-02T09:00:00.000Z" } as const;
  for (const changed of [after({}, { kind: "acknowledge" }), after(acknowledged)])
    expect([changed.dueAt, changed.notes[0]]).toEqual([
      aCta().dueAt,
      expect.not.objectContaining({ dueBefore: expect.anything() }),
    ]);
});
