import { describe, expect, test } from "vitest";
import { Cta } from "#shared/domain/ctas/cta.ts";
import { asOpened, join } from "#shared/domain/ctas/cta-join.ts";
import { aCta } from "../../../builders.ts";

const AT = "2026-12-01T11:00:00.000Z";
const SNOOZED = { status: "snoozed", snoozedUntil: "2026-12-10" } as const;
const further = aCta({
  ctaId: "cta-2",
  responses: ["inv-2"],
  contacts: ["con-2"],
  scores: { nps: 5, csat: 2 },
  comment: "it is slow",
  dueAt: "2026-12-01T23:59:59.000Z",
  openedAt: AT,
});
const NOTED = {
  at: AT,
  by: "lifecycle-surveys",
  text: "con-2 answered, too: NPS 5, CSAT 2.",
  kind: "further",
  responseId: "inv-2",
  scores: { nps: 5, csat: 2 },
  comment: "it is slow",
} as const;

describe("a further answer", () => {
  test("adds itself, its contact and what it says once, and brings an earlier due date", () => {
    const joined = join(aCta({ comment: "first" }), further);
    const { dueAt } = further;
    const both = { responses: ["inv-1", "inv-2"], contacts: ["con-1", "con-2"] };
    expect(joined).toEqual(aCta({ comment: "first", ...both, dueAt, notes: [NOTED] }));
    expect(Cta.parse(joined)).toEqual(joined);
    expect(join(joined, further)).toEqual(joined);
    expect(join(joined, aCta({ dueAt: "2027-01-01T23:59:59.000Z" }))).toEqual(joined);
  });

  test.each([
    ["negative", "dissatisfied", "detractor", "detractor"],
    ["negative", "neutral", "dissatisfied", "dissatisfied"],
    ["negative", "detractor", "dissatisfied", "detractor"],
    ["positive", "satisfied", "promoter", "promoter"],
    ["positive", "promoter", "passive", "promoter"],
    ["call-back", null, null, null],
  ] as const)("of a %s one in %s, which is %s, leaves it %s", (kind, band, itsBand, left) => {
    const reason = "as it was";
    const was = { scores: { nps: null, csat: 3 }, comment: "first", reason };
    const joined = join(aCta({ kind, band, ...was }), { ...further, kind, band: itsBand });
    expect(joined.band).toBe(left);
    const isShown = left !== band;
    const { scores, comment } = further;
    expect(joined).toMatchObject(isShown ? { scores, comment, reason: further.reason } : was);
    const inPlaceOf = { scores: was.scores, comment: "first" };
    expect(joined.notes[0]).toHaveProperty("responseId", "inv-2");
    expect(joined.notes.flatMap((note) => (note.kind === "further" ? [note.inPlaceOf] : []))).toEqual([
      isShown ? inPlaceOf : undefined,
    ]);
    expect(Cta.parse(joined)).toEqual(joined);
  });

  test("that was positive, too, makes it mixed, and one that was not leaves it so", () => {
    expect(join(aCta(), { ...further, mixed: true }).mixed).toBe(true);
    expect(join(aCta({ mixed: true }), further).mixed).toBe(true);
  });

  test("adds no words to a history that is full", () => {
    const said = { at: AT, by: "ana@vendor.example", text: "語".repeat(2000) };
    const joined = join(aCta({ notes: Array.from({ length: 40 }, () => said) }), further);
    expect(joined.notes.at(-1)).toEqual({ ...NOTED, comment: null });
  });

  test("leaves what is told of the opening as it was", () => {
    const first = aCta({ band: "neutral", scores: { nps: null, csat: 3 }, comment: "first" });
    const joined = join(first, { ...further, mixed: true });
    const { responses, contacts, notes } = joined;
    expect(asOpened(joined, first)).toEqual({ ...first, responses, contacts, notes });
  });

  test.each([
    ["negative", "open"],
    ["call-back", "open"],
    ["positive", "snoozed"],
    ["contact-role-missing", "snoozed"],
  ] as const)("finds a snoozed %s one %s", (kind, status) => {
    const joined = join(aCta({ kind, ...SNOOZED }), { ...further, kind });
    expect(joined.status).toBe(status);
    expect(joined.notes.map((note) => [note.kind, note.at, note.by])).toEqual([
      ...(status === "open" ? [["woken", AT, "lifecycle-surveys"]] : []),
      ["further", AT, "lifecycle-surveys"],
    ]);
  });

  test("that is in already wakes nobody, and who has acknowledged it goes on", () => {
    expect(join(aCta({ ...SNOOZED, responses: ["inv-2"] }), further)).toMatchObject({
      status: "snoozed",
      notes: [],
    });
    const acknowledged = aCta({ status: "acknowledged", acknowledgedAt: AT });
    expect(join(acknowledged, further)).toMatchObject({ status: "acknowledged", acknowledgedAt: AT });
  });
});
