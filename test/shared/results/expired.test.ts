import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Bucket } from "#shared/domain/results/buckets.ts";
import { MAX_CLOSINGS } from "#shared/domain/results/closings.ts";
import { countDay } from "#shared/domain/results/counted-day.ts";
import { figuresOf } from "#shared/domain/results/figures.ts";
import { type Invitation, isExpired, wasSent } from "#shared/domain/sending/invitation.ts";
import { bucketFrom, bucketItem } from "#shared/dynamodb/bucket-item.ts";
import { queryResults } from "#shared/results/query-results.ts";
import { anInvitation, aProgram } from "../../builders.ts";
import { measuring } from "./measuring.ts";

const DAY = "2027-03-01";
const START = Date.parse(`${DAY}T00:00:00.000Z`);
const HOUR = 3_600_000;
const DAY_MS = 24 * HOUR;
const VERSIONS = new Map([[1, aProgram("post-onboarding")]]);
const iso = (ms: number): string => new Date(ms).toISOString();

const sentAfter = (ms: number, over: Partial<Invitation> = {}, days = 30): Invitation => {
  const at = iso(START + ms);
  const closesAt = iso(START + ms + days * DAY_MS);
  return anInvitation({ claimedAt: at, sentAt: at, closesAt, ...over });
};

/** Of everybody, as they come back from the table. */
const bucketOf = (invitations: readonly Invitation[]): Bucket | undefined => {
  const buckets = countDay("post-onboarding", DAY, invitations, invitations, VERSIONS);
  const all = buckets.find(({ attribute }) => attribute === "all");
  return all && bucketFrom(all, bucketItem(all));
};
const funnelAt = (invitations: readonly Invitation[], now: number) => {
  const bucket = bucketOf(invitations);
  return figuresOf(bucket === undefined ? [] : [bucket], new Date(now)).funnel;
};
const expiredAt = (invitations: readonly Invitation[], now: number): number =>
  funnelAt(invitations, now).expired ?? Number.NaN;
const countedOneByOne = (invitations: readonly Invitation[], now: number): number =>
  invitations.filter((one) => isExpired(one, new Date(now))).length;

describe("the funnel's expired", () => {
  it("follow the time of asking, to the millisecond, with nothing counted again", async () => {
    const bucket = bucketOf([
      sentAfter(9 * HOUR),
      sentAfter(9 * HOUR, { bouncedAt: iso(START + 10 * HOUR) }),
    ]);
    const ask = queryResults(measuring(bucket === undefined ? [] : [bucket]));
    const query = { programs: ["post-onboarding"], from: DAY, to: DAY, includeSuspect: false };
    const at = async (now: string) => {
      const outcome = await ask(query, new Date(now));
      return outcome.kind === "results" ? outcome.results : undefined;
    };
    const closes = "2027-03-31T09:00:00.000Z";
    const after = "2027-03-31T09:00:00.001Z";
    expect(await at(closes)).toMatchObject({
      groups: [{ funnel: { sent: 2, bounced: 1, expired: 0, open: 2 } }],
    });
    expect(await at(after)).toMatchObject({
      asOf: after,
      groups: [{ funnel: { sent: 2, bounced: 1, expired: 2, open: 0 } }],
      definitions: { funnel: expect.stringContaining("expired: sent, and closed without an answer by asOf") },
    });
  });

  const attempt = { attemptId: "a", at: iso(START + HOUR), answers: [] };
  const someInvitation = fc
    .record({
      ms: fc.integer({ min: 0, max: DAY_MS - 1 }),
      days: fc.constantFrom(30, 30, 30, 7),
      over: fc.constantFrom<Partial<Invitation>>(
        {},
        {},
        { attempts: [attempt] },
        { bouncedAt: iso(START + HOUR) },
        { unsubscribedAt: iso(START + HOUR) },
        { status: "unknown", sentAt: undefined },
        { status: "unknown", sentAt: undefined, clickedAt: iso(START + HOUR) },
        { status: "refused", sentAt: undefined },
      ),
    })
    .map(({ ms, days, over }) => sentAfter(ms, over, days));
  const someTime = fc.oneof(
    fc.integer({ min: 30 * DAY_MS, max: 31 * DAY_MS }),
    fc.integer({ min: 6 * DAY_MS, max: 32 * DAY_MS }),
  );

  it("are as many as counting the invitations one by one gives, at any time", () => {
    fc.assert(
      fc.property(fc.array(someInvitation, { maxLength: MAX_CLOSINGS }), someTime, (invitations, ms) => {
        const edges = invitations.flatMap(({ closesAt = "" }) =>
          [0, 1].map((by) => Date.parse(closesAt) + by),
        );
        for (const now of [START + ms, ...edges])
          expect(expiredAt(invitations, now)).toBe(countedOneByOne(invitations, now));
      }),
      { seed: 20270301, numRuns: 100 },
    );
  });

  it("of many are never too many, at most a day behind, and right once all have closed", () => {
    const many = fc.array(someInvitation, { minLength: 60, maxLength: 150 });
    fc.assert(
      fc.property(many, someTime, (invitations, ms) => {
        const now = START + ms;
        const { expired, open } = funnelAt(invitations, now);
        expect(expired).toBeLessThanOrEqual(countedOneByOne(invitations, now));
        expect(expired).toBeGreaterThanOrEqual(countedOneByOne(invitations, now - DAY_MS));
        const midnight = START + Math.floor(ms / DAY_MS) * DAY_MS;
        expect(expiredAt(invitations, midnight)).toBe(countedOneByOne(invitations, midnight));
        const answered = invitations.filter(({ attempts }) => attempts !== undefined).length;
        const sent = invitations.filter(wasSent).length;
        expect(expiredAt(invitations, START + 31 * DAY_MS) + answered).toBe(sent);
        expect((expired ?? 0) + (open ?? 0) + answered).toBe(sent);
      }),
      { seed: 20270302, numRuns: 60 },
    );
  });
});
