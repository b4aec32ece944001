import { describe, expect, test } from "vitest";
import type { Contact } from "#shared/domain/accounts/contact.ts";
import type { Case } from "#shared/domain/eligibility/case.ts";
import { aContact, anAccount, aProgram } from "../../../builders.ts";
import { failures } from "./a-case.ts";

/** Asks admins and owners, and the billing contact of an account that has no admin. */
const withFallback = aProgram("post-onboarding", {
  wants: { roles: ["admin", "owner"], soldTo: "without-admin" },
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
