import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import { markSent } from "#shared/dynamodb/delivery.ts";
import { invitationById, saveSelected } from "#shared/dynamodb/invitations.ts";
import { putBackReminder } from "#shared/dynamodb/reminders.ts";
import { type DueSend, invitationsDueBy, takeOffIndex } from "#shared/dynamodb/sending.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { anInvitation } from "../../builders.ts";
import { startTable } from "../../table.ts";

let table: Table;
let stop: () => void;
beforeAll(async () => {
  ({ table, stop } = await startTable());
});
afterAll(() => stop());

const SENT = { sentAt: "2026-12-01T08:00:11.000Z", messageId: "ses-1" };
const remindAt = "2026-12-08T08:00:00.000Z";
const dueOf = async (id: string): Promise<DueSend> => {
  const due = await invitationsDueBy(table, new Date("2100-01-01"), 1000);
  const found = due.find(({ invitationId }) => invitationId === id);
  if (found === undefined) throw new Error(`${id} is not due`);
  return found;
};

async function waitingForItsReminder(invitationId: string): Promise<Invitation> {
  const invitation = anInvitation({ invitationId, status: "unknown", sentAt: undefined, remindAt });
  await saveSelected(table, invitation);
  await markSent(table, invitation, SENT);
  return invitation;
}

describe("a reminder in the index of what is due", () => {
  test("says that it is one, with all that its job needs", async () => {
    const { accountId, contactId, programId, personHash } = await waitingForItsReminder("due");
    const ids = { accountId, contactId, programId, personHash };
    expect(await dueOf("due")).toEqual({
      kind: "reminder",
      invitationId: "due",
      ...ids,
      notBefore: remindAt,
    });
  });

  test("leaves it when it is queued, and its invitation stays as it is", async () => {
    await waitingForItsReminder("queued");
    const before = await invitationById(table, "queued");
    const due = await dueOf("queued");
    await takeOffIndex(table, due);
    await expect(dueOf("queued")).rejects.toThrow("is not due");
    expect(await invitationById(table, "queued")).toEqual(before);
    await takeOffIndex(table, due);
    expect(await invitationById(table, "queued")).toEqual(before);
  });

  test("stays where the sender put it back for a later time before that", async () => {
    await waitingForItsReminder("quick");
    const due = await dueOf("quick");
    const later = "2026-12-09T08:00:00.000Z";
    const sent = await invitationById(table, "quick");
    expect(sent && (await putBackReminder(table, sent, new Date(later)))).toBe(true);
    await takeOffIndex(table, due);
    expect((await dueOf("quick")).notBefore).toBe(later);
  });

  test("takes nothing off for an invitation that is gone", async () => {
    const due = { ...(await waitingForItsReminder("known")), kind: "reminder", notBefore: remindAt } as const;
    await takeOffIndex(table, { ...due, invitationId: "gone" });
    expect(await invitationById(table, "gone")).toBeUndefined();
  });
});
