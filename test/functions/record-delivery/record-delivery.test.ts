import type { Context, SQSEvent } from "aws-lambda";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import { invitationById, saveSelected } from "#shared/dynamodb/invitations.ts";
import { invitationsDueBy } from "#shared/dynamodb/sending.ts";
import { suppressionOf } from "#shared/dynamodb/suppressions.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import type { handler } from "../../../functions/record-delivery/handler.ts";
import { anInvitation } from "../../builders.ts";
import { startOpsTable } from "../ops-routes.ts";

let table: Table;
let stop: () => void;
let recordDelivery: typeof handler;
beforeAll(async () => {
  ({ table, stop } = await startOpsTable());
  ({ handler: recordDelivery } = await import("../../../functions/record-delivery/handler.ts"));
});
afterAll(() => stop());

const personOf = (invitationId: string): string => `person of ${invitationId}`;
const suppressed = (invitationId: string) => suppressionOf(table, personOf(invitationId));

let invitations = 0;
async function saved(over: Partial<Invitation> = {}): Promise<string> {
  const invitationId = `invitation-${++invitations}`;
  await saveSelected(table, anInvitation({ invitationId, personHash: personOf(invitationId), ...over }));
  return invitationId;
}

const sentAt = "2026-12-01T08:00:11.000Z";
/** An event as SES publishes it. */
const event = (invitationId: string, eventType: string, more: object = {}) => ({
  eventType,
  mail: {
    timestamp: sentAt,
    messageId: "ses-event-1",
    destination: ["mei@customer.example"],
    tags: { invitation: [invitationId], "ses:configuration-set": ["surveys"] },
  },
  ...more,
});
const delivery = (id: string, timestamp: string) => event(id, "Delivery", { delivery: { timestamp } });
const opened = (id: string, timestamp: string) => event(id, "Open", { open: { timestamp, ipAddress: "" } });
const bounced = (id: string, timestamp: string, bounceType = "Permanent") =>
  event(id, "Bounce", { bounce: { timestamp, bounceType, bounceSubType: "General" } });
const complained = (id: string, timestamp: string, complaintFeedbackType?: string | null) =>
  event(id, "Complaint", { complaint: { timestamp, complaintSubType: null, complaintFeedbackType } });

/** Delivers events as SNS hands them to the queue, one message each; answers the positions that failed. */
async function deliver(...events: readonly unknown[]): Promise<string[]> {
  const Records = events.map((one, i) => ({
    messageId: String(i),
    body: JSON.stringify({
      Type: "Notification",
      Message: typeof one === "string" ? one : JSON.stringify(one),
    }),
  }));
  // Of the event, only what the function looks at.
  const { batchItemFailures } = await recordDelivery({ Records } as unknown as SQSEvent, {} as Context);
  return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
}

describe("SES's word on a mail", () => {
  test("is kept by kind", async () => {
    const id = await saved();
    const failed = await deliver(
      delivery(id, "2026-12-01T08:00:20.000Z"),
      opened(id, "2026-12-01T09:00:00.000Z"),
      bounced(id, "2026-12-01T09:10:00.000Z"),
      complained(id, "2026-12-01T09:20:00.000Z"),
      event(id, "Reject", { reject: { reason: "Bad content" } }),
    );
    expect(failed).toEqual([]);
    expect(await invitationById(table, id)).toMatchObject({
      status: "sent",
      deliveredAt: "2026-12-01T08:00:20.000Z",
      openedAt: "2026-12-01T09:00:00.000Z",
      bouncedAt: "2026-12-01T09:10:00.000Z",
      bounceType: "Permanent",
      complainedAt: "2026-12-01T09:20:00.000Z",
      rejectedAt: sentAt,
    });
  });

  test("is the same twice and in any order: the earliest of a kind stands", async () => {
    const times = ["2026-12-01T09:00:00.000Z", "2026-12-01T10:00:00.000Z", "2026-12-03T10:00:00.000Z"];
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 0, 2, 1, 0],
    ]) {
      const id = await saved();
      for (const i of order) await deliver(opened(id, times[i] ?? ""));
      expect((await invitationById(table, id))?.openedAt).toBe(times[0]);
    }
    const id = await saved();
    await deliver(opened(id, "2026-12-01T09:00:00.000Z"), delivery(id, "2026-12-01T08:00:20.000Z"));
    expect(await invitationById(table, id)).toMatchObject({
      deliveredAt: "2026-12-01T08:00:20.000Z",
      openedAt: "2026-12-01T09:00:00.000Z",
    });
  });

  test.each(["unknown", "sending"] as const)("settles an invitation that is %s as sent", async (status) => {
    const id = await saved({ status, sentAt: undefined });
    await deliver(delivery(id, "2026-12-01T08:00:20.000Z"));
    expect(await invitationById(table, id)).toMatchObject({
      status: "sent",
      sentAt,
      messageId: "ses-event-1",
      deliveredAt: "2026-12-01T08:00:20.000Z",
    });
  });

  test("lets what it settles wait for its reminder", async () => {
    const remindAt = "2026-12-08T08:00:00.000Z";
    const id = await saved({ status: "unknown", sentAt: undefined, remindAt });
    await deliver(event(id, "Send"), event(id, "Send"));
    const due = await invitationsDueBy(table, new Date("2100-01-01"), 1000);
    expect(due.filter(({ invitationId }) => invitationId === id)).toMatchObject([
      { kind: "reminder", notBefore: remindAt },
    ]);
  });

  test("a late bounce of an unheard send settles it too", async () => {
    const id = await saved({ status: "unknown", sentAt: undefined });
    await deliver(bounced(id, "2026-12-01T08:05:00.000Z", "Transient"));
    expect(await invitationById(table, id)).toMatchObject({ status: "sent", bounceType: "Transient" });
  });

  test.each([
    ["before", ["Permanent", "Transient"]],
    ["after", ["Transient", "Permanent"]],
  ])("a permanent bounce stands when it comes %s a passing one", async (_, types) => {
    const id = await saved();
    for (const type of types) await deliver(bounced(id, "2026-12-01T08:05:00.000Z", type));
    expect(await invitationById(table, id)).toMatchObject({
      bouncedAt: "2026-12-01T08:05:00.000Z",
      bounceType: "Permanent",
    });
  });

  test("is passed over where it greets a new topic in plain words", async () => {
    expect(await deliver("Successfully validated SNS topic for Amazon SES event publishing.")).toEqual([]);
  });

  test.each(["withdrawn", "refused"] as const)("does not bring back what was %s", async (status) => {
    const id = await saved({ status, sentAt: undefined });
    await deliver(delivery(id, "2026-12-01T08:00:20.000Z"));
    expect((await invitationById(table, id))?.status).toBe(status);
  });
});

