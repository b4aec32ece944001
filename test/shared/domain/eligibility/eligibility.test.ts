import { describe, expect, test } from "vitest";
import type { Contact } from "#shared/domain/accounts/contact.ts";
import { addDays } from "#shared/domain/days.ts";
import type { Case, RuleName } from "#shared/domain/eligibility/case.ts";
import { decideContact, decideNobody, reasonOf } from "#shared/domain/eligibility/eligibility.ts";
import { aContact, anAccount, aProgram } from "../../../builders.ts";
import { aCase, aHold, asked, DUE, failures } from "./a-case.ts";

const RULES: readonly RuleName[] = [
  "program-active",
  "account-active",
  "paid-plan",
  "audience",
  "in-time",
  "has-contact",
  "wanted-role",
  "persona",
  "valid-email",
  "consent",
  "suppression",
  "hold",
  "once-per-cycle",
  "cooldown",
  "account-cap",
  "arbitration",
  "sample",
];

describe("a contact of a due account", () => {
  test("is selected when every rule passes, and every rule is kept", () => {
    const decision = decideContact(aCase(), aContact());
    expect(decision).toMatchObject({ accountId: "acc-1", contactId: "con-1", verdict: "selected" });
    expect(decision.rules.map(({ rule }) => rule)).toEqual(RULES);
    expect(decision.rules.filter(({ verdict }) => verdict !== "pass")).toEqual([
      { rule: "account-cap", verdict: "skipped", reason: "not-capped" },
      { rule: "sample", verdict: "skipped", reason: "everyone-is-asked" },
    ]);
  });

  test.each<[RuleName, string, Partial<Case>, Partial<Contact>]>([
    ["program-active", "paused", { program: aProgram("post-onboarding", { status: "paused" }) }, {}],
    ["program-active", "retired", { program: aProgram("post-onboarding", { status: "retired" }) }, {}],
    ["account-active", "churned", { account: anAccount({ status: "churned" }) }, {}],
    ["account-active", "status-unknown", { account: anAccount({ status: undefined }) }, {}],
    ["paid-plan", "free-plan", { account: anAccount({ plan: "free" }) }, {}],
    ["paid-plan", "plan-unknown", { account: anAccount({ plan: undefined }) }, {}],
    ["in-time", "too-late", { on: addDays(DUE, 15) }, {}],
    ["in-time", "not-due-yet", { on: addDays(DUE, -1) }, {}],
    ["in-time", "no-due-date", { dueOn: undefined }, {}],
    ["in-time", "cycle-over", { over: { status: "done", lookedAtOn: "2026-11-30" } }, {}],
    ["wanted-role", "no-wanted-role", {}, { roles: ["maintainer", "developer", "reporter", "guest"] }],
    ["wanted-role", "no-wanted-role", {}, { roles: [] }],
    ["wanted-role", "no-wanted-role", {}, { roles: ["owner"] }],
    ["wanted-role", "sold-to-not-asked", {}, { roles: ["sold-to"] }],
    ["persona", "barring-persona", {}, { personas: ["technical", "billing"] }],
    ["persona", "barring-persona", {}, { personas: ["procurement"] }],
    ["valid-email", "no-valid-email", {}, { email: "nobody" }],
    ["consent", "unsubscribed", {}, { consent: "unsubscribed" }],
    [
      "suppression",
      "hard-bounce",
      { suppressed: () => ({ reason: "hard-bounce", at: "2026-11-02T10:00:00.000Z" }) },
      {},
    ],
    ["hold", "on-hold", { holds: [aHold()] }, {}],
    ["once-per-cycle", "already-asked", { asked: ["con-1"] }, {}],
    ["cooldown", "contacted-recently", { lastAsked: asked(DUE) }, {}],
  ])("fails %s: %s", (rule, reason, of, contact) => {
    expect(failures(of, aContact(contact))).toMatchObject([{ rule, reason }]);
  });

  test("keeps every other verdict beside a failure", () => {
    const of = aCase({ account: anAccount({ plan: "free" }), lastAsked: asked("2026-11-20") });
    const decision = decideContact(of, aContact({ consent: "unsubscribed" }));
    expect(decision.rules.map(({ rule }) => rule)).toEqual(RULES);
    expect(decision.rules.filter((r) => r.verdict === "fail").map(({ rule }) => rule)).toEqual([
      "paid-plan",
      "consent",
      "cooldown",
    ]);
    expect(decision.waitsUntil).toBeUndefined();
  });

  test.each(["premium", "ultimate"] as const)("is on a paid plan with %s", (plan) => {
    expect(failures({ account: anAccount({ plan }) })).toEqual([]);
  });

  test("may be asked up to 14 days late", () => {
    expect(failures({ on: addDays(DUE, 14) })).toEqual([]);
    expect(failures({ on: addDays(DUE, 15) })).toMatchObject([
      { evidence: { dueOn: DUE, lateDays: 15, allowedDays: 14 } },
    ]);
  });

  test("of the person whom another contact of the account is was asked with them", () => {
    const twin = aContact({ contactId: "con-2", email: " MEI@customer.example" });
    expect(failures({ contacts: [aContact(), twin], asked: ["con-1"] }, twin)).toMatchObject([
      { rule: "once-per-cycle", reason: "already-asked" },
    ]);
    const other = aContact({ contactId: "con-3", email: "other@customer.example" });
    expect(failures({ contacts: [aContact(), other], asked: ["con-1"] }, other)).toEqual([]);
  });
});

describe("an account", () => {
  test("without contacts gets one decision, of nobody", () => {
    const decision = decideNobody(aCase({ contacts: [] }));
    expect(decision).toMatchObject({ contactId: null, verdict: "excluded" });
    expect(decision.rules.map(({ rule }) => rule)).toEqual(RULES);
    expect(decision.rules.filter((r) => r.verdict === "fail")).toEqual([
      { rule: "has-contact", verdict: "fail", reason: "no-contacts" },
    ]);
    expect(decision.rules.at(-1)).toMatchObject({ verdict: "skipped" });
  });
});

describe("the reason why somebody is not asked", () => {
  const reason = (over: Partial<Case>, contact = aContact()) =>
    reasonOf(decideContact(aCase({ contacts: [contact], ...over }), contact));

  test("is that of the first rule that bars them, in the order of the rules", () => {
    const late = { on: addDays(DUE, 15), lastAsked: asked(DUE) };
    expect(reason({ account: anAccount({ plan: "free" }), ...late })).toBe("free-plan");
    expect(reason(late, aContact({ consent: "unsubscribed" }))).toBe("too-late");
    expect(reason({ lastAsked: asked(DUE) }, aContact({ consent: "unsubscribed" }))).toBe("unsubscribed");
    expect(reason({ lastAsked: asked(DUE) })).toBe("contacted-recently");
  });

  test("is that there is no contact where nothing else bars the account", () => {
    expect(reasonOf(decideNobody(aCase({ contacts: [] })))).toBe("no-contacts");
    const churned = aCase({ contacts: [], account: anAccount({ status: "churned" }) });
    expect(reasonOf(decideNobody(churned))).toBe("churned");
  });

  test("does not exist for somebody who is asked", () => {
    expect(reason({})).toBeUndefined();
  });
});
