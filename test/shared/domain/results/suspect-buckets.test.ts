import { describe, expect, it } from "vitest";
import type { Attempt } from "#shared/domain/answers/attempt.ts";
import { includingSuspects, isCounted } from "#shared/domain/results/buckets.ts";
import { expiredBy } from "#shared/domain/results/closings.ts";
import { countDay } from "#shared/domain/results/counted-day.ts";
import { historyOf, type Invitation } from "#shared/domain/sending/invitation.ts";
import { bucketFrom, bucketItem } from "#shared/dynamodb/bucket-item.ts";
import { anInvitation, aProgram } from "../../../builders.ts";

const SENT_ON = "2026-12-01";
const VERSIONS = new Map([[1, aProgram("post-onboarding")]]);
const scored = (at: string, nps: number, over: Partial<Attempt> = {}): Attempt => ({
  attemptId: at,
  at,
  answers: [
    { questionId: "nps", kind: "nps", value: nps },
    { questionId: "csat", kind: "csat", value: 5 },
  ],
  ...over,
});
const byScanner = { scannerNetwork: "gateway" };

/** Of everybody, as it comes back from the table. */
function allOn(day: string, ...invitations: readonly Invitation[]) {
  const buckets = countDay("post-onboarding", day, invitations, invitations, VERSIONS);
  const all = buckets.find(({ attribute }) => attribute === "all");
  if (all === undefined) throw new Error(`nothing was counted on ${day}`);
  const stored = bucketFrom(all, bucketItem(all));
  expect(stored).toEqual(all);
  return stored;
}

describe("a suspect answer", () => {
  const invitation = anInvitation({ attempts: [scored("2026-12-01T10:00:00.000Z", 0, byScanner)] });

  it("leaves the day as though nobody had answered", () => {
    const silent = allOn(SENT_ON, anInvitation());
    const { withSuspects: _, ...bucket } = allOn(SENT_ON, invitation);
    expect(bucket).toEqual(silent);
    expect(bucket.funnel).toMatchObject({ sent: 1, answered: 0, completed: 0 });
    expect(bucket.closings).toHaveLength(1);
  });

  it("counts as any other where suspects are included", () => {
    const human = anInvitation({ attempts: [scored("2026-12-01T10:00:00.000Z", 0)] });
    expect(includingSuspects(allOn(SENT_ON, invitation))).toEqual(allOn(SENT_ON, human));
  });

  it("costs a day without one nothing", () => {
    const human = anInvitation({ attempts: [scored("2026-12-01T10:00:00.000Z", 0)] });
    expect(bucketItem(allOn(SENT_ON, human)).withSuspects).toBeUndefined();
  });

  it("alone on its day is counted there only with suspects", () => {
    const later = anInvitation({ attempts: [scored("2026-12-03T10:00:00.000Z", 0, byScanner)] });
    const bucket = allOn("2026-12-03", later);
    expect(isCounted(bucket)).toBe(false);
    expect(isCounted(includingSuspects(bucket))).toBe(true);
  });

  it("before a person's is dated by itself with suspects, by the person's without", () => {
    const attempts = [
      scored("2026-12-02T10:00:00.000Z", 0, byScanner),
      scored("2026-12-03T10:00:00.000Z", 9),
    ];
    const both = anInvitation({ attempts });
    const second = allOn("2026-12-02", both);
    const third = allOn("2026-12-03", both);
    const points = ({ nps }: { readonly nps: readonly number[] }) =>
      nps.flatMap((n, step) => (n > 0 ? [step] : []));
    expect([points(second), points(third)]).toEqual([[], [9]]);
    // The newest version counts, whichever it is.
    expect([points(includingSuspects(second)), points(includingSuspects(third))]).toEqual([[9], []]);
  });
});

it("an invitation that only scanners answered is not answered, and expires as the funnel says", () => {
  const invitation = anInvitation({ attempts: [scored("2026-12-01T10:00:00.000Z", 0, byScanner)] });
  const closed = new Date("2026-12-31T08:00:11.001Z");
  const types = historyOf(invitation, closed).map(({ type }) => type);
  expect([types.includes("answered"), types.includes("expired")]).toEqual([false, true]);
  expect(expiredBy(allOn(SENT_ON, invitation).closings, closed)).toBe(1);
});
