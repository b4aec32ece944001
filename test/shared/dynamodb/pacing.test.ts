import { expect, test } from "vitest";
import type { SendingState } from "#shared/domain/sending/sending-state.ts";
import { moveInvitation, saveSelected } from "#shared/dynamodb/invitations.ts";
import { unsettledKey } from "#shared/dynamodb/keys.ts";
import { keepSendingState, sendingState, unsettledBetween } from "#shared/dynamodb/pacing.ts";
import { anInvitation } from "../../builders.ts";
import { aTable } from "../../table.ts";

const AT = "2026-12-01T09:00:00.000Z";
const aState = (over: Partial<SendingState> = {}): SendingState => ({
  ...{ type: "sending", version: 1, state: "ok", since: AT, perSecond: 14, max24Hours: null },
  ...{ sentLast24Hours: 120, waitingSince: null, at: AT, nextSlotAt: 1_000 },
  ...over,
});

test("of two who take slots from the same place, one gets them", async () => {
  const table = await aTable();
  expect(await sendingState(table)).toBeUndefined();
  const first = await Promise.all([
    keepSendingState(table, aState({ nextSlotAt: 5_000 }), undefined),
    keepSendingState(table, aState({ nextSlotAt: 7_000 }), undefined),
  ]);
  expect(first.filter(Boolean)).toHaveLength(1);

  const seen = await sendingState(table);
  expect(seen?.nextSlotAt).toBe(first[0] ? 5_000 : 7_000);
  const second = await Promise.all([
    keepSendingState(table, aState({ nextSlotAt: 11_000 }), seen),
    keepSendingState(table, aState({ nextSlotAt: 13_000 }), seen),
  ]);
  expect(second.filter(Boolean)).toHaveLength(1);
  expect(await sendingState(table)).toEqual(aState({ nextSlotAt: second[0] ? 11_000 : 13_000 }));
});

test("what is unknown is listed from then on, until it is settled", async () => {
  const table = await aTable();
  const unknown = async (invitationId: string, since: string) => {
    await saveSelected(table, anInvitation({ invitationId, status: "sending" }));
    const due = unsettledKey(new Date(since), invitationId);
    await moveInvitation(table, { invitationId, from: ["sending"], set: { status: "unknown" }, due });
  };
  await unknown("two-days", "2026-11-29T08:59:00.000Z");
  await unknown("yesterday", "2026-11-30T08:00:00.000Z");
  await unknown("settled", "2026-11-30T07:00:00.000Z");
  await unknown("today", "2026-12-01T08:00:00.000Z");
  await moveInvitation(table, { invitationId: "settled", from: ["unknown"], set: { status: "sent" } });
  const from = new Date("2026-11-29T09:00:00Z");
  expect(await unsettledBetween(table, from, new Date("2026-11-30T09:00:00Z"), 10)).toEqual([
    { invitationId: "yesterday", since: "2026-11-30T08:00:00.000Z" },
  ]);
});
