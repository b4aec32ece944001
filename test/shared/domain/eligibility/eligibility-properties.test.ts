import fc from "fast-check";
import { expect, test } from "vitest";
import { type Account, PLANS, PURCHASE_CHANNELS, STATUSES } from "#shared/domain/accounts/account.ts";
import type { Contact, Persona, Role } from "#shared/domain/accounts/contact.ts";
import type { Suppression } from "#shared/domain/accounts/suppression.ts";
import { addDays } from "#shared/domain/days.ts";
import type { Case } from "#shared/domain/eligibility/case.ts";
import {
  barsForATime,
  type Decision,
  decideContact,
  decideNobody,
} from "#shared/domain/eligibility/eligibility.ts";
import type { Program } from "#shared/domain/programs/program.ts";
import { SHIPPED_PROGRAMS } from "#shared/domain/programs/shipped-programs.ts";
import { aContact, aMilestone, anAccount, aProgram } from "../../../builders.ts";

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
    last: fc.option(someDay, { nil: undefined, freq: 2 }),
    isCsat: fc.boolean(),
    reachedOn: mostly<string[]>([], ["2026-01-10", "2026-02-20"], ["2026-03-01"]),
    renewalDueOn: mostly<string | undefined>(undefined, "2026-12-20", "2027-01-20"),
    suppression: mostly<Suppression | undefined>(undefined, { reason: "complaint", at: "2026-11-01" }),
  })
  .map(({ status, soldTo, account, last, isCsat, reachedOn, renewalDueOn, suppression, ...rest }) => ({
    ...rest,
    program: aProgram(isCsat ? "all-customer-csat" : "post-onboarding", {
      status,
      wants: { roles: ["admin", "owner"], soldTo },
    }),
    programs: SHIPPED_PROGRAMS,
    cycle: "this",
    milestones: [
      ...reachedOn.map((cappedOn) =>
        aMilestone({ programId: "all-customer-csat", cycle: cappedOn, status: "done", cappedOn }),
      ),
      ...(renewalDueOn === undefined
        ? []
        : [aMilestone({ programId: "pre-renewal", dueOn: renewalDueOn, lookOn: renewalDueOn })]),
    ],
    suppressed: () => suppression,
    account: anAccount(account),
    lastAsked: () => (last === undefined ? undefined : { on: last, by: { tool: "other" } }),
  }));

const decisionsOf = (of: Case): Decision[] =>
  of.contacts.length === 0 ? [decideNobody(of)] : of.contacts.map((contact) => decideContact(of, contact));

test("somebody is selected exactly when no rule failed, and every failure says why", () => {
  let selected = 0;
  fc.assert(
    fc.property(someCase, (of) => {
      const decisions = decisionsOf(of);
      expect(decisions).toHaveLength(Math.max(1, of.contacts.length));
      for (const { verdict, rules, contactId } of decisions) {
        const failed = rules.filter((result) => result.verdict === "fail");
        expect(verdict).toBe(failed.length === 0 ? "selected" : "excluded");
        expect(failed.every(({ reason }) => reason !== undefined && reason !== "")).toBe(true);
        const judged = rules.find(({ rule }) => rule === "cooldown");
        expect(judged?.verdict === "skipped").toBe(contactId === null);
        if (verdict === "selected") selected++;
      }
    }),
    { seed: 8, numRuns: 800 },
  );
  expect(selected).toBeGreaterThan(50);
});

test("whoever is barred by time alone waits until every rule says that it is over, and in time", () => {
  const waitedFor = new Set<string>();
  fc.assert(
    fc.property(someCase, (of) => {
      for (const { waitsUntil, rules } of decisionsOf(of)) {
        const failed = rules.filter(({ verdict }) => verdict === "fail");
        const isForATime = failed.length > 0 && failed.every(barsForATime);
        const days = isForATime ? failed.map(({ evidence }) => String(evidence?.until)).sort() : [];
        const last = days.at(-1);
        const isInTime = last !== undefined && of.waitsUntil !== undefined && last <= of.waitsUntil;
        expect(waitsUntil).toBe(isInTime ? last : undefined);
        if (waitsUntil === undefined) continue;
        expect(waitsUntil > of.on).toBe(true);
        waitedFor.add(failed.map(({ rule }) => rule).join(" and "));
      }
    }),
    { seed: 9, numRuns: 1000 },
  );
  expect([...waitedFor]).toEqual(
    expect.arrayContaining(["cooldown", "account-cap", "arbitration", "cooldown and arbitration"]),
  );
});

test("the rules stand in one order, and each once, whatever the case", () => {
  const orders = new Set<string>();
  fc.assert(
    fc.property(someCase, (of) => {
      for (const { rules } of decisionsOf(of)) orders.add(rules.map(({ rule }) => rule).join(" "));
    }),
    { seed: 10, numRuns: 200 },
  );
  const [order = "", ...others] = orders;
  expect(others).toEqual([]);
  expect(new Set(order.split(" ")).size).toBe(17);
});
