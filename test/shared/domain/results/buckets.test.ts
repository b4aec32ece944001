import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Bucket } from "#shared/domain/results/buckets.ts";
import { countDay } from "#shared/domain/results/counted-day.ts";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import { anInvitation, aProgram } from "../../../builders.ts";

const DAY = "2026-12-01";
const VERSIONS = new Map([[1, aProgram("post-onboarding")]]);
const counted = (day: string, sent: readonly Invitation[], answered: readonly Invitation[]) =>
  countDay("post-onboarding", day, sent, answered, VERSIONS);
const all = (buckets: readonly Bucket[]) => buckets.find((bucket) => bucket.attribute === "all");
const values = (buckets: readonly Bucket[], attribute: string) =>
  buckets
    .filter((bucket) => bucket.attribute === attribute)
    .map((bucket) => bucket.value)
    .sort();
const answering = (at: string, nps: number, csat?: number) => ({
  attemptId: `attempt-${at}`,
  at,
  answers: [
    { questionId: "nps", kind: "nps" as const, value: nps },
    ...(csat === undefined ? [] : [{ questionId: "csat", kind: "csat" as const, value: csat }]),
  ],
});

describe("a day's counts", () => {
  it("stand under every attribute of the account as it was when the survey was sent", () => {
    const buckets = counted(DAY, [anInvitation()], []);
    expect(values(buckets, "plan")).toEqual(["premium"]);
    expect(values(buckets, "csm")).toEqual(["ana@vendor.example"]);
  });

  it("count an account with several products once under each", () => {
    const invitation = anInvitation({ account: { products: ["ci", "scm", "ci"] } });
    const buckets = counted(DAY, [invitation], []);
    expect(buckets.filter((b) => b.attribute === "products").map((b) => [b.value, b.funnel.sent])).toEqual([
      ["ci", 1],
      ["scm", 1],
    ]);
  });

  it("keep what the account did not say as unknown", () => {
    const buckets = counted(DAY, [anInvitation({ account: { industry: "" } })], []);
    expect([values(buckets, "industry"), values(buckets, "products")]).toEqual([["unknown"], ["unknown"]]);
  });

  it("show an attempt that never went out as invited and not as sent", () => {
    const invitation = anInvitation({ status: "refused", sentAt: undefined });
    expect(all(counted(DAY, [invitation], []))?.funnel).toMatchObject({
      invited: 1,
      sent: 0,
    });
  });

  it("take an answer as proof that the mail of an unknown outcome was sent", () => {
    const invitation = anInvitation({
      status: "unknown",
      sentAt: undefined,
      attempts: [answering("2026-12-02T09:00:00.000Z", 9)],
    });
    expect(all(counted(DAY, [invitation], []))?.funnel).toMatchObject({
      sent: 1,
      answered: 1,
    });
  });

  it("show who unsubscribed by a mail, which proves that it was sent", () => {
    const invitation = anInvitation({
      status: "unknown",
      sentAt: undefined,
      unsubscribedAt: "2026-12-09T09:00:00.000Z",
    });
    expect(all(counted(DAY, [invitation], []))?.funnel).toMatchObject({ sent: 1, unsubscribed: 1 });
  });

  it("tell an answer to all required questions from a partial one", () => {
    const partial = anInvitation({ attempts: [answering("2026-12-02T09:00:00.000Z", 9)] });
    const complete = anInvitation({ attempts: [answering("2026-12-02T09:00:00.000Z", 9, 4)] });
    expect(all(counted(DAY, [partial, complete], []))?.funnel).toMatchObject({
      answered: 2,
      completed: 1,
    });
  });

  it("count the newest score on the day of the first answer", () => {
    const invitation = anInvitation({
      attempts: [answering("2026-12-03T23:59:59.999Z", 9, 5), answering("2026-12-05T08:00:00.000Z", 3)],
    });
    const first = all(counted("2026-12-03", [], [invitation]));
    expect(first?.nps).toEqual([0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
    expect(first?.csat).toEqual([0, 0, 0, 0, 1]);
    expect(counted("2026-12-05", [], [invitation])).toEqual([]);
  });

  it("leave out an invitation whose sending was attempted again on another day", () => {
    const invitation = anInvitation({ claimedAt: "2026-12-02T08:00:00.000Z" });
    expect(counted(DAY, [invitation], [])).toEqual([]);
  });

  it("refuse to guess for a program version that nobody defined", () => {
    const invitation = anInvitation({
      programVersion: 99,
      attempts: [answering("2026-12-02T09:00:00.000Z", 9)],
    });
    expect(() => counted(DAY, [invitation], [])).toThrow(/version 99/);
  });

  const someInvitation: fc.Arbitrary<Invitation> = fc
    .record({
      score: fc.option(fc.integer({ min: 0, max: 10 }), { nil: undefined }),
      segment: fc.constantFrom("scale", "tech-touch", undefined),
      products: fc.subarray(["ci", "scm", "agile"]),
      isDelivered: fc.boolean(),
    })
    .map(({ score, segment, products, isDelivered }) =>
      anInvitation({
        account: { ...(segment === undefined ? {} : { segment }), products },
        ...(isDelivered ? { deliveredAt: "2026-12-01T08:00:12.000Z" } : {}),
        attempts: score === undefined ? [] : [answering(`${DAY}T10:00:00.000Z`, score)],
      }),
    );

  it("do not depend on the order, and add up over every attribute with one value an account", () => {
    const someAndShuffled = fc
      .array(someInvitation, { maxLength: 30 })
      .chain((some) =>
        fc.tuple(
          fc.constant(some),
          fc.shuffledSubarray(some, { minLength: some.length, maxLength: some.length }),
        ),
      );
    const ordered = (buckets: readonly Bucket[]) =>
      buckets.toSorted((a, b) => (a.attribute + a.value < b.attribute + b.value ? -1 : 1));
    fc.assert(
      fc.property(someAndShuffled, ([some, shuffled]) => {
        const buckets = counted(DAY, some, some);
        expect(ordered(counted(DAY, shuffled, shuffled))).toEqual(ordered(buckets));
        const sent = (attribute: string) =>
          buckets.filter((b) => b.attribute === attribute).reduce((total, b) => total + b.funnel.sent, 0);
        expect([sent("all"), sent("segment"), sent("plan")]).toEqual(Array(3).fill(some.length));
        const answered = some.filter((i) => (i.attempts ?? []).length > 0).length;
        expect((all(buckets)?.nps ?? []).reduce((total, count) => total + count, 0)).toBe(answered);
      }),
      { seed: 20261202, numRuns: 100 },
    );
  });
});
