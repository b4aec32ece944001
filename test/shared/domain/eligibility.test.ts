import { describe, expect, test } from "vitest";
import type { Contact } from "#shared/domain/contact.ts";
import { addDays } from "#shared/domain/days.ts";
import { barredFromSending, decideAccount, decideContact } from "#shared/domain/eligibility.ts";
import type { Case, RuleName } from "#shared/domain/eligibility-rules.ts";
import type { Program } from "#shared/domain/program.ts";
import { aContact, anAccount, aProgram } from "../../builders.ts";
import { aCase, asked, DUE, failures } from "./a-case.ts";

/** Asks admins and owners, and the billing contact of an account that has no admin. */
const withFallback = aProgram("post-onboarding", {
  wants: { roles: ["admin", "owner"], soldTo: "without-admin" },
});

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
  "hold",
  "once-per-cycle",
  "cooldown",
];

describe("a contact of a due account", () => {
  test("is selected when every rule passes, and every rule is kept", () => {
    const decision = decideContact(aCase(), aContact());
    expect(decision).toMatchObject({ accountId: "acc-1", contactId: "con-1", verdict: "selected" });
    expect(decision.rules.map(({ rule }) => rule)).toEqual(RULES);
    expect(decision.rules.every(({ verdict }) => verdict === "pass")).toBe(true);
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
    ["in-time", "cycle-over", { isOver: true }, {}],
    ["wanted-role", "no-wanted-role", {}, { roles: ["maintainer", "developer", "reporter", "guest"] }],
    ["wanted-role", "no-wanted-role", {}, { roles: [] }],
    ["wanted-role", "no-wanted-role", {}, { roles: ["owner"] }],
    ["wanted-role", "sold-to-not-asked", {}, { roles: ["sold-to"] }],
    ["persona", "barring-persona", {}, { personas: ["technical", "billing"] }],
    ["persona", "barring-persona", {}, { personas: ["procurement"] }],
    ["valid-email", "no-valid-email", {}, { email: "nobody" }],
    ["consent", "unsubscribed", {}, { consent: "unsubscribed" }],
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

describe("the fallback to sold-to", () => {
  const soldTo = aContact({ contactId: "con-sold", email: "buyer@customer.example", roles: ["sold-to"] });
  const of = (others: readonly Contact[], over: Partial<Case> = {}) =>
    failures({ program: withFallback, contacts: [soldTo, ...others], ...over }, soldTo);

  test("holds where no contact has the role admin", () => {
    expect(of([])).toEqual([]);
    expect(of([aContact({ roles: ["owner", "developer"] })])).toEqual([]);
  });

  test("does not hold beside an admin, eligible or not", () => {
    const admin = aContact({ roles: ["admin"], consent: "unsubscribed", personas: ["billing"] });
    expect(of([admin])).toMatchObject([{ rule: "wanted-role", reason: "account-has-admin" }]);
  });

  test("never holds for an account bought on the web", () => {
    expect(of([], { account: anAccount({ purchaseChannel: "web" }) })).toMatchObject([
      { rule: "wanted-role", reason: "sold-to-bought-on-web" },
    ]);
  });

  test("asks a billing contact, whom the persona bars from being asked as admin or owner", () => {
    const billing: Contact = { ...soldTo, personas: ["billing"] };
    expect(failures({ program: withFallback, contacts: [billing] }, billing)).toEqual([]);
    const owner: Contact = { ...billing, roles: ["owner"] };
    expect(failures({ program: withFallback, contacts: [owner] }, owner)).toMatchObject([
      { rule: "persona" },
    ]);
  });
});

describe("an account", () => {
  test("without contacts gets one decision, of nobody", () => {
    const [decision, ...more] = decideAccount(aCase({ contacts: [] }));
    expect(more).toEqual([]);
    expect(decision).toMatchObject({ contactId: null, verdict: "excluded" });
    expect(decision?.rules.map(({ rule }) => rule)).toEqual(RULES);
    expect(decision?.rules.filter((r) => r.verdict === "fail")).toEqual([
      { rule: "has-contact", verdict: "fail", reason: "no-contacts" },
    ]);
    expect(decision?.rules.at(-1)).toMatchObject({ verdict: "skipped" });
  });

  test("has each of its contacts decided, in their order", () => {
    const contacts = ["a", "b", "c"].map((contactId) =>
      aContact({ contactId, email: `${contactId}@customer.example` }),
    );
    expect(decideAccount(aCase({ contacts })).map(({ contactId }) => contactId)).toEqual(["a", "b", "c"]);
  });
});

describe("at the moment of sending", () => {
  const of = (account = anAccount(), contact = aContact(), program = aProgram()) =>
    barredFromSending({ program, account, contacts: [contact], on: "2026-12-01" }, contact);

  test("nothing bars what still holds; lateness and cooldown were decided before", () => {
    expect(of()).toBeUndefined();
  });

  test.each([
    ["a paused program", of(anAccount(), aContact(), aProgram("post-onboarding", { status: "paused" }))],
    ["a churned account", of(anAccount({ status: "churned" }))],
    ["a free plan", of(anAccount({ plan: "free" }))],
    ["a role that is gone", of(anAccount(), aContact({ roles: ["developer"] }))],
    ["a barring persona", of(anAccount(), aContact({ personas: ["procurement"] }))],
    ["an unsubscribe", of(anAccount(), aContact({ consent: "unsubscribed" }))],
  ])("%s bars, with its reason", (_, result) => {
    expect(result).toMatchObject({ verdict: "fail", reason: expect.stringMatching(/./) });
  });
});

describe("an audience", () => {
  const inAudience = (audience: Program["audience"], account = anAccount()) =>
    decideAccount(aCase({ account, program: aProgram("post-onboarding", { audience }) }))[0]?.rules.find(
      ({ rule }) => rule === "audience",
    );

  test("of nobody in particular is everybody", () => {
    expect(inAudience({})?.verdict).toBe("pass");
  });

  test("wants every attribute that it names, any of its values, any of an account's products", () => {
    expect(inAudience({ segment: ["scale", "tech-touch"], products: ["scm"] })?.verdict).toBe("pass");
    expect(inAudience({ segment: ["scale"], products: ["security"] })).toMatchObject({
      verdict: "fail",
      reason: "not-in-audience",
      evidence: { attribute: "products", value: ["ci", "scm"], wanted: ["security"] },
    });
  });

  test("does not have an account whose attribute is unknown", () => {
    expect(inAudience({ segment: ["scale"] }, anAccount({ segment: undefined }))).toMatchObject({
      verdict: "fail",
      evidence: { value: null },
    });
  });
});

describe("a hold", () => {
  const hold = {
    accountId: "acc-1",
    until: "2026-12-10",
    reason: "Migration",
    by: "ana@vendor.example",
    at: "2026-11-01",
  };
  const onHold = (on: string, contactId?: string) =>
    decideAccount(aCase({ on, holds: [{ ...hold, contactId }] }))[0]?.rules.find(
      ({ rule }) => rule === "hold",
    );

  test("bars until its day, and says why and by whom", () => {
    expect(onHold("2026-12-09")).toMatchObject({
      verdict: "fail",
      reason: "on-hold",
      evidence: { until: "2026-12-10", reason: "Migration", by: "ana@vendor.example", over: "account" },
    });
    expect(onHold("2026-12-10")?.verdict).toBe("pass");
  });

  test("of a contact bars that contact alone", () => {
    expect(onHold("2026-12-09", "con-1")?.verdict).toBe("fail");
    expect(onHold("2026-12-09", "con-2")?.verdict).toBe("pass");
  });
});
