import { randomUUID } from "node:crypto";
import type { Mail, MailReply } from "../../../functions/send-invitation/ports.ts";
import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { invitationKey } from "#shared/dynamodb/keys.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Account } from "#shared/domain/account.ts";
import { moveInvitation } from "#shared/dynamodb/invitations.ts";
import { takeOffIndex } from "#shared/dynamodb/sending.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { count } from "../../bench/counted.ts";
import { startTable } from "../../table.ts";
import { aMailRoom, OPENS, REMINDS } from "./mail-room.ts";

/** As much of an account as an import may know. */
const AS_IMPORTED: Partial<Account> = {
  products: ["ci", "planning", "scm"],
  industry: "Consumer Discretionary",
  geography: "Massachusetts",
  companySize: "1000-9999",
  stage: "onboarding",
  csm: { name: "Priya Papadopoulos", email: "csm15@vendor.example" },
  csmManager: { name: "Manager 3", email: "manager3@vendor.example" },
};

let table: Table;
let stop: () => void;
beforeAll(async () => {
  ({ table, stop } = await startTable());
});
afterAll(() => stop());

function sizeOf(v: any): number {
  return Object.entries(v as object).reduce((n, [k, a]) => n + k.length + one(a), 0);
}
function one(a: any): number {
  if (a.S !== undefined) return Buffer.byteLength(a.S);
  if (a.N !== undefined) return Math.ceil(a.N.length / 2) + 1;
  if (a.M !== undefined) return 3 + sizeOf(a.M) + Object.keys(a.M).length;
  if (a.L !== undefined) return 3 + a.L.reduce((n: number, x: any) => n + 1 + one(x), 0);
  return 1;
}
/** What one mail asks of DynamoDB, from the dispatcher's look to its being sent. */
async function costOf(work: () => Promise<unknown>) {
  const counted = count(table.client);
  await work();
  table.client.middlewareStack.remove("count");
  return counted;
}

test("a survey and its reminder stay within their calls and write units, the one and the other", async () => {
  const room = aMailRoom(table);
  await room.select();
  await room.save({}, AS_IMPORTED);
  // Programs are kept for a minute once they are read.
  await room.ports.program(room.job.programId, 1);
  const { invitationId } = room.job;

  const queue = await costOf(() =>
    moveInvitation(table, { invitationId, from: ["selected"], set: { status: "queued" } }),
  );
  const ports = {
    ...room.ports,
    newAttemptId: randomUUID,
    send: async (mail: Mail): Promise<MailReply> => {
      await room.ports.send({ ...mail, raw: new Uint8Array() });
      return { kind: "accepted", messageId: `010701890a1b2c3d-${randomUUID()}-000000` };
    },
  };
  const survey = await costOf(() => room.send(OPENS, ports));
  const due = await room.due();
  const queueAgain = await costOf(async () => due && takeOffIndex(table, due));
  const reminder = await costOf(() => room.remind(REMINDS, ports));

  expect(room.taken).toHaveLength(2);
  console.log({ queue, survey, queueAgain, reminder, size: sizeOf((await table.client.send(new GetItemCommand({TableName: table.name, Key: marshall(invitationKey(invitationId))}))).Item) });
  // With the call to SES, four.
  expect([survey.calls, reminder.calls]).toEqual([3, 3]);
});
