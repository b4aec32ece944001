import fc from "fast-check";
import { expect, test } from "vitest";
import { type Account, PLANS, PURCHASE_CHANNELS, STATUSES } from "#shared/domain/account.ts";
import type { Contact, Persona, Role } from "#shared/domain/contact.ts";
import { addDays } from "#shared/domain/days.ts";
import { decideAccount } from "#shared/domain/eligibility.ts";
import type { Case } from "#shared/domain/eligibility-rules.ts";
import type { Program } from "#shared/domain/program.ts";
import { aContact, anAccount, aProgram } from "../../builders.ts";

/** Mostly what passes, or the rules would hardly ever be seen to pass together. */
const mostly = <T>(usual: NoInfer<T>, ...others: readonly T[]) =>
  fc.oneof(
    { arbitrary: fc.constant<T>(usual), weight: 4 },
    { arbitrary: fc.constantFrom(...others), weight: 1 },
  );

const someDay = fc.integer({ min: 0, max: 120 }).map((days) => addDays("2026-10-01", days));
const contacts = fc
  .array(
    fc.record({
      roles: mostly<Role[]>(["admin"], ["owner"], ["sold-to"], ["developer"], []),
      personas: mostly<Persona[]>([], ["technical"], ["billing"]),
      email: fc.constantFrom("a@customer.example", "b@customer.example", "c@customer.example", "none"),
      consent: mostly<Contact["consent"]>("subscribed", "unsubscribed"),
    }),
    { maxLength: 4 },
  )
  .map((all) => all.map((one, i) => aContact({ ...one, contactId: `con-${i}` })));

const someCase: fc.Arbitrary<Case> = fc
  .record({
    status: mostly<Program["status"]>("active", "paused"),
    soldTo: fc.constantFrom("never" as const, "without-admin" as const),
    account: fc.record({
      plan: mostly<Account["plan"]>("premium", ...PLANS, undefined),
      status: mostly<Account["status"]>("active", ...STATUSES, undefined),
      purchaseChannel: mostly<Account["purchaseChannel"]>(undefined, ...PURCHASE_CHANNELS),
    }),
    contacts,
    dueOn: mostly<string | undefined>("2026-11-30", "2026-11-10", "2026-12-24", undefined),
    waitsUntil: mostly<string | undefined>("2027-01-29", "2026-12-05", undefined),
    isFirstLook: fc.boolean(),
    asked: mostly<string[]>([], ["con-0"], ["con-1", "con-2"]),
    on: fc.integer({ min: 0, max: 20 }).map((days) => addDays("2026-11-28", days)),
    last: fc.option(someDay, { nil: undefined }),
  })
  .map(({ status, soldTo, account, last, ...rest }) => ({
    ...rest,
    program: aProgram("post-onboarding", { status, wants: { roles: ["admin", "owner"], soldTo } }),
    account: anAccount(account),
    lastAsked: () => (last === undefined ? undefined : { on: last, by: { tool: "other" } }),
  }));

test("somebody is selected exactly when no rule failed, and every failure says why", () => {
  let selected = 0;
  fc.assert(
    fc.property(someCase, (of) => {
      const decisions = decideAccount(of);
      expect(decisions).toHaveLength(Math.max(1, of.contacts.length));
      for (const { verdict, rules, contactId } of decisions) {
        const failed = rules.filter((result) => result.verdict === "fail");
        expect(verdict).toBe(failed.length === 0 ? "selected" : "excluded");
        expect(failed.every(({ reason }) => reason !== undefined && reason !== "")).toBe(true);
        expect(rules.some((result) => result.verdict === "skipped")).toBe(contactId === null);
        if (verdict === "selected") selected++;
      }
    }),
    { seed: 8, numRuns: 500 },
  );
  expect(selected).toBeGreaterThan(50);
});

test("somebody waits only for a cooldown that alone bars them and ends later, and in time", () => {
  let waiting = 0;
  fc.assert(
    fc.property(someCase, (of) => {
      for (const { waitsUntil, rules } of decideAccount(of)) {
        if (waitsUntil === undefined) continue;
        waiting++;
        expect(rules.filter(({ verdict }) => verdict === "fail").map(({ rule }) => rule)).toEqual([
          "cooldown",
        ]);
        expect(waitsUntil > of.on).toBe(true);
        expect(waitsUntil <= (of.waitsUntil ?? "")).toBe(true);
      }
    }),
    { seed: 9, numRuns: 500 },
  );
  expect(waiting).toBeGreaterThan(20);
});
