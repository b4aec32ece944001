import { describe, expect, test } from "vitest";
import { personHash } from "#shared/domain/accounts/person.ts";
import type { Program } from "#shared/domain/programs/program.ts";
import type { RowError } from "#shared/dynamodb/imports.ts";
import { accountWithContacts, saveContact } from "#shared/dynamodb/portfolio.ts";
import { saveProgram } from "#shared/dynamodb/programs.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { aContact, aProgram, hashOf, PERSON_KEY } from "../../builders.ts";
import { peopleByHash } from "../../people.ts";
import { aTable } from "../../table.ts";
import { dump, importText, NOW, portfolioFile, writesTo } from "./files.ts";

const ACCOUNT =
  "account_id,name,plan,status,customer_since,renewal_on\nacc-1,Acme,premium,active,2026-10-10,2027-03-31\n";
/** What is planned for it, in the order of programs; or of one program. */
async function plannedDays(table: Table, only?: string): Promise<string[][]> {
  const { milestones } = await accountWithContacts(table, "acc-1");
  return milestones
    .filter(({ programId }) => only === undefined || programId === only)
    .map(({ programId, dueOn }) => [programId, dueOn])
    .toSorted();
}
const lineAndField = ({ line, field }: RowError) => [line, field];

/** The first accounts of the example portfolio, with their contacts and the sends to them. */
function aPortfolio(): Readonly<Record<"accounts" | "contacts" | "sends", string>> {
  const [head = "", ...rows] = portfolioFile("accounts.csv").split("\n");
  const accounts = rows.slice(0, 40);
  const ids = new Set(accounts.map((row) => row.split(",")[0]));
  const contacts = portfolioFile("contacts.csv").split("\n");
  const theirs = contacts.filter((row, i) => i === 0 || ids.has(row.split(",")[1]));
  return {
    accounts: [head, ...accounts].join("\n"),
    contacts: theirs.join("\n"),
    sends: portfolioFile("sends.csv").split("\n").slice(0, 60).join("\n"),
  };
}

describe("the same file twice", () => {
  test("changes nothing, and writes nothing but the record of the import", async () => {
    const table = await aTable();
    const files = aPortfolio();
    const importAll = async () => {
      for (const kind of ["accounts", "contacts", "sends"] as const) {
        const { rejected, errors } = await importText(table, kind, files[kind]);
        expect({ rejected, errors }).toEqual({ rejected: 0, errors: [] });
      }
    };
    await importAll();
    const once = await dump(table);
    expect(once.filter(({ type }) => type === "account").length).toBe(40);
    expect(once.filter(({ type }) => type === "milestone").length).toBeGreaterThan(10);
    const writes = writesTo(table);
    await importAll();
    expect(await dump(table)).toEqual(once);
    expect(writes.filter((key) => !key.startsWith("IMPORT"))).toEqual([]);
  });
});

describe("accounts", () => {
  test("are planned for programs as ops have made them: changed, added, and not those of events", async () => {
    const table = await aTable();
    const days = (offsetDays: number) => ({ ...aProgram().trigger, offsetDays }) as Program["trigger"];
    const event = { kind: "event", touchpoint: "renewed", dropsAfterHours: 24 } as const;
    for (const program of [
      aProgram("post-onboarding", { version: 2, trigger: days(90) }),
      aProgram("post-onboarding", { programId: "added", trigger: days(75) }),
      aProgram("pre-renewal", { version: 2, trigger: event }),
    ])
      await saveProgram(table, program, { isReplanDue: false, at: NOW });
    await importText(table, "accounts", ACCOUNT);
    expect((await plannedDays(table)).filter(([programId]) => programId !== "all-customer-csat")).toEqual([
      ["added", "2026-12-24"],
      ["post-onboarding", "2027-01-08"],
    ]);
  });

  test("have their milestones planned from their dates, and moved with them", async () => {
    const table = await aTable();
    await importText(table, "accounts", ACCOUNT);
    await importText(table, "accounts", ACCOUNT.replace("2027-03-31", "2027-04-30"));
    expect((await accountWithContacts(table, "acc-1")).account?.renewalOn).toBe("2027-04-30");
    const turn = await plannedDays(table, "all-customer-csat");
    expect(await plannedDays(table)).toEqual([
      ...turn,
      ["post-onboarding", "2026-12-09"],
      ["pre-renewal", "2026-12-31"],
    ]);
    expect(turn.map(([, dueOn = ""]) => dueOn >= "2026-12-01" && dueOn < "2027-12-01")).toEqual([true]);
    await importText(table, "accounts", ACCOUNT.replace("premium", "ultimate"));
    expect(await plannedDays(table, "all-customer-csat")).toEqual(turn);
  });

  test("become unknown in what stands empty", async () => {
    const table = await aTable();
    await importText(table, "accounts", ACCOUNT);
    await importText(table, "accounts", ACCOUNT.replace("premium", ""));
    const { account } = await accountWithContacts(table, "acc-1");
    expect(account).toMatchObject({ name: "Acme", status: "active" });
    expect(account?.plan).toBeUndefined();
  });
});

