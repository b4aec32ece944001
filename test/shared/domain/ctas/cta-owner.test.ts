import { expect, test } from "vitest";
import { ownerOf } from "#shared/domain/ctas/cta-owner.ts";
import { anAccount, someSettings } from "../../../builders.ts";

const { queues } = someSettings();

test.each([
  ["negative", "csm-manager", "manager1@vendor.example"],
  ["positive", "csm", "ana@vendor.example"],
  ["contact-role-missing", "csm", "ana@vendor.example"],
  ["silent-renewal", "csm", "ana@vendor.example"],
] as const)("a %s one is the %s's", (kind, role, email) => {
  expect(ownerOf(kind, anAccount(), queues)).toMatchObject({ role, email });
});

test("without a CSM it is the queue's of the segment; a negative one is still the manager's", () => {
  const account = anAccount({ csm: undefined });
  expect(ownerOf("contact-role-missing", account, queues)).toEqual({ role: "queue", ...queues.scale });
  expect(ownerOf("negative", account, queues)).toMatchObject({ role: "csm-manager" });
});

test("of an account without a segment, or that is gone, it is the queue's for the rest", () => {
  const account = anAccount({ csm: undefined, segment: undefined });
  expect(ownerOf("positive", account, queues)).toEqual({ role: "queue", ...queues.default });
  expect(ownerOf("positive", undefined, queues)).toEqual({ role: "queue", ...queues.default });
});
