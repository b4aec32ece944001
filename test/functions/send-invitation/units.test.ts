import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Account } from "#shared/domain/accounts/account.ts";
import { moveInvitation } from "#shared/dynamodb/invitations.ts";
import { takeOffIndex } from "#shared/dynamodb/sending.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import type { SendPorts } from "../../../functions/send-invitation/ports.ts";
import { count } from "../../bench/counted.ts";
import { startTable } from "../../table.ts";
import { aMailRoom, OPENS, REMINDS } from "./mail-room.ts";

/** As much of an account as an import may know: a larger item costs more units. */
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

async function costOf(work: () => Promise<unknown>) {
  const counted = count(table.client);
  await work();
  table.client.middlewareStack.remove("count");
  return { calls: counted.calls, writeUnits: counted.writeUnits };
}

test("a survey and its reminder keep to three calls each beside SES's, and to 13 write units in all", async () => {
  const room = aMailRoom(table);
  const { invitationId, programId } = room.job;
  await room.select();
  await room.save({}, AS_IMPORTED);
  // A process reads a program once.
  await room.ports.program(programId, 1);
  const ports: SendPorts = {
    ...room.ports,
    newAttemptId: randomUUID,
    // Ids as long as SES's.
    send: async () => ({ kind: "accepted", messageId: `010701890a1b2c3d-${randomUUID()}-000000` }),
  };

  const queue = await costOf(() =>
    moveInvitation(table, { invitationId, from: ["selected"], set: { status: "queued" } }),
  );
  const survey = await costOf(() => room.send(OPENS, ports));
  const due = await room.due();
  const queueAgain = await costOf(async () => due && takeOffIndex(table, due));
  const reminder = await costOf(() => room.remind(REMINDS, ports));

  expect((await room.invitation())?.reminder?.status).toBe("sent");
  expect([survey.calls, reminder.calls]).toEqual([3, 3]);
  const units = [queue, survey, queueAgain, reminder].map(({ writeUnits }) => writeUnits);
  expect(units).toEqual([2, 4, 3, 4]);
});
