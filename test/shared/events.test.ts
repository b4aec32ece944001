import { describe, expect, test } from "vitest";
import { EVENTS, TouchpointReached } from "#shared/events.ts";

const example = {
  version: 1,
  id: "5e2d1a",
  occurredAt: "2026-12-01T10:30:00+01:00",
  type: "case-closure",
  accountId: "acc-1",
  contactId: "con-1",
  reference: "case-1042",
};

describe("Touchpoint Reached", () => {
  test("is read as it was first published, in any zone, whatever else stands in it", () => {
    expect(TouchpointReached.parse({ ...example, campaign: "spring" })).toEqual(example);
  });

  test.each(["version", "id", "occurredAt", "type", "accountId", "contactId", "reference"])(
    "is not read without %s",
    (field) => {
      expect(TouchpointReached.safeParse({ ...example, [field]: undefined }).success).toBe(false);
    },
  );

  test.each(["", "case#1", "case\u0000", "case\n1", "x".repeat(129)])(
    "is not read with the reference %j, which keys cannot hold",
    (reference) => {
      expect(TouchpointReached.safeParse({ ...example, reference }).success).toBe(false);
    },
  );
});

test("Contact Role Missing is read as it was first published", () => {
  const published = {
    version: 1,
    id: "contact-role-missing-0f1e",
    occurredAt: "2026-11-16T00:00:07.000Z",
    accountId: "acc-1",
    accountName: null,
    programId: "post-onboarding",
    cycle: "life",
    occasion: "ahead",
    dueOn: "2026-11-30",
    ctaId: "0f1e",
    owner: { role: "queue", name: "Customer success", email: "cs-queue@vendor.example" },
    missing: { roles: ["admin"], contacts: 0 },
  };
  expect(EVENTS["Contact Role Missing"].parse({ ...published, added: "later" })).toEqual(published);
});
