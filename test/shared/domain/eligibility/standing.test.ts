import { describe, expect, test } from "vitest";
import type { Case } from "#shared/domain/eligibility/case.ts";
import { barredFromSending, decideContact } from "#shared/domain/eligibility/eligibility.ts";
import type { Program } from "#shared/domain/programs/program.ts";
import { aContact, anAccount, aProgram } from "../../../builders.ts";
import { aCase, aHold, asked, ruleOf } from "./a-case.ts";

describe("an audience", () => {
  const inAudience = (audience: Program["audience"], account = anAccount()) =>
    ruleOf("audience", { account, program: aProgram("post-onboarding", { audience }) });

  test("of nobody in particular is everybody", () => {
    expect(inAudience({}).verdict).toBe("pass");
  });

  test("wants every attribute that it names, any of its values, any of an account's products", () => {
    expect(inAudience({ segment: ["scale", "tech-touch"], products: ["scm"] }).verdict).toBe("pass");
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
  const onHold = (on: string, contactId?: string) => ruleOf("hold", { on, holds: [aHold({ contactId })] });

  test("bars until its day, and says why and by whom", () => {
    expect(onHold("2026-12-09")).toMatchObject({
      verdict: "fail",
      reason: "on-hold",
      evidence: { until: "2026-12-10", reason: "Migration", by: "ana@vendor.example", over: "account" },
    });
    expect(onHold("2026-12-10").verdict).toBe("pass");
  });

  test("of a contact bars that contact alone", () => {
    expect(onHold("2026-12-09", "con-1").verdict).toBe("fail");
    expect(onHold("2026-12-09", "con-2").verdict).toBe("pass");
  });
});

describe("a suppression", () => {
  const at = "2026-11-02T10:00:00.000Z";

  test.each(["hard-bounce", "complaint", "unsubscribe"] as const)(
    "by %s bars, and says since when",
    (reason) => {
      expect(ruleOf("suppression", { suppressed: () => ({ reason, at, invitationId: "one" }) })).toEqual({
        rule: "suppression",
        verdict: "fail",
        reason,
        evidence: { at },
      });
    },
  );

  test("is of the person that it is of, and of nobody else", () => {
    const suppressed: Case["suppressed"] = ({ email }) =>
      email === "kim@customer.example" ? { reason: "complaint", at } : undefined;
    expect(ruleOf("suppression", { suppressed }).verdict).toBe("pass");
    const kim = aContact({ email: "kim@customer.example" });
    expect(ruleOf("suppression", { suppressed }, kim).verdict).toBe("fail");
  });

  test("is not waited for", () => {
    const of = aCase({ suppressed: () => ({ reason: "complaint", at }), lastAsked: asked("2026-11-20") });
    expect(decideContact(of, aContact()).waitsUntil).toBeUndefined();
  });
});

describe("at the moment of sending", () => {
  const of = (account = anAccount(), contact = aContact(), program = aProgram(), over = {}) =>
    barredFromSending({ program, account, contacts: [contact], on: "2026-12-01", ...over }, contact);

  test("nothing bars what still holds; lateness and cooldown were decided before", () => {
    expect(of()).toBeUndefined();
  });

  test.each([
    ["a paused program", of(anAccount(), aContact(), aProgram("post-onboarding", { status: "paused" }))],
    ["a churned account", of(anAccount({ status: "churned" }))],
    ["a free plan", of(anAccount({ plan: "free" }))],
    ["a role that is gone", of(anAccount(), aContact({ roles: ["developer"] }))],
    ["a barring persona", of(anAccount(), aContact({ personas: ["procurement"] }))],
    [
      "an account outside the audience",
      of(anAccount(), aContact(), aProgram("post-onboarding", { audience: { segment: ["tech-touch"] } })),
    ],
    ["a hold", of(anAccount(), aContact(), aProgram(), { holds: [aHold()] })],
    [
      "a suppression",
      of(anAccount(), aContact(), aProgram(), {
        suppressed: () => ({ reason: "complaint", at: "2026-12-01" }),
      }),
    ],
    ["an unsubscribe", of(anAccount(), aContact({ consent: "unsubscribed" }))],
  ])("%s bars, with its reason", (_, result) => {
    expect(result).toMatchObject({ verdict: "fail", reason: expect.stringMatching(/./) });
  });
});
