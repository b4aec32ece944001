import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Suppression } from "#shared/domain/accounts/suppression.ts";
import { invitationToSend, saveSelected } from "#shared/dynamodb/invitations.ts";
import { peopleOf } from "#shared/dynamodb/person-state.ts";
import {
  liftSuppressions,
  suppress,
  suppressionOf,
  suppressionRecord,
} from "#shared/dynamodb/suppressions.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { anInvitation } from "../../builders.ts";
import { startTable } from "../../table.ts";

const at = (minute: number): string => new Date(Date.UTC(2026, 11, 1, 8, minute)).toISOString();
const bounce = { reason: "hard-bounce", at: at(5), invitationId: "i-1" } as const;
const complaint = { reason: "complaint", at: at(7), invitationId: "i-1" } as const;
const lifting = (minute: number) => ({ liftedAt: at(minute), by: "ops@vendor.example", note: "Works again" });

let table: Table;
let stop: () => void;
beforeAll(async () => {
  ({ table, stop } = await startTable({ hasStream: false }));
});
afterAll(() => stop());

test("whoever was lifted may be written to, and it is kept who did it, when and why", async () => {
  await suppress(table, "lifted", bounce);
  expect(await liftSuppressions(table, "lifted", [bounce], lifting(10))).toBe(true);
  expect(await suppressionRecord(table, "lifted")).toEqual({
    standing: [],
    lifted: [{ ...bounce, ...lifting(10) }],
  });
  expect((await peopleOf(table, ["lifted"])).get("lifted")).toEqual({ contacts: [] });
});

test("to the sender, too", async () => {
  const invitation = anInvitation({ status: "queued", personHash: "asked" });
  await saveSelected(table, invitation);
  await suppress(table, "asked", bounce);
  const job = { kind: "survey" as const, ...invitation };
  expect((await invitationToSend(table, job))?.suppression).toEqual(bounce);
  await liftSuppressions(table, "asked", [bounce], lifting(10));
  expect((await invitationToSend(table, job))?.invitation.invitationId).toBe(invitation.invitationId);
  expect((await invitationToSend(table, job))?.suppression).toBeUndefined();
});

test("what happened before the lifting was lifted with it, however late it is heard of", async () => {
  await suppress(table, "late", bounce);
  await liftSuppressions(table, "late", [bounce], lifting(10));
  for (const heard of [bounce, complaint, { ...bounce, at: at(10) }]) await suppress(table, "late", heard);
  expect(await suppressionOf(table, "late")).toBeUndefined();
});

test("what happens after it suppresses anew, and can be lifted anew", async () => {
  await suppress(table, "again", bounce);
  await liftSuppressions(table, "again", [bounce], lifting(10));
  const later = { reason: "unsubscribe", at: at(11) } as const;
  await suppress(table, "again", later);
  expect(await suppressionOf(table, "again")).toEqual(later);
  await liftSuppressions(table, "again", [later], lifting(20));
  expect(await suppressionRecord(table, "again")).toEqual({
    standing: [],
    lifted: [
      { ...bounce, ...lifting(10) },
      { ...later, ...lifting(20) },
    ],
  });
});

test("every reason is shown, and all are lifted at once", async () => {
  for (const each of [complaint, { ...bounce, at: at(6) }, bounce]) await suppress(table, "both", each);
  const standing = [bounce, complaint];
  expect(await suppressionRecord(table, "both")).toEqual({ standing, lifted: [] });
  expect(await liftSuppressions(table, "both", standing, lifting(10))).toBe(true);
  expect(await suppressionRecord(table, "both")).toEqual({
    standing: [],
    lifted: standing.map((one) => ({ ...one, ...lifting(10) })),
  });
});

test("what nobody has seen yet is not lifted, nor anything twice, nor anything of nobody", async () => {
  for (const each of [complaint, bounce]) await suppress(table, "race", each);
  for (const seen of [[bounce], [complaint], [{ ...bounce, at: at(6) }, complaint], []])
    expect(await liftSuppressions(table, "race", seen, lifting(10))).toBe(false);
  expect(await liftSuppressions(table, "race", [bounce, complaint], lifting(10))).toBe(true);
  expect(await liftSuppressions(table, "race", [bounce, complaint], lifting(12))).toBe(false);
  for (const seen of [[bounce], []])
    expect(await liftSuppressions(table, "nobody", seen, lifting(10))).toBe(false);
  expect(await suppressionRecord(table, "nobody")).toBeUndefined();
});

test("one that a faster clock dated ahead stays lifted, too", async () => {
  const ahead = { ...bounce, at: at(15) };
  await suppress(table, "ahead", ahead);
  await liftSuppressions(table, "ahead", [ahead], lifting(10));
  await suppress(table, "ahead", ahead);
  expect(await suppressionOf(table, "ahead")).toBeUndefined();
});

const REASONS = ["hard-bounce", "complaint", "unsubscribe"] as const;

test("in any order, late and doubled, there stands of each reason the earliest after the last lifting", async () => {
  let people = 0;
  const minute = fc.integer({ min: 0, max: 30 });
  const step = fc.oneof(
    { weight: 3, arbitrary: fc.record({ reason: fc.constantFrom(...REASONS), happened: minute }) },
    { weight: 1, arbitrary: fc.constant("lift" as const) },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const personHash = `person-${++people}`;
      const happened: Suppression[] = [];
      let liftedUpTo = "";
      for (const [i, each] of steps.entries()) {
        // Heard of at some minute, of what happened at that one or before it.
        const now = 3 * i;
        if (each === "lift") {
          const { standing = [] } = (await suppressionRecord(table, personHash)) ?? {};
          const isLifted = await liftSuppressions(table, personHash, standing, lifting(now));
          expect(isLifted).toBe(standing.length > 0);
          if (isLifted) liftedUpTo = at(now);
        } else {
          const suppression = { reason: each.reason, at: at(Math.min(each.happened, now)) };
          happened.push(suppression);
          await suppress(table, personHash, suppression);
        }
      }
      const counting = happened.filter((one) => one.at > liftedUpTo).sort((a, b) => (a.at < b.at ? -1 : 1));
      const expected = REASONS.flatMap((reason) => counting.find((one) => one.reason === reason) ?? []);
      const { standing = [] } = (await suppressionRecord(table, personHash)) ?? {};
      expect(standing).toHaveLength(expected.length);
      expect(standing).toEqual(expect.arrayContaining(expected));
      expect((await suppressionOf(table, personHash))?.at).toBe(counting[0]?.at);
    }),
    { seed: 20261201, numRuns: 60 },
  );
});
