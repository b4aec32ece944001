import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { describe, expect, test } from "vitest";
import type { Account } from "#shared/domain/accounts/account.ts";
import { work } from "#shared/domain/ctas/cta-work.ts";
import { invitationId } from "#shared/domain/sending/invitation-id.ts";
import { workCta } from "#shared/dynamodb/cta-work.ts";
import { saveSelected } from "#shared/dynamodb/invitations.ts";
import { accountKey } from "#shared/dynamodb/keys.ts";
import { saveMilestone } from "#shared/dynamodb/milestones.ts";
import { savePlanned } from "#shared/dynamodb/planned-account.ts";
import { accountWithContacts, saveContact, storedAccounts } from "#shared/dynamodb/portfolio.ts";
import { comingRenewals } from "#shared/dynamodb/silences.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { lookForSilence } from "../../../functions/tend-ctas/look-for-silence.ts";
import { aContact, aMilestone, anAccount, anInvitation, hashOf } from "../../builders.ts";
import { dyingTable } from "../../dying-table.ts";
import { aTable } from "../../table.ts";
import { aTending } from "./tending.ts";

const renewalOn = "2027-10-01";
// 30 days before.
const ON = "2027-09-01T00:00:00Z";

/** An account that renews on 1 October 2027, of which one admin was asked in June. */
async function aQuiet(table: Table, accountId = "acc-1", over: Partial<Account> = {}) {
  const it = aTending(table);
  const account = anAccount({ accountId, renewalOn, ...over });
  await it.save(account);
  await saveContact(table, aContact({ accountId }), hashOf);
  const of = { accountId, programId: "pre-renewal", cycle: "term-2026-10-01" };
  await saveMilestone(table, aMilestone({ ...of, anchorOn: renewalOn, status: "done", contacts: ["con-1"] }));
  const asked = { ...of, contactId: "con-1", claimedAt: "2027-06-08T08:00:00.000Z" };
  await saveSelected(
    table,
    anInvitation({ ...asked, invitationId: invitationId(asked), account: undefined }),
  );
  return { ...it, account };
}

describe("an account from which nothing is heard", () => {
  test("gets a call to action 30 days before its renewal, for its CSM", async () => {
    const it = await aQuiet(await aTable());
    expect(await it.tend("2027-08-31T23:00:00Z")).toMatchObject({ silent: 0 });
    expect(await it.tend(ON)).toMatchObject({ silent: 1 });
    expect(await it.ctas()).toMatchObject([
      {
        kind: "silent-renewal",
        accountId: "acc-1",
        program: "pre-renewal",
        owner: { role: "csm", name: "Ana Almeida" },
        contacts: ["con-1"],
        reason: "1 asked, none answered",
        dueAt: "2027-09-08T21:59:59.000Z",
      },
    ]);
  });

  test("gets it up to 14 days late, and not after", async () => {
    const table = await aTable();
    const late = await aQuiet(table);
    expect(await late.tend("2027-09-15T03:00:00Z")).toMatchObject({ silent: 1 });
    const tooLate = await aQuiet(table, "acc-2");
    expect(await tooLate.tend("2027-09-16T03:00:00Z")).toMatchObject({ silent: 0 });
  });

  test("gets it although it was imported behind the day that was looked at", async () => {
    const table = await aTable();
    await aTending(table).tend("2027-09-09T00:00:00Z");
    const it = await aQuiet(table);
    expect(await it.tend("2027-09-10T00:00:00Z")).toMatchObject({ silent: 1 });
  });

  test("gets one in a term, whatever is saved, imported or moved again", async () => {
    const table = await aTable();
    const it = await aQuiet(table);
    await it.tend(ON);
    const [{ ctaId = "" } = {}] = await it.ctas();
    const close = { kind: "close", outcome: "called", driver: null } as const;
    await workCta(table, ctaId, (cta) => work(cta, [close], { at: ON, by: "ana@vendor.example" }));
    await it.save({ ...it.account, arrUsd: 1 });
    expect(await it.tend("2027-09-02T00:00:00Z")).toMatchObject({ silent: 0 });
    await it.save({ ...it.account, renewalOn: "2027-11-15" });
    expect(await it.tend("2027-10-16T00:00:00Z")).toMatchObject({ silent: 0 });
    // The next term is another.
    await it.save({ ...it.account, lastRenewedOn: "2027-11-15", renewalOn: "2028-11-15" });
    expect(await it.tend("2028-10-16T00:00:00Z")).toMatchObject({ silent: 1 });
    expect(await it.ctas()).toHaveLength(2);
  });

  test("which has one open from the term before gets no second", async () => {
    const table = await aTable();
    const it = await aQuiet(table);
    await it.tend(ON);
    await it.save({ ...it.account, lastRenewedOn: renewalOn, renewalOn: "2028-10-01" });
    expect(await it.tend("2028-09-01T00:00:00Z")).toMatchObject({ silent: 0 });
    expect(await it.tend("2028-09-02T00:00:00Z")).toMatchObject({ silent: 0 });
    expect(await it.ctas()).toHaveLength(1);
  });
});

