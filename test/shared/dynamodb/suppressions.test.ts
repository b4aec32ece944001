import { expect, test } from "vitest";
import { peopleOf } from "#shared/dynamodb/person-state.ts";
import { suppress, suppressionOf } from "#shared/dynamodb/suppressions.ts";
import { aTable } from "../../table.ts";

const bounce = { reason: "hard-bounce", at: "2026-12-01T08:05:00.000Z", invitationId: "i-1" } as const;
const unsubscribe = { reason: "unsubscribe", at: "2026-12-03T10:00:00.000Z" } as const;

test("nobody is suppressed but whom somebody suppressed, by name", async () => {
  const table = await aTable();
  await suppress(table, "mei", bounce);
  expect(await suppressionOf(table, "mei")).toEqual(bounce);
  expect(await suppressionOf(table, "kim")).toBeUndefined();
});

test.each([
  ["the earlier first", [bounce, unsubscribe]],
  ["the later first", [unsubscribe, bounce]],
  ["both again and again", [unsubscribe, bounce, unsubscribe, bounce]],
])("of two reasons the earlier stands whole: %s", async (_, reasons) => {
  const table = await aTable();
  for (const reason of reasons) await suppress(table, "mei", reason);
  expect(await suppressionOf(table, "mei")).toEqual(bounce);
});

test("an earlier reason without an invitation keeps none of the later one's", async () => {
  const table = await aTable();
  const before = { ...unsubscribe, at: "2026-11-01T10:00:00.000Z" };
  await suppress(table, "mei", bounce);
  await suppress(table, "mei", before);
  expect(await suppressionOf(table, "mei")).toEqual(before);
});

test("selection knows of it, and of nobody else's", async () => {
  const table = await aTable();
  await suppress(table, "mei", bounce);
  const people = await peopleOf(table, ["mei", "kim"]);
  expect(people.get("mei")).toEqual({ suppression: bounce, contacts: [] });
  expect(people.get("kim")).toEqual({ contacts: [] });
});
