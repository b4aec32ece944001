import { expect, test } from "vitest";
import { lacksContact } from "#shared/domain/programs/readiness.ts";
import { aContact, anAccount, aProgram } from "../../../builders.ts";

const program = aProgram("pre-renewal", { audience: { segment: ["scale"] } });
const lacks = (over: Parameters<typeof aContact>[0][], account = anAccount()) =>
  lacksContact(
    program,
    account,
    over.map((one) => aContact(one)),
  );

test("an account lacks a contact where nobody passes role and persona", () => {
  expect(lacks([])).toBe(true);
  expect(lacks([{ roles: ["developer"] }, { roles: ["sold-to"] }])).toBe(true);
  expect(lacks([{ roles: ["admin"], personas: ["procurement"] }])).toBe(true);
  expect(lacks([{ roles: ["developer"] }, { roles: ["admin"] }])).toBe(false);
});

test("somebody who may not be asked for another reason is still the contact", () => {
  expect(lacks([{ roles: ["admin"], consent: "unsubscribed" }])).toBe(false);
});

test.each([
  ["churned", { status: "churned" }],
  ["of unknown status", { status: undefined }],
  ["on the free plan", { plan: "free" }],
  ["out of the audience", { segment: "tech-touch" }],
] as const)("an account %s lacks nobody", (_, over) => {
  expect(lacks([], anAccount(over))).toBe(false);
});

test("the fallback to sold-to is a contact where the program has it", () => {
  const falling = { ...program, wants: { roles: ["admin"], soldTo: "without-admin" } } as const;
  const soldTo = [aContact({ roles: ["sold-to"] })];
  expect(
    lacksContact({ ...falling, wants: { ...falling.wants, roles: ["admin"] } }, anAccount(), soldTo),
  ).toBe(false);
});