describe("that a mail was opened whose opening is not to be noted", () => {
  test("is neither kept nor written to the log, of the survey or its reminder", async () => {
    const { write } = process.stdout;
    const lines: string[] = [];
    process.stdout.write = (line: string | Uint8Array) => lines.push(String(line)) > 0;
    onTestFinished(() => {
      process.stdout.write = write;
    });
    const saidOf = async (id: string) => {
      const survey = opened(id, "2026-12-01T09:00:00.000Z");
      const { mail, ...rest } = survey;
      const reminder = { ...rest, mail: { ...mail, tags: { ...mail.tags, mail: ["reminder"] } } };
      return await deliver(survey, reminder);
    };
    const anonymous = await saved({ anonymous: true, isOpenUntracked: true, status: "unknown" });
    const before = await invitationById(table, anonymous);
    expect(await saidOf(anonymous)).toEqual([]);
    expect(await invitationById(table, anonymous)).toEqual(before);
    expect(lines).toEqual([]);
    // Of somebody unknown it does say so: the log is looked at in the right place.
    await saidOf("nobody-of-that-id");
    expect(lines.join()).toContain("nobody-of-that-id");
  });

  test("does not stand in the way of what else is said of it", async () => {
    const id = await saved({ isOpenUntracked: true });
    await deliver(opened(id, "2026-12-01T09:00:00.000Z"), bounced(id, "2026-12-01T09:10:00.000Z"));
    const invitation = await invitationById(table, id);
    expect(invitation).toMatchObject({ bouncedAt: "2026-12-01T09:10:00.000Z" });
    expect(invitation).not.toHaveProperty("openedAt");
  });
});