describe("contacts", () => {
  test("of a file as real exports are: every bad row is named with line and field, the good ones go in", async () => {
    const table = await aTable();
    await importText(table, "accounts", portfolioFile("accounts.csv").split("\n").slice(0, 2).join("\n"));
    const { accepted, rejected, errors } = await importText(
      table,
      "contacts",
      portfolioFile("contacts-dirty.csv"),
    );
    expect({ accepted, rejected }).toEqual({ accepted: 6, rejected: 10 });
    expect(errors.map(lineAndField)).toEqual([
      [2, "email"],
      [3, "account_id"],
      [4, "email"],
      [6, "name"],
      [8, "time_zone"],
      [9, "roles"],
      [11, "contact_id"],
      [13, "row"],
      [16, "email"],
      [17, "contact_id"],
    ]);
    expect(errors[6]?.message).toContain("line 10");
    const said = JSON.stringify(errors);
    for (const secret of ["not-an-email", "victim", "Mars", "overlord", "evil", "Eve"]) {
      expect(said).not.toContain(secret);
    }
    const { contacts } = await accountWithContacts(table, "acc-66740-mmm");
    expect(contacts.map(({ contactId, name }) => [contactId, name])).toEqual([
      ["dirty-11", "Same As Lower"],
      ["dirty-12", "Same As Upper"],
      ["dirty-15", "Good Row After Bad"],
      ["dirty-4", "=cmd|' /C calc'!A0"],
      ["dirty-8", "First Of Two"],
      ["dirty-9", "<script>alert(1)</script>"],
    ]);
    expect(contacts[0]).toMatchObject({ locale: "en-US", roles: ["admin"], consent: "subscribed" });
  });

  test("never have an unsubscribe lifted, not even one that comes in while the file is read", async () => {
    const table = await aTable();
    await importText(table, "accounts", ACCOUNT);
    const file = (consent: string, name: string) =>
      `contact_id,account_id,email,name,consent\ncon-1,acc-1,mei@customer.example,${name},${consent}\n`;
    await importText(table, "contacts", file("unsubscribed", "Mei"));
    await importText(table, "contacts", file("subscribed", "Mei Two"));
    await saveContact(table, aContact({ name: "Mei Three", consent: "subscribed" }), hashOf);
    const { contacts } = await accountWithContacts(table, "acc-1");
    expect(contacts).toEqual([aContact({ name: "Mei Three", consent: "unsubscribed" })]);
  });
});

describe("sends", () => {
  const hash = personHash("mei@customer.example", PERSON_KEY);
  const rows = [
    "mei@customer.example,2026-10-01T09:00:00Z,gainsight,csat",
    "MEI@customer.example,2026-11-20T09:00:00Z,medallia,nps",
    "mei@customer.example,2026-08-01T09:00:00Z,gainsight,csat",
  ];

  test("in any order leave the newest two with the person, whatever the case of the e-mail", async () => {
    for (const order of [rows, rows.toReversed(), [rows[1], rows[2], rows[0], rows[1]]]) {
      const table = await aTable();
      await importText(table, "sends", `email,sent_at,tool,program\n${order.join("\n")}`);
      expect(await peopleByHash(table, [hash])).toEqual(
        new Map([
          [
            hash,
            {
              lastOn: "2026-11-20",
              lastBy: { tool: "medallia", program: "nps" },
              previousOn: "2026-10-01",
              previousBy: { tool: "gainsight", program: "csat" },
            },
          ],
        ]),
      );
    }
  });

  test("never put an e-mail address into the table", async () => {
    const table = await aTable();
    await importText(table, "sends", `email,sent_at,tool,program\n${rows.join("\n")}\nmei@,x,,`);
    expect(JSON.stringify(await dump(table))).not.toMatch(/customer\.example|mei/i);
  });
});
