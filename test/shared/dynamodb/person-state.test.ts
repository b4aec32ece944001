import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { claimPerson, recordSend } from "#shared/dynamodb/people.ts";
import { peopleOf } from "#shared/dynamodb/person-state.ts";
import { removeContact, saveContact } from "#shared/dynamodb/portfolio.ts";
import { suppress } from "#shared/dynamodb/suppressions.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { aContact, hashOf } from "../../builders.ts";
import { startTable } from "../../table.ts";

let table: Table;
let stop: () => void;
let people = 0;
let mei: string;
beforeAll(async () => {
  ({ table, stop } = await startTable());
});
afterAll(() => stop());
/** Each test has a person of its own. */
beforeEach(() => {
  mei = `mei-${++people}@customer.example`;
});

const stateOf = async (email: string) => (await peopleOf(table, [hashOf(email)])).get(hashOf(email));
const isAt = async (email: string) =>
  (await stateOf(email))?.contacts.map(({ accountId, contactId }) => `${accountId}/${contactId}`);
const save = (accountId: string, email: string, contactId = "con-1") =>
  saveContact(table, aContact({ accountId, contactId, email }), hashOf);

describe("a person", () => {
  test("of whom nothing is known has never been asked, and is no contact", async () => {
    expect(await stateOf(mei)).toEqual({ contacts: [] });
  });

  test("is known with when and by what they were last asked, and why nobody writes to them", async () => {
    const personHash = hashOf(mei);
    await recordSend(table, personHash, { on: "2026-09-01", by: { tool: "gainsight", program: "csat" } });
    expect((await stateOf(mei))?.asked).toEqual({
      on: "2026-09-01",
      by: { tool: "gainsight", program: "csat" },
    });
    const claim = { personHash, invitationId: "inv-1", programId: "pre-renewal", cooldownDays: 56 };
    await claimPerson(table, { ...claim, on: "2026-11-30" });
    const suppression = { reason: "hard-bounce" as const, at: "2026-12-01T10:00:00.000Z" };
    await suppress(table, personHash, suppression);
    expect(await stateOf(mei)).toEqual({
      asked: {
        on: "2026-11-30",
        by: { invitationId: "inv-1", program: "pre-renewal" },
        invitationId: "inv-1",
      },
      suppression,
      contacts: [],
    });
  });

  test("is looked up once, however often they are named, and apart from others", async () => {
    await save("acc-1", mei);
    const found = await peopleOf(table, [hashOf(mei), hashOf(mei), hashOf("nobody@customer.example")]);
    expect([...found.values()].map(({ contacts }) => contacts.length)).toEqual([1, 0]);
  });
});

describe("the contacts that a person is", () => {
  test("are those with their e-mail, at whatever account, in whatever case it is written", async () => {
    await save("acc-1", mei);
    await save("acc-2", mei.toUpperCase());
    await save("acc-2", mei, "con-2");
    await save("acc-2", mei);
    expect(await isAt(mei)).toEqual(["acc-1/con-1", "acc-2/con-1", "acc-2/con-2"]);
  });

  test("change with the address: the old one is theirs no more, at that account alone", async () => {
    const [old, other] = [`old-${mei}`, `other-${mei}`];
    await save("acc-1", old);
    await save("acc-2", old);
    await save("acc-1", mei);
    expect([await isAt(old), await isAt(mei)]).toEqual([["acc-2/con-1"], ["acc-1/con-1"]]);
    await save("acc-1", other);
    await save("acc-1", mei);
    expect([await isAt(other), await isAt(mei)]).toEqual([[], ["acc-1/con-1"]]);
  });

  test("change with the address of one who unsubscribed, too", async () => {
    const contact = aContact({ email: `old-${mei}`, consent: "unsubscribed" });
    await saveContact(table, contact, hashOf);
    await saveContact(table, { ...contact, email: mei, consent: "subscribed" }, hashOf);
    expect([await isAt(contact.email), await isAt(mei)]).toEqual([[], ["acc-1/con-1"]]);
  });

  test("are fewer by one who is removed, once or twice", async () => {
    await save("acc-1", mei);
    await save("acc-2", mei);
    for (let times = 0; times < 2; times++)
      await removeContact(table, { accountId: "acc-1", contactId: "con-1" }, hashOf);
    expect(await isAt(mei)).toEqual(["acc-2/con-1"]);
  });
});
