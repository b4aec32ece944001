import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays } from "#shared/domain/days.ts";
import { type DayPlace, walkDays } from "#shared/records/walk-days.ts";

const FROM = "2024-01-01";
const TO = "2026-12-01";

/** Invitations on days, held in memory in the order of the table. */
const portsOver = (
  sent: readonly { day: string; programId: string; id: string }[],
  isWanted = (_: string) => true,
) => ({
  idsOnDay: async (programId: string, day: string, page: { after: string | undefined; limit: number }) =>
    sent
      .filter((one) => one.programId === programId && one.day === day && one.id > (page.after ?? ""))
      .map(({ id }) => id)
      .sort()
      .slice(0, page.limit),
  itemsOf: async (ids: readonly string[]) => ids.filter(isWanted),
});

describe("walking through the days of programs", () => {
  it("meets each wanted invitation once, the newest day first, whatever the page size", async () => {
    const someSent = fc.uniqueArray(
      fc.record({
        day: fc.oneof(fc.nat(5), fc.nat(1000)).map((back) => addDays(TO, -back)),
        programId: fc.constantFrom("pre-renewal", "post-onboarding"),
        id: fc.nat(0xffff).map((n) => n.toString(16).padStart(4, "0")),
      }),
      { selector: ({ id }) => id, maxLength: 40 },
    );
    await fc.assert(
      fc.asyncProperty(someSent, fc.integer({ min: 1, max: 12 }), async (sent, limit) => {
        const isWanted = (id: string) => !id.endsWith("0");
        const met: string[] = [];
        let place: DayPlace | undefined;
        do {
          const programs = ["pre-renewal", "post-onboarding"];
          const page = await walkDays(
            portsOver(sent, isWanted),
            programs,
            { from: FROM, to: TO },
            { limit, place },
          );
          expect(page.items.length).toBeLessThanOrEqual(limit);
          met.push(...page.items);
          place = page.next;
        } while (place !== undefined);
        const dayOf = (id: string) => sent.find((one) => one.id === id)?.day ?? "";
        expect(met.toSorted()).toEqual(
          sent
            .map(({ id }) => id)
            .filter(isWanted)
            .sort(),
        );
        expect(met.map(dayOf)).toEqual(met.map(dayOf).sort().reverse());
      }),
      { seed: 20261204, numRuns: 25 },
    );
  });

  it("ends a page early rather than look through years of nothing at once", async () => {
    const page = await walkDays(
      portsOver([]),
      ["pre-renewal"],
      { from: FROM, to: TO },
      { limit: 10, place: undefined },
    );
    expect(page.items).toEqual([]);
    expect(page.next?.day).toBe(addDays(TO, -399));
  });
});
