import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Contact } from "#shared/domain/accounts/contact.ts";
import { SUPPRESSION_REASONS } from "#shared/domain/accounts/suppression.ts";
import { saveContact } from "#shared/dynamodb/portfolio.ts";
import { suppress } from "#shared/dynamodb/suppressions.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { aContact, hashOf } from "../../builders.ts";
import { peopleByHash } from "../../people.ts";
import { startTable } from "../../table.ts";
import { aMailRoom, OPENS } from "./mail-room.ts";

let table: Table;
let stop: () => void;
beforeAll(async () => {
  ({ table, stop } = await startTable());
});
afterAll(() => stop());

const at = "2026-11-30T12:00:00.000Z";

describe("a person suppressed since the selection", () => {
  test.each(SUPPRESSION_REASONS)("by %s is not asked, and free for others", async (reason) => {
    const room = aMailRoom(table);
    await room.select();
    await suppress(table, room.personHash, { reason, at });
    expect(await room.send()).toMatchObject({ kind: "withdrawn", reason });
    expect(await room.invitation()).toMatchObject({ status: "withdrawn", reason, withdrawnAt: OPENS });
    expect(await room.person()).toEqual({});
    expect(room.given).toEqual([]);
  });

  test("whose contact has another address now does not bar whoever has that", async () => {
    const room = aMailRoom(table);
    await room.select();
    await suppress(table, room.personHash, { reason: "hard-bounce", at });
    await room.save({ email: "new@customer.example" });
    expect(await room.send()).toMatchObject({ kind: "sent" });
    expect(room.taken.map(({ contact }) => contact.email)).toEqual(["new@customer.example"]);
  });

  test("at the contact's new address is not asked, and keeps their cooldown as it was", async () => {
    const room = aMailRoom(table);
    await room.select();
    await room.save({ email: "new@customer.example" });
    const newPerson = room.ports.personHash("new@customer.example");
    await suppress(table, newPerson, { reason: "complaint", at });
    expect(await room.send()).toMatchObject({ kind: "withdrawn", reason: "complaint" });
    expect(room.given).toEqual([]);
    expect(await peopleByHash(table, [newPerson])).toEqual(new Map());
    expect(await room.person()).toEqual({});
  });
});

describe("a contact asked as sold-to", () => {
  /** Selected as the one who bought, while the account had no admin. */
  const soldTo = async (over: Partial<Contact> = {}) => {
    const room = aMailRoom(table, "all-customer-csat");
    await room.select();
    await room.save({ roles: ["sold-to", "developer"], ...over });
    const { accountId } = room.job;
    const join = (roles: Contact["roles"], more: Partial<Contact> = {}) =>
      saveContact(
        table,
        aContact({ accountId, contactId: "kim", email: "kim@customer.example", roles, ...more }),
        hashOf,
      );
    return { room, join };
  };

  test("is asked where no contact is an admin", async () => {
    const { room, join } = await soldTo();
    await join(["owner"]);
    expect(await room.send()).toMatchObject({ kind: "sent" });
  });

  test.each(["subscribed", "unsubscribed"] as const)(
    "is not asked where an admin came since, who is %s",
    async (consent) => {
      const { room, join } = await soldTo();
      await join(["admin"], { consent });
      expect(await room.send()).toMatchObject({ kind: "withdrawn", reason: "account-has-admin" });
      expect(room.given).toEqual([]);
      expect(await room.person()).toEqual({});
    },
  );

  test("who has a wanted role by now is asked, whoever else there is", async () => {
    const { room, join } = await soldTo({ roles: ["sold-to", "owner"] });
    await join(["admin"]);
    expect(await room.send()).toMatchObject({ kind: "sent" });
  });

  test("is not asked by a program that never asks them", async () => {
    const room = aMailRoom(table);
    await room.select();
    await room.save({ roles: ["sold-to"] });
    expect(await room.send()).toMatchObject({ kind: "withdrawn", reason: "sold-to-not-asked" });
  });
});
