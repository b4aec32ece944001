import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { markSent, recordEarliest } from "#shared/dynamodb/delivery.ts";
import {
  invitationById,
  invitationToSend,
  moveInvitation,
  saveSelected,
} from "#shared/dynamodb/invitations.ts";
import { saveAccount, saveContact } from "#shared/dynamodb/portfolio.ts";
import { invitationsDueBy, type SendJob } from "#shared/dynamodb/sending.ts";
import { suppress } from "#shared/dynamodb/suppressions.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { aContact, anAccount, anInvitation, hashOf } from "../../builders.ts";
import { startTable } from "../../table.ts";

let table: Table;
let stop: () => void;
beforeAll(async () => {
  ({ table, stop } = await startTable());
});
afterAll(() => stop());

const TUESDAY = "2026-12-01T08:00:00.000Z";
const selected = (invitationId: string) =>
  anInvitation({ invitationId, status: "selected", sentAt: undefined, claimedAt: undefined });
const isDue = async (invitationId: string) =>
  (await invitationsDueBy(table, new Date("2100-01-01"), 1000)).some(
    (due) => due.invitationId === invitationId,
  );

describe("an invitation", () => {
  test.each(["queued", "sending", "sent", "unknown", "refused"] as const)(
    "selected again stays as it is, being %s",
    async (status) => {
      const invitationId = `again-${status}`;
      await saveSelected(table, selected(invitationId));
      await moveInvitation(table, { invitationId, from: ["selected"], set: { status } });
      await saveSelected(table, selected(invitationId));
      expect((await invitationById(table, invitationId))?.status).toBe(status);
      expect(await isDue(invitationId)).toBe(false);
    },
  );

  const withdrawn = { status: "withdrawn", reason: "on-hold", withdrawnAt: TUESDAY } as const;

  test("withdrawn before anybody began to send it is selected anew, and keeps what became of it", async () => {
    await saveSelected(table, selected("anew"));
    await moveInvitation(table, { invitationId: "anew", from: ["selected"], set: withdrawn });
    const next = { ...selected("anew"), selectedAt: "2026-12-02T00:05:00.000Z" };
    // Twice, as by two runs at once.
    for (let times = 0; times < 2; times++) await saveSelected(table, next);
    const { selectedAt } = selected("anew");
    expect(await invitationById(table, "anew")).toEqual({
      ...next,
      withdrawals: [{ selectedAt, at: TUESDAY, reason: "on-hold" }],
    });
    expect(await isDue("anew")).toBe(true);
  });

  test("withdrawn after somebody began to send it stays so", async () => {
    await saveSelected(table, selected("begun"));
    const set = { ...withdrawn, claimedAt: TUESDAY };
    await moveInvitation(table, { invitationId: "begun", from: ["selected"], set });
    await saveSelected(table, selected("begun"));
    expect((await invitationById(table, "begun"))?.status).toBe("withdrawn");
    expect(await isDue("begun")).toBe(false);
  });

  test("moves only from the states it may come from", async () => {
    await saveSelected(table, selected("states"));
    const move = (from: "selected" | "sent", status: "queued" | "unknown") =>
      moveInvitation(table, { invitationId: "states", from: [from], set: { status } });
    expect(await move("sent", "unknown")).toBe(false);
    expect(await isDue("states")).toBe(true);
    expect(await move("selected", "queued")).toBe(true);
    expect(await isDue("states")).toBe(false);
    expect(await move("selected", "queued")).toBe(false);
    expect(
      await moveInvitation(table, { invitationId: "nobody", from: ["selected"], set: { status: "sent" } }),
    ).toBe(false);
  });

  test("claimed by one attempt is not moved by another", async () => {
    const attempt = { attemptId: "mine", at: "2026-12-01T08:00:00Z", leaseUntil: "2026-12-01T08:02:00Z" };
    await saveSelected(table, anInvitation({ invitationId: "claimed", status: "sending", attempt }));
    const move = (attemptId: string) =>
      moveInvitation(table, {
        invitationId: "claimed",
        from: ["sending"],
        set: { status: "sent" },
        attemptId,
      });
    expect(await move("theirs")).toBe(false);
    expect(await move("mine")).toBe(true);
  });

  test("is read with its account, contact and person as they are now, or without those that are gone", async () => {
    const ids: SendJob = {
      kind: "survey",
      invitationId: "ready",
      accountId: "acc-1",
      contactId: "con-1",
      programId: "post-onboarding",
      personHash: "person-1",
    };
    expect(await invitationToSend(table, ids)).toBeUndefined();
    await saveSelected(table, selected("ready"));
    expect(await invitationToSend(table, ids)).toEqual({ invitation: selected("ready"), holds: [] });
    await saveAccount(table, anAccount({ plan: "free" }));
    await saveContact(table, aContact({ consent: "unsubscribed" }), hashOf);
    expect(await invitationToSend(table, ids)).toMatchObject({
      account: { plan: "free" },
      contact: { consent: "unsubscribed" },
    });
    const complaint = { reason: "complaint", at: "2026-11-30T08:00:00Z" } as const;
    await suppress(table, "another", complaint);
    expect(await invitationToSend(table, ids)).not.toHaveProperty("suppression");
    await suppress(table, ids.personHash, complaint);
    expect(await invitationToSend(table, ids)).toMatchObject({ suppression: complaint });
  });
});

describe("SES's word", () => {
  const SENT = { sentAt: "2026-12-01T08:00:00Z", messageId: "ses-1" };

  test("makes no invitation where there is none", async () => {
    await recordEarliest(table, "nobody", "openedAt", "2026-12-01T08:00:00Z");
    await markSent(table, anInvitation({ invitationId: "nobody" }), SENT);
    expect(await invitationById(table, "nobody")).toBeUndefined();
  });

  test("that a mail went out leaves nothing of why that was unknown", async () => {
    await saveSelected(table, { ...selected("heard"), status: "unknown", reason: "TimeoutError" });
    await markSent(table, selected("heard"), SENT);
    const settled = await invitationById(table, "heard");
    expect(settled).toMatchObject({ status: "sent", messageId: "ses-1" });
    expect(settled).not.toHaveProperty("reason");
  });

  test.each(["selected", "queued", "withdrawn", "refused"] as const)(
    "does not make one sent that is %s",
    async (status) => {
      await saveSelected(table, { ...selected(`settled-${status}`), status });
      await markSent(table, selected(`settled-${status}`), SENT);
      expect((await invitationById(table, `settled-${status}`))?.status).toBe(status);
    },
  );
});