describe("SES's word on a reminder", () => {
  const REMINDED = "2026-12-08T08:00:11.000Z";
  const claim = { status: "sending", attemptId: "a", at: REMINDED, leaseUntil: REMINDED } as const;
  const ofReminder = (one: ReturnType<typeof event>) => ({
    ...one,
    mail: {
      ...one.mail,
      messageId: "ses-2",
      timestamp: REMINDED,
      tags: { ...one.mail.tags, mail: ["reminder"] },
    },
  });

  test.each(["unknown", "sending"] as const)("settles one that is %s, and only that", async (status) => {
    const id = await saved({ reminder: { ...claim, status, reason: "TimeoutError" }, messageId: "ses-1" });
    await deliver(ofReminder(event(id, "Send")));
    expect(await invitationById(table, id)).toMatchObject({ status: "sent", sentAt, messageId: "ses-1" });
    expect((await invitationById(table, id))?.reminder).toEqual({
      at: REMINDED,
      status: "sent",
      sentAt: REMINDED,
      messageId: "ses-2",
    });
  });

  test("does not settle the survey's own mail, nor that the reminder's", async () => {
    const id = await saved({ status: "unknown", sentAt: undefined });
    await deliver(ofReminder(delivery(id, "2026-12-08T08:00:20.000Z")));
    expect((await invitationById(table, id))?.status).toBe("unknown");
    const other = await saved({ reminder: { ...claim, status: "unknown" } });
    await deliver(delivery(other, "2026-12-08T08:00:20.000Z"));
    expect((await invitationById(table, other))?.reminder?.status).toBe("unknown");
  });

  test("that it did not arrive is the reminder's alone: the survey did", async () => {
    const id = await saved({ reminder: claim, deliveredAt: "2026-12-01T08:00:20.000Z" });
    await deliver(
      ofReminder(delivery(id, "2026-12-08T08:00:20.000Z")),
      ofReminder(bounced(id, "2026-12-08T09:00:00.000Z", "Transient")),
      ofReminder(event(id, "Reject")),
    );
    const invitation = await invitationById(table, id);
    expect(invitation?.reminder).toMatchObject({
      bouncedAt: "2026-12-08T09:00:00.000Z",
      rejectedAt: REMINDED,
    });
    expect(invitation?.deliveredAt).toBe("2026-12-01T08:00:20.000Z");
    expect(invitation).not.toHaveProperty("bouncedAt");
    expect(invitation).not.toHaveProperty("bounceType");
    expect(invitation).not.toHaveProperty("rejectedAt");
  });

  test("is the survey's otherwise: delivered or opened first by the one or the other, complained of", async () => {
    const id = await saved({ reminder: claim });
    await deliver(ofReminder(delivery(id, "2026-12-08T08:00:20.000Z")));
    expect((await invitationById(table, id))?.deliveredAt).toBe("2026-12-08T08:00:20.000Z");
    await deliver(ofReminder(opened(id, "2026-12-08T09:00:00.000Z")));
    expect((await invitationById(table, id))?.openedAt).toBe("2026-12-08T09:00:00.000Z");
    await deliver(opened(id, "2026-12-07T09:00:00.000Z"));
    await deliver(ofReminder(complained(id, "2026-12-08T09:10:00.000Z")));
    expect(await invitationById(table, id)).toMatchObject({
      openedAt: "2026-12-07T09:00:00.000Z",
      complainedAt: "2026-12-08T09:10:00.000Z",
    });
    expect(await suppressed(id)).toMatchObject({ reason: "complaint" });
  });

  test("that it bounces for good suppresses the person too", async () => {
    const id = await saved({ reminder: claim });
    await deliver(ofReminder(bounced(id, "2026-12-08T09:00:00.000Z")));
    expect(await suppressed(id)).toMatchObject({ reason: "hard-bounce", invitationId: id });
  });

  test("makes none where there is none", async () => {
    const id = await saved();
    expect(await deliver(ofReminder(delivery(id, "2026-12-08T08:00:20.000Z")))).toEqual([]);
    expect(await invitationById(table, id)).not.toHaveProperty("reminder");
  });
});

describe("a person is suppressed", () => {
  const [early, late] = ["2026-12-01T08:05:00.000Z", "2026-12-02T09:00:00.000Z"];

  test("by a permanent bounce, and by none that passes", async () => {
    const id = await saved();
    await deliver(bounced(id, early, "Transient"), bounced(id, early, "Undetermined"));
    expect(await suppressed(id)).toBeUndefined();
    await deliver(bounced(id, late));
    expect(await suppressed(id)).toEqual({ reason: "hard-bounce", at: late, invitationId: id });
  });

  test.each(["abuse", "other", null, undefined])("by a complaint (%s)", async (feedback) => {
    const id = await saved();
    await deliver(complained(id, late, feedback));
    expect(await suppressed(id)).toEqual({ reason: "complaint", at: late, invitationId: id });
  });

  test("not by the word that a mail is no spam, which is no complaint", async () => {
    const id = await saved({ status: "unknown", sentAt: undefined });
    expect(await deliver(complained(id, late, "not-spam"))).toEqual([]);
    expect(await suppressed(id)).toBeUndefined();
    const invitation = await invitationById(table, id);
    expect(invitation).toMatchObject({ status: "sent" });
    expect(invitation).not.toHaveProperty("complainedAt");
  });

  test("once, for what came first, in whatever order it is heard and however often", async () => {
    for (const order of [
      [0, 1],
      [1, 0],
      [1, 0, 1, 0],
    ]) {
      const id = await saved();
      const events = [bounced(id, early), complained(id, late, "abuse")];
      for (const i of order) await deliver(events[i]);
      expect(await suppressed(id)).toEqual({ reason: "hard-bounce", at: early, invitationId: id });
    }
  });
});

describe("a batch", () => {
  test("passes over what SES says of a test mail, which is of no invitation", async () => {
    const { mail, ...rest } = bounced("none", sentAt);
    expect(await deliver({ ...rest, mail: { ...mail, tags: { mail: ["test"] } } })).toEqual([]);
  });

  test("passes over kinds that are not read and invitations that are not known, without making any", async () => {
    expect(await deliver(event("nobody", "DeliveryDelay"), delivery("nobody", sentAt))).toEqual([]);
    expect(await invitationById(table, "nobody")).toBeUndefined();
  });

  test("comes back with what could not be read, and only that", async () => {
    const id = await saved();
    const bad = { ...event(id, "Open"), open: {} };
    expect(await deliver("not JSON", bad, opened(id, "2026-12-01T09:00:00.000Z"))).toEqual(["0", "1"]);
    expect((await invitationById(table, id))?.openedAt).toBe("2026-12-01T09:00:00.000Z");
  });
});
