import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Suppression } from "#shared/domain/suppression.ts";
import { invitationToSend, saveSelected } from "#shared/dynamodb/invitations.ts";
import { peopleOf } from "#shared/dynamodb/person-state.ts";
import {
  liftSuppression,
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
  expect(await liftSuppression(table, "lifted", bounce, lifting(10))).toBe(true);
  expect(await suppressionRecord(table, "lifted")).toEqual({ lifted: [{ ...bounce, ...lifting(10) }] });
  expect((await peopleOf(table, ["lifted"])).get("lifted")).toEqual({ contacts: [] });
});

test("to the sender, too", async () => {
  const invitation = anInvitation({ status: "queued", personHash: "asked" });
  await saveSelected(table, invitation);
  await suppress(table, "asked", bounce);
  const job = { kind: "first" as const, ...invitation };
  expect((await invitationToSend(table, job))?.suppression).toEqual(bounce);
  await liftSuppression(table, "asked", bounce, lifting(10));
  expect((await invitationToSend(table, job))?.invitation.invitationId).toBe(invitation.invitationId);
  expect((await invitationToSend(table, job))?.suppression).toBeUndefined();
});

test("what happened before the lifting was lifted with it, however late it is heard of", async () => {
  await suppress(table, "late", bounce);
  await liftSuppression(table, "late", bounce, lifting(10));
  for (const heard of [bounce, complaint, { ...bounce, at: at(10) }]) await suppress(table, "late", heard);
  expect(await suppressionOf(table, "late")).toBeUndefined();
});

test("what happens after it suppresses anew, and can be lifted anew", async () => {
  await suppress(table, "again", bounce);
  await liftSuppression(table, "again", bounce, lifting(10));
  const later = { reason: "unsubscribe", at: at(11) } as const;
  await suppress(table, "again", later);
  expect(await suppressionOf(table, "again")).toEqual(later);
  await liftSuppression(table, "again", later, lifting(20));
  expect(await suppressionRecord(table, "again")).toEqual({
    lifted: [
      { ...bounce, ...lifting(10) },
      { ...later, ...lifting(20) },
    ],
  });
});

test("only what stands is lifted: not what another took the place of, nor twice, nor nobody's", async () => {
  await suppress(table, "race", complaint);
  await suppress(table, "race", bounce);
  expect(await liftSuppression(table, "race", complaint, lifting(10))).toBe(false);
  expect(await liftSuppression(table, "race", bounce, lifting(10))).toBe(true);
  expect(await liftSuppression(table, "race", bounce, lifting(12))).toBe(false);
  expect(await liftSuppression(table, "nobody", bounce, lifting(10))).toBe(false);
  expect(await suppressionRecord(table, "nobody")).toBeUndefined();
});

test("one that a faster clock dated ahead stays lifted, too", async () => {
  const ahead = { ...bounce, at: at(15) };
  await suppress(table, "ahead", ahead);
  await liftSuppression(table, "ahead", ahead, lifting(10));
  await suppress(table, "ahead", ahead);
  expect(await suppressionOf(table, "ahead")).toBeUndefined();
});

test("in any order, late and doubled, there stands the earliest that happened after the last lifting", async () => {
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
      let lifts = 0;
      for (const [i, each] of steps.entries()) {
        // Heard of at some minute, of what happened at that one or before it.
        const now = 3 * i;
        if (each === "lift") {
          const standing = await suppressionOf(table, personHash);
          if (standing === undefined) continue;
          expect(await liftSuppression(table, personHash, standing, lifting(now))).toBe(true);
          liftedUpTo = at(now);
          lifts += 1;
        } else {
          const suppression = { reason: each.reason, at: at(Math.min(each.happened, now)) };
          happened.push(suppression);
          await suppress(table, personHash, suppression);
        }
      }
      const record = await suppressionRecord(table, personHash);
      const counting = happened.filter((one) => one.at > liftedUpTo).map((one) => one.at);
      expect(record?.standing?.at).toBe(counting.sort()[0]);
      expect(record?.lifted ?? []).toHaveLength(lifts);
      if (record?.standing !== undefined) expect(happened).toContainEqual(record.standing);
    }),
    { seed: 20261201, numRuns: 150 },
  );
});

const REASONS = ["hard-bounce", "complaint", "unsubscribe"] as const;
