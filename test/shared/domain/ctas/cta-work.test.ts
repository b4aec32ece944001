import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Cta } from "#shared/domain/ctas/cta.ts";
import { closingsIn } from "#shared/domain/ctas/cta-history.ts";
import { ctaView } from "#shared/domain/ctas/cta-view.ts";
import { isWithdrawn, reopened, withdraw } from "#shared/domain/ctas/cta-withdrawal.ts";
import { type CtaCommand, statusOn, type Worked, work } from "#shared/domain/ctas/cta-work.ts";
import { CTA_DRIVERS, CTA_KINDS } from "#shared/events/ctas.ts";
import { aCta } from "../../../builders.ts";

const AT = "2026-12-01T12:00:00.000Z";
const hand = { at: AT, by: "ana@vendor.example" };
const ana = { role: "csm", name: "Ana Almeida", email: "ana@vendor.example" } as const;
const close = (over: Partial<Extract<CtaCommand, { kind: "close" }>> = {}): CtaCommand => ({
  kind: "close",
  outcome: "called, all is well",
  driver: "product-quality",
  ...over,
});
const CLOSED = { status: "closed", closedAt: AT, outcome: "done", driver: "other" } as const;
const SNOOZED = { status: "snoozed", snoozedUntil: "2026-12-10" } as const;

function after(worked: Worked): Cta {
  if (worked.kind !== "changed") throw new Error(`it is ${worked.kind}`);
  return worked.cta;
}

const command: fc.Arbitrary<CtaCommand> = fc.oneof(
  fc.constant({ kind: "acknowledge" } as const),
  fc.record({ kind: fc.constant("snooze" as const), until: fc.constantFrom("2026-12-10", "2026-12-24") }),
  fc.record({
    kind: fc.constant("close" as const),
    outcome: fc.constantFrom("resolved", "unreachable"),
    driver: fc.option(fc.constantFrom(...CTA_DRIVERS)),
  }),
  fc.constant({ kind: "open" } as const),
  fc.record({
    kind: fc.constant("reassign" as const),
    owner: fc.constantFrom(ana, { ...ana, role: "queue" } as const),
  }),
  fc.constant({ kind: "note" } as const),
);
const moment = fc.record({
  commands: fc.array(command, { minLength: 1, maxLength: 3 }),
  by: fc.constantFrom("ana@vendor.example", "ben@vendor.example"),
  note: fc.option(fc.constantFrom("left a message", "spoke to Mei"), { nil: undefined }),
  isDoubted: fc.boolean(),
});

function expectSound(cta: Cta): void {
  expect(Cta.parse(cta)).toEqual(cta);
  const isClosed = cta.status === "closed";
  expect([cta.closedAt !== null, cta.outcome !== null]).toEqual([isClosed, isClosed]);
  expect(cta.driver !== null).toBe(isClosed && cta.kind === "negative" && !isWithdrawn(cta));
  if (isWithdrawn(cta)) expect(cta.outcome).toBe("not a person's answer");
  expect(cta.snoozedUntil !== null).toBe(cta.status === "snoozed");
  if (cta.status === "acknowledged") expect(cta.acknowledgedAt).not.toBeNull();
  const last = closingsIn(cta.notes).at(-1);
  if (isClosed) expect(last).toMatchObject({ at: cta.closedAt, outcome: cta.outcome, driver: cta.driver });
}

/** As a doubt leaves it: withdrawn where nobody has worked it; and one that was withdrawn as a person's answer does. */
function doubted(cta: Cta, at: string): Cta {
  const is = isWithdrawn(cta)
    ? reopened(cta, aCta({ kind: cta.kind }), { at, text: "answered" })
    : after(withdraw(cta, { at, text: "doubt" }));
  expectSound(is);
  const isWorked = cta.notes.some(({ by }) => by.includes("@"));
  if (isWorked && !isWithdrawn(cta)) expect(is).toEqual({ ...cta, notes: is.notes });
  return is;
}

