import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays } from "#shared/domain/days.ts";
import { type DayPlace, walkDays } from "#shared/records/walk-days.ts";

const FROM = "2024-01-01";
const TO = "2026-12-01";

type Sent = { day: string; programId: string; id: string; listedOn?: readonly string[] };

/** Invitations on days, held in memory in the order of the table; one may be on the lists of other days as well. */
const portsOver = (sent: readonly Sent[], isWanted = (_: string) => true) => ({
  firstDay: async (programId: string) =>
    sent
      .filter((one) => one.programId === programId)
      .flatMap(({ day, listedOn = [] }) => [day, ...listedOn])
      .sort()[0],
  idsOnDay: async (programId: string, day: string, page: { after: string | undefined; limit: number }) =>
    sent
      .filter(
        (one) =>
          one.programId === programId &&
          [one.day, ...(one.listedOn ?? [])].includes(day) &&
          one.id > (page.after ?? ""),
      )
      .map(({ id }) => id)
      .sort()
      .slice(0, page.limit),
  itemsOf: async (ids: readonly string[], day: string) =>
    ids.filter((id) => isWanted(id) && sent.some((one) => one.id === id && one.day === day)),
});

describe("walking through the days of programs", () => {
  it("meets each wanted invitation once, the newest day first, whatever the page size", async () => {
    const someDay = fc.oneof(fc.nat(2), fc.nat(1000)).map((back) => addDays(TO, -back));
    const someSent = fc.uniqueArray(
      fc.record({
        day: someDay,
        listedOn: fc.array(someDay, { maxLength: 2 }),
        programId: fc.constantFrom("pre-renewal", "post-onboarding"),
        id: fc.nat(0xffff).map((n) => n.toString(16).padStart(4, "0")),
      }),
      { selector: ({ id }) => id, maxLength: 60, size: "max" },
    );
    await fc.assert(
      fc.asyncProperty(
        someSent,
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom(2, 3, 16),
        async (sent, limit, rare) => {
          const isWanted = (id: string) => Number.parseInt(id, 16) % rare === 0;
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
        },
      ),
      { seed: 20261204, numRuns: 25 },
    );
  });

  it("ends a page early rather than look through years of nothing at once", async () => {
    const sent = [{ day: FROM, programId: "pre-renewal", id: "0001" }];
    const range = { from: "1900-01-01", to: TO };
    const page = await walkDays(portsOver(sent), ["pre-renewal"], range, { limit: 10, place: undefined });
    expect(page.items).toEqual([]);
    expect(page.next?.day).toBe(addDays(TO, -399));
  });

  it("looks at no day before a program's first, however far back it is asked for", async () => {
    const sent = [{ day: addDays(TO, -5), programId: "pre-renewal", id: "0001" }];
    const ports = portsOver(sent);
    const lookedAt: string[] = [];
    const idsOnDay: typeof ports.idsOnDay = async (programId, day, page) => {
      lookedAt.push(`${programId} ${day}`);
      return await ports.idsOnDay(programId, day, page);
    };
    const range = { from: "1900-01-01", to: TO };
    const programs = ["pre-renewal", "never-ran"];
    const page = await walkDays({ ...ports, idsOnDay }, programs, range, { limit: 10, place: undefined });
    expect(page).toEqual({ items: ["0001"], next: undefined });
    // Six days of the one, and of the other what may just have happened.
    expect(lookedAt).toHaveLength(6 + 2);
  });
});
