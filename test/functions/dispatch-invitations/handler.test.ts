import { createHash } from "node:crypto";
import type { Context } from "aws-lambda";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { slotSpacingMs } from "#shared/domain/sending/pacing.ts";
import { invitationById, moveInvitation, saveSelected } from "#shared/dynamodb/invitations.ts";
import { unsettledKey } from "#shared/dynamodb/keys.ts";
import { sendingState } from "#shared/dynamodb/pacing.ts";
import type { DueSend } from "#shared/dynamodb/sending.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import type { handler } from "../../../functions/dispatch-invitations/handler.ts";
import { anInvitation } from "../../builders.ts";
import { startEndpoint } from "../../remembering-endpoint.ts";
import { startOpsTable } from "../ops-routes.ts";

const QUOTA = { Max24HourSend: "50000", MaxSendRate: "2", SentLast24Hours: "7" };
const replyTo = (action: string, result: Readonly<Record<string, string>>) => {
  const fields = Object.entries(result).map(([name, value]) => `<${name}>${value}</${name}>`);
  return `<${action}Response xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><${action}Result>${fields.join("")}</${action}Result></${action}Response>`;
};

type Entry = { Id: string; MessageBody: string; DelaySeconds: number };

let table: Table;
let stop: () => void;
let dispatch: typeof handler;
let isEnabled = "true";
let entries: Entry[] = [];
let said: Record<string, unknown>[] = [];
beforeAll(async () => {
  const started = await startOpsTable();
  table = started.table;
  const aws = await startEndpoint(async ({ headers, body }) => {
    if (headers["x-amz-target"] !== undefined) {
      const asked = JSON.parse(body) as { Entries: Entry[] };
      entries.push(...asked.Entries);
      const Successful = asked.Entries.map(({ Id, MessageBody }) => ({
        Id,
        MessageId: Id,
        MD5OfMessageBody: createHash("md5").update(MessageBody).digest("hex"),
      }));
      return { status: 200, body: JSON.stringify({ Successful }) };
    }
    const action = new URLSearchParams(body).get("Action") ?? "";
    return { status: 200, body: replyTo(action, action === "GetSendQuota" ? QUOTA : { Enabled: isEnabled }) };
  });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SES: aws.url,
    AWS_ENDPOINT_URL_SQS: aws.url,
    SEND_QUEUE_URL: `${aws.url}/queue`,
    SENDS_PER_SECOND: "14",
  });
  ({ handler: dispatch } = await import("../../../functions/dispatch-invitations/handler.ts"));
  const { write } = process.stdout;
  process.stdout.write = (line: string | Uint8Array) => {
    said.push(JSON.parse(String(line)));
    return true;
  };
  stop = () => {
    process.stdout.write = write;
    aws.stop();
    started.stop();
  };
});
afterAll(() => stop());
beforeEach(() => {
  entries = [];
  said = [];
});

const run = () => dispatch({}, {} as Context);
const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);
const select = (invitationId: string, notBefore: Date) =>
  saveSelected(
    table,
    anInvitation({
      ...{ invitationId, status: "selected", notBefore: notBefore.toISOString() },
      ...{ claimedAt: undefined, sentAt: undefined },
    }),
  );

test("each job says its slot, and comes to the queue's readers within the second before", async () => {
  const before = Date.now();
  for (const n of [0, 1, 2, 3, 4]) await select(`due-${n}`, new Date(before - 100 + n));
  await run();
  expect(entries).toHaveLength(5);
  for (const { MessageBody, DelaySeconds } of entries) {
    const { sendAt, everyMs, notBefore } = JSON.parse(MessageBody) as Partial<DueSend> & { sendAt: number };
    expect(everyMs).toBe(Math.ceil(slotSpacingMs(2)));
    expect(notBefore).toBeUndefined();
    expect(DelaySeconds).toBeGreaterThanOrEqual(0);
    expect(Date.now() + DelaySeconds * 1000).toBeLessThanOrEqual(sendAt + 1000);
  }
  expect((await invitationById(table, "due-4"))?.status).toBe("queued");
  expect(await sendingState(table)).toMatchObject({
    ...{ state: "ok", perSecond: 2, max24Hours: 50_000, sentLast24Hours: 7 },
  });
  expect(said).toEqual([
    { decision: "dispatched", queued: 5 },
    { decision: "sending-state", state: "ok" },
  ]);
});

test("a pause is said once, and what it holds up after an hour with every dispatch", async () => {
  isEnabled = "false";
  await select("waiting", hoursAgo(0.5));
  await run();
  expect([entries, said]).toEqual([[], [{ decision: "sending-state", state: "paused", before: "ok" }]]);

  said = [];
  const longAgo = hoursAgo(1.1);
  await select("waiting-long", longAgo);
  await run();
  expect(said).toEqual([{ decision: "held-up", state: "paused", since: longAgo.toISOString() }]);
  expect((await invitationById(table, "waiting"))?.status).toBe("selected");
});

test("what has been unknown for a day is said, and not for ever", async () => {
  for (const hours of [1, 30, 60]) {
    const invitationId = `unknown-${hours}`;
    await saveSelected(table, anInvitation({ invitationId, status: "sending" }));
    const due = unsettledKey(hoursAgo(hours), invitationId);
    await moveInvitation(table, { invitationId, from: ["sending"], set: { status: "unknown" }, due });
  }
  await run();
  expect(said.filter(({ decision }) => decision === "unsettled")).toMatchObject([
    { invitationId: "unknown-30", more: 0 },
  ]);
});
