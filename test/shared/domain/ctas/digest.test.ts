import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Cta } from "#shared/domain/ctas/cta.ts";
import {
  type DigestEntry,
  digestDay,
  digestEntry,
  digestsOf,
  nextDigestDay,
} from "#shared/domain/ctas/digest.ts";
import { EVENTS, type EventDetail } from "#shared/events.ts";
import { aCta } from "../../../builders.ts";

const BERLIN = { timeZone: "Europe/Berlin", holidays: ["2026-12-25"] };
const AT = new Date("2026-12-03T06:00:00Z");

function anEntry(over: Partial<Cta> = {}): DigestEntry {
  const entry = digestEntry(aCta(over), "2026-12-03");
  if (entry === undefined) throw new Error("is not of an answer");
  return entry;
}

function told(
  ctas: readonly Cta[],
  entries: readonly DigestEntry[] = [],
  at = AT,
): EventDetail<"CTA Digest">[] {
  return digestsOf("2026-12-03", { ctas, entries }, at, BERLIN).map(({ detail }) =>
    EVENTS["CTA Digest"].parse(detail),
  );
}

describe("the digest's day", () => {
  test.each([
    ["2026-12-03T05:59:59Z", undefined],
    ["2026-12-03T06:00:00Z", "2026-12-03"],
    ["2026-12-03T22:59:00Z", "2026-12-03"],
    ["2026-12-03T23:00:00Z", undefined],
    // A Saturday, a Sunday, a holiday; and summer time, in which 7 o'clock is an hour earlier.
    ["2026-12-05T12:00:00Z", undefined],
    ["2026-12-06T12:00:00Z", undefined],
    ["2026-12-25T12:00:00Z", undefined],
    ["2026-07-01T05:00:00Z", "2026-07-01"],
  ])("at %s is %s", (at, day) => {
    expect(digestDay(new Date(at), BERLIN)).toBe(day);
  });

  test("an answer is kept for the next that has not begun, over weekends and holidays", () => {
    expect(nextDigestDay(new Date("2026-12-03T05:00:00Z"), BERLIN)).toBe("2026-12-03");
    expect(nextDigestDay(new Date("2026-12-03T05:56:00Z"), BERLIN)).toBe("2026-12-04");
    expect(nextDigestDay(new Date("2026-12-04T12:00:00Z"), BERLIN)).toBe("2026-12-07");
    expect(nextDigestDay(new Date("2026-12-24T12:00:00Z"), BERLIN)).toBe("2026-12-28");
  });

  test("none is told on the day of an answer before there was time to keep it", () => {
    const epoch = Date.parse("2026-01-01T00:00:00Z");
    const minutes = fc.nat({ max: 2 * 365 * 24 * 60 });
    fc.assert(
      fc.property(minutes, (minute) => {
        const now = new Date(epoch + minute * 60_000);
        const day = nextDigestDay(now, BERLIN);
        const begun = digestDay(new Date(now.getTime() + 4 * 60_000), BERLIN);
        expect(begun === undefined || begun < day).toBe(true);
      }),
    );
  });
});

describe("a digest", () => {
  test("tells each owner once, under whatever role, what there is to do", () => {
    const csm = { role: "csm" as const, name: "Ana Almeida", email: "ana@vendor.example" };
    const same = { ...csm, role: "csm-manager" as const, email: "Ana@vendor.example" };
    const digests = told([aCta(), aCta({ ctaId: "b", owner: csm }), aCta({ ctaId: "c", owner: same })]);
    expect(digests.map(({ ctas }) => ctas.map(({ ctaId }) => ctaId))).toEqual([["cta-1"], ["b", "c"]]);
    expect(new Set(digests.map(({ id }) => id)).size).toBe(2);
    expect(JSON.stringify(digests.map(({ id }) => id))).not.toContain("@");
  });

  test("counts what is open, overdue and due today, and puts the most urgent first", () => {
    const due = (ctaId: string, dueAt: string, more: Partial<Cta> = {}) => aCta({ ctaId, dueAt, ...more });
    const [digest] = told([
      due("later", "2026-12-08T22:59:59.000Z"),
      // The end of the 2nd and of the 3rd in Berlin.
      due("overdue", "2026-12-02T22:59:59.000Z", { status: "acknowledged" }),
      due("today", "2026-12-03T22:59:59.000Z"),
      due("tomorrow", "2026-12-04T22:59:59.000Z"),
    ]);
    expect(digest?.counts).toEqual({ open: 4, overdue: 1, dueToday: 1 });
    expect(digest?.ctas.map(({ ctaId }) => ctaId)).toEqual(["overdue", "today", "tomorrow", "later"]);
    expect(digest?.occurredAt).toBe("2026-12-03T06:00:00.000Z");
  });

  test("leaves out what sleeps, unless it is overdue, and what is closed", () => {
    const asleep = { status: "snoozed", snoozedUntil: "2026-12-04" } as const;
    const dueAt = "2026-12-10T22:59:59.000Z";
    const [digest] = told([
      aCta({ ctaId: "asleep", dueAt, ...asleep }),
      aCta({ ctaId: "overdue", ...asleep }),
      aCta({ ctaId: "awake", dueAt, status: "snoozed", snoozedUntil: "2026-12-03" }),
      aCta({ ctaId: "closed", status: "closed" }),
    ]);
    expect(digest?.ctas.map(({ ctaId, status }) => [ctaId, status])).toEqual([
      ["overdue", "snoozed"],
      ["awake", "open"],
    ]);
    expect(digest?.counts.open).toBe(2);
  });

  test("is not told of nothing", () => {
    expect(told([])).toEqual([]);
    const asleep = {
      status: "snoozed",
      snoozedUntil: "2026-12-04",
      dueAt: "2026-12-10T22:59:59.000Z",
    } as const;
    expect(told([aCta(asleep)])).toEqual([]);
  });

  test("tells the answers that open nothing, also where there is nothing to do", () => {
    const [digest] = told([], [anEntry({ comment: "slow" })]);
    expect(digest).toMatchObject({
      counts: { open: 0 },
      owner: aCta().owner,
      answers: [{ band: "detractor", comment: "slow", answeredAt: "2026-12-01T10:00:00.000Z" }],
    });
  });

  test("has room on the bus whatever there is, the most urgent in it, and says how many more", () => {
    const comment = "ü".repeat(5000);
    const hours = Array.from({ length: 300 }, (_, i) => new Date(Date.parse("2027-01-01") + i * 3_600_000));
    const ctas = hours.map((at, i) => aCta({ ctaId: `cta-${i}`, comment, dueAt: at.toISOString() }));
    const entries = hours.map((at) =>
      anEntry({ comment, openedAt: at.toISOString(), invitationId: at.toISOString() }),
    );
    const [digest] = told(ctas.toReversed(), entries.toReversed());
    if (digest === undefined) throw new Error("nothing was told");
    expect(Buffer.byteLength(JSON.stringify(digest))).toBeLessThan(200_000);
    expect(digest.ctas[0]?.ctaId).toBe("cta-0");
    expect(digest.ctas.length).toBeGreaterThan(5);
    expect(digest.ctas.length + digest.moreCtas).toBe(300);
    expect(digest.answers.length).toBeGreaterThan(2);
    expect(digest.answers.length + digest.moreAnswers).toBe(300);
  });
});
