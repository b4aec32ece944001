import { describe, expect, test } from "vitest";
import { TouchpointReached } from "#shared/events.ts";

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
