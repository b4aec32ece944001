import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Ask,
  isHeldBy,
  type Person,
  personHash,
  withAsk,
  withoutInvitation,
} from "#shared/domain/accounts/person.ts";

const ask = (on: string, tool = "gainsight"): Ask => ({ on, by: { tool, program: "csat" } });
const known = (...asks: readonly Ask[]): Person =>
  asks.reduce<Person>((person, one) => withAsk(person, one) ?? person, {});

const someAsk: fc.Arbitrary<Ask> = fc.record({
  on: fc.constantFrom("2026-10-01", "2026-10-02", "2026-11-30", "2026-12-01"),
  by: fc.oneof(
    fc.record({ tool: fc.constantFrom("gainsight", "medallia"), program: fc.constantFrom("nps", "csat") }),
    fc.record({ invitationId: fc.constantFrom("i1", "i2"), program: fc.constant("pre-renewal") }),
  ),
});

describe("a person's last asking", () => {
  test("is the newest, with the one before", () => {
    expect(known(ask("2026-10-01"), ask("2026-11-01"), ask("2026-09-01"))).toMatchObject({
      lastOn: "2026-11-01",
      previousOn: "2026-10-01",
    });
  });

  test("does not depend on the order in which askings become known, nor on repeats", () => {
    fc.assert(
      fc.property(
        fc.array(someAsk, { minLength: 1, maxLength: 8 }),
        fc.infiniteStream(fc.nat()),
        (asks, random) => {
          const shuffled = [...asks, ...asks]
            .map((one) => ({ one, rank: random.next().value as number }))
            .sort((a, b) => a.rank - b.rank)
            .map(({ one }) => one);
          expect(known(...shuffled)).toEqual(known(...asks));
          expect(known(...asks).lastOn).toBe(
            asks
              .map(({ on }) => on)
              .sort()
              .at(-1),
          );
        },
      ),
      { seed: 20261201 },
    );
  });

  test("changes nothing when it is known already", () => {
    expect(withAsk(known(ask("2026-10-01"), ask("2026-11-01")), ask("2026-10-01"))).toBeUndefined();
  });

  test("goes back to the one before when an invitation is given up", () => {
    const held: Ask = { on: "2026-12-01", by: { invitationId: "i1", program: "pre-renewal" } };
    const person = known(ask("2026-10-01"), held);
    expect(isHeldBy(person, "i1")).toBe(true);
    expect(withoutInvitation(person, "i1")).toEqual(known(ask("2026-10-01")));
    expect(withoutInvitation(person, "i2")).toBeUndefined();
  });
});

test("a person is the same in any case of the e-mail, and another under another key", () => {
  const key = Buffer.alloc(32, 1);
  expect(personHash(" Mei@Customer.example", key)).toBe(personHash("mei@customer.example", key));
  expect(personHash("mei@customer.example", key)).toMatch(/^[0-9a-f]{64}$/);
  expect(personHash("mei@customer.example", Buffer.alloc(32, 2))).not.toBe(
    personHash("mei@customer.example", key),
  );
});