describe("the accounts to look at", () => {
  test("leave when they have been looked at, silent or not, and come back when they are saved", async () => {
    const table = await aTable();
    const it = await aQuiet(table);
    await it.save({ ...it.account, accountId: "churned", status: "churned" });
    const coming = async () =>
      (await comingRenewals(table, renewalOn, renewalOn)).map(({ accountId }) => accountId);
    expect((await coming()).sort()).toEqual(["acc-1", "churned"]);
    await it.tend(ON);
    expect(await coming()).toEqual([]);
    await it.save({ ...it.account, accountId: "churned" });
    expect(await coming()).toEqual(["churned"]);
    await it.save({ ...it.account, accountId: "churned", renewalOn: undefined });
    expect(await coming()).toEqual([]);
  });

  test("keep one whose renewal is moved while it is looked at", async () => {
    const table = await aTable();
    const it = await aQuiet(table, "acc-1", { status: "churned" });
    await it.tend(ON, {
      ...it.ports,
      leaveRenewals: async (coming) => {
        await it.save({ ...it.account, renewalOn: "2027-10-02" });
        await it.ports.leaveRenewals(coming);
      },
    });
    expect(await comingRenewals(table, "2027-10-02", "2027-10-02")).toHaveLength(1);
  });

  test("are what is due, not what exists, and are read once a day", async () => {
    const table = await aTable();
    const it = await aQuiet(table);
    for (let i = 0; i < 20; i++) await it.save({ accountId: `other-${i}`, renewalOn: "2027-12-01" });
    const read: string[] = [];
    const ports = {
      ...it.ports,
      accountWithContacts: (accountId: string) => {
        read.push(accountId);
        return it.ports.accountWithContacts(accountId);
      },
    };
    for (const hour of ["00", "01", "02"]) await it.tend(`2027-09-01T${hour}:00:00Z`, ports);
    expect(read).toEqual(["acc-1"]);
  });

  test("include, once it is imported again, one that was saved before there was anything to look for", async () => {
    const table = await aTable();
    const it = await aQuiet(table);
    const importAgain = async () => {
      const stored = await accountWithContacts(table, "acc-1", { consistent: true });
      await savePlanned(table, it.account, stored, { programs: [], today: "2027-09-01" });
      return await comingRenewals(table, renewalOn, renewalOn);
    };
    await it.tend(ON);
    expect(await importAgain()).toEqual([]);
    await table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: marshall(accountKey("acc-1")),
        UpdateExpression: "REMOVE places",
      }),
    );
    // Until then it is found by its name all the same.
    expect((await storedAccounts(table, ["acc-1"]))[0]?.listedAs).toBeDefined();
    expect(await importAgain()).toHaveLength(1);
  });

  test("one that cannot be looked at holds up no other, and is looked at again", async () => {
    const table = await aTable();
    for (const accountId of ["acc-1", "acc-2"]) await aQuiet(table, accountId);
    const it = aTending(table);
    const ports = {
      ...it.ports,
      silencesOf: (accountId: string) =>
        accountId === "acc-1" ? Promise.reject(new Error("unreadable")) : it.ports.silencesOf(accountId),
    };
    await expect(it.tend(ON, ports)).rejects.toThrow("unreadable");
    expect((await it.ctas()).map(({ accountId }) => accountId)).toEqual(["acc-2"]);
    expect(await it.tend("2027-09-01T01:00:00Z")).toMatchObject({ silent: 1 });
  });
});

test("dying at any of its calls, and done again, opens one", async () => {
  const table = await aTable();
  for (const last of ["undone", "done"] as const) {
    for (let calls = 0, survived = false; !survived; calls++) {
      const accountId = `acc-${last}-${calls}`;
      const it = await aQuiet(table, accountId);
      const dying = dyingTable(table, calls, last);
      const coming = async () => [{ accountId, renewalOn }];
      const look = (through: Table) =>
        lookForSilence({ ...it.portsOver(through), comingRenewals: coming })("2027-09-01", new Date(ON));
      await look(dying.table);
      survived = dying.survived();
      await look(table);
      await it.save({ ...it.account, arrUsd: 2 });
      await look(table);
      const ctas = (await it.ctas()).filter((cta) => cta.accountId === accountId);
      expect(ctas, accountId).toHaveLength(1);
      expect(ctas[0]?.revision).toBe(1);
      expect(await comingRenewals(table, renewalOn, renewalOn), accountId).toEqual([]);
    }
  }
});

test("several at once open one", async () => {
  const it = await aQuiet(await aTable());
  await Promise.all([it.tend(ON), it.tend(ON), it.tend(ON)]);
  expect(await it.ctas()).toHaveLength(1);
});