describe("any sequence of what people do", () => {
  test("leaves it sound, loses no history, and keeps who did each and when", () => {
    fc.assert(
      fc.property(fc.constantFrom(...CTA_KINDS), fc.array(moment, { maxLength: 12 }), (kind, moments) => {
        let cta = aCta({ kind });
        for (const [minute, { commands, by, note, isDoubted }] of moments.entries()) {
          const at = new Date(Date.UTC(2026, 11, 2, 8, minute * 2)).toISOString();
          if (isDoubted) cta = doubted(cta, at);
          const before = structuredClone(cta);
          const worked = work(cta, commands, { at, by, note });
          // Decided over it, nothing is changed in it.
          expect(cta).toEqual(before);
          if (worked.kind !== "changed") continue;
          cta = worked.cta;
          expectSound(cta);
          expect(cta.notes.slice(0, before.notes.length)).toEqual(before.notes);
          const added = cta.notes.slice(before.notes.length);
          expect(added.length).toBeGreaterThan(0);
          for (const one of added) expect(one).toMatchObject({ at, by });
          if (note !== undefined) expect(added.map(({ text }) => text)).toContain(note);
          if (before.acknowledgedAt !== null) expect(cta.acknowledgedAt).toBe(before.acknowledgedAt);
          const { dueAt, responses, contacts, openedAt } = before;
          expect(cta).toMatchObject({ kind, dueAt, responses, contacts, openedAt });
        }
      }),
      { seed: 20261201, numRuns: 300 },
    );
  });

  test("sent again right away changes nothing", () => {
    fc.assert(
      fc.property(fc.constantFrom(...CTA_KINDS), fc.array(moment, { maxLength: 6 }), (kind, moments) => {
        let cta = aCta({ kind });
        for (const { commands, by, note } of moments) {
          const [first] = commands;
          const worked = first === undefined ? undefined : work(cta, [first], { at: AT, by, note });
          if (worked?.kind !== "changed" || first === undefined) continue;
          cta = worked.cta;
          expect(work(cta, [first], { at: AT, by, note })).toEqual({ kind: "unchanged" });
        }
      }),
      { seed: 20261202, numRuns: 200 },
    );
  });
});

test("what is closed is changed by nothing but opening it, and notes", () => {
  const closed = aCta(CLOSED);
  const commands: CtaCommand[] = [
    { kind: "acknowledge" },
    { kind: "snooze", until: "2026-12-10" },
    { kind: "reassign", owner: ana },
    close({ outcome: "otherwise" }),
  ];
  for (const one of commands)
    expect(work(closed, [one], hand)).toEqual({
      kind: "refused",
      refusal: { reason: "is-closed", command: one.kind, closedAt: AT },
    });
  expect(after(work(closed, [{ kind: "note" }], { ...hand, note: "more" }))).toMatchObject(CLOSED);
});

test("opened again it has no outcome, and its history has the one it had", () => {
  const closed = after(work(aCta(), [close()], hand));
  const open = after(work(closed, [{ kind: "open" }], { ...hand, note: "they wrote again" }));
  expect(open).toMatchObject({ status: "open", closedAt: null, outcome: null, driver: null });
  expect(open.notes).toEqual([
    { ...hand, text: "Closed.", kind: "closed", outcome: "called, all is well", driver: "product-quality" },
    { ...hand, text: "they wrote again", kind: "reopened", dueBefore: aCta().dueAt },
  ]);
});

test.each([
  ["a negative one", "negative", null, { reason: "driver-missing" }],
  ["a positive one", "positive", "other", { reason: "driver-not-asked", of: "positive" }],
  [
    "a missing role",
    "contact-role-missing",
    "other",
    { reason: "driver-not-asked", of: "contact-role-missing" },
  ],
] as const)("%s is closed with what its kind asks for", (_, kind, driver, refusal) => {
  expect(work(aCta({ kind }), [close({ driver })], hand)).toEqual({ kind: "refused", refusal });
});

test("several at once are all done or, where one is refused, none", () => {
  const both: CtaCommand[] = [{ kind: "reassign", owner: ana }, { kind: "acknowledge" }];
  const cta = after(work(aCta(), both, { ...hand, note: "yours, Ana" }));
  expect(cta).toMatchObject({ status: "acknowledged", owner: ana });
  expect(cta.notes.map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
    "reassigned: yours, Ana",
    "acknowledged: Acknowledged.",
  ]);
  expect(work(aCta(), [{ kind: "acknowledge" }, close({ driver: null })], hand).kind).toBe("refused");
});

test("the same words two days running are two notes", () => {
  const monday = after(work(aCta(), [{ kind: "note" }], { ...hand, note: "no answer" }));
  const tuesday = { ...hand, at: "2026-12-02T12:00:00.000Z", note: "no answer" };
  expect(after(work(monday, [{ kind: "note" }], tuesday)).notes).toHaveLength(2);
});

test("whose history is full can only be closed", () => {
  const said = { by: "ana@vendor.example", text: "語".repeat(2000) };
  const full = aCta({ notes: Array.from({ length: 40 }, () => ({ at: AT, ...said })) });
  expect(work(full, [{ kind: "note" }], { ...hand, note: "more" })).toEqual({
    kind: "refused",
    refusal: { reason: "history-full" },
  });
  expect(after(work(full, [close()], hand)).status).toBe("closed");
});

test.each([
  ["2026-12-09", "snoozed"],
  ["2026-12-10", "open"],
])("on %s one that is snoozed until 10 December is %s", (today, status) => {
  expect(statusOn(SNOOZED, today)).toBe(status);
  expect(ctaView(aCta(SNOOZED), today, new Map()).status).toBe(status);
});

test("is shown with those of the same answer by the ids under which they are found now", () => {
  const joined = new Map([["b", "x"]]);
  expect(ctaView(aCta({ linked: ["a", "b", "x"] }), "2026-12-01", joined).linked).toEqual(["a", "x"]);
});
