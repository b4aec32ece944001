import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { accountOf, updatedAccount } from "#shared/domain/imports/accounts.ts";
import type { CellProblem, CsvRecord, Parsed } from "#shared/domain/imports/cells.ts";
import { contactOf, updatedContact } from "#shared/domain/imports/contacts.ts";
import { sendOf } from "#shared/domain/imports/sends.ts";
import { aContact, anAccount } from "../../../builders.ts";

const NOW = new Date("2026-12-01T10:00:00Z");

function good<T>(parsed: Parsed<T>): T {
  if (parsed.kind === "bad") throw new Error(JSON.stringify(parsed.problems));
  return parsed.value;
}
const problems = (parsed: Parsed<unknown>): readonly CellProblem[] =>
  parsed.kind === "bad" ? parsed.problems : [];

const account = (over: CsvRecord = {}): CsvRecord => ({ account_id: "acc-1", ...over });
const contact = (over: CsvRecord = {}): CsvRecord => ({
  contact_id: "con-1",
  account_id: "acc-1",
  email: "mei@customer.example",
  ...over,
});
const send = (over: CsvRecord = {}): CsvRecord => ({
  email: "mei@customer.example",
  sent_at: "2026-10-07T23:30:00-05:00",
  tool: "gainsight",
  program: "csat",
  ...over,
});

describe("every row of the example portfolio can be read:", () => {
  const read: Readonly<Record<string, (record: CsvRecord) => Parsed<unknown>>> = {
    accounts: accountOf,
    contacts: contactOf,
    sends: (record) => sendOf(record, NOW),
  };
  test.each(Object.entries(read))("%s", (name, one) => {
    const rows: CsvRecord[] = parse(readFileSync(`test/data/portfolio/${name}.csv`), { columns: true });
    expect(rows.length).toBeGreaterThan(100);
    expect(rows.flatMap((row) => problems(one(row)))).toEqual([]);
  });
});

describe("an account", () => {
  test("keeps what is known and leaves empty cells unknown", () => {
    const row = account({
      name: " 3M ",
      plan: "Ultimate",
      products: "ci; scm;ci;",
      arr_usd: "316000.5",
      stage: "",
    });
    expect(JSON.parse(JSON.stringify(good(accountOf(row))))).toEqual({
      accountId: "acc-1",
      name: "3M",
      plan: "ultimate",
      products: ["ci", "scm"],
      arrUsd: 316000.5,
    });
  });

  test.each([
    ["120000.5", 120000.5],
    ["$1,200", 1200],
    ["$ 1,234,567.89", 1234567.89],
  ])("has a revenue of %s", (written, arrUsd) => {
    expect(good(accountOf(account({ arr_usd: written }))).arrUsd).toBe(arrUsd);
  });

  test.each([
    ["account_id", "", "is empty and must not be"],
    ["account_id", "a#b", "has a #"],
    ["account_id", "a".repeat(129), "longer than 128"],
    ["name", "Acme\nBcc: x", "line break or control character"],
    ["name", "Acme\0", "line break or control character"],
    ["name", "Acm\uFFFD", "not UTF-8"],
    ["plan", "gold", "must be one of free, premium, ultimate"],
    ["status", "paused", "must be one of active, churned"],
    ["segment", "smb", "must be one of tech-touch, scale, csm-managed"],
    ["purchase_channel", "fax", "must be one of sales, web"],
    ["customer_since", "2026-02-29", "YYYY-MM-DD"],
    ["renewal_on", "01/12/2026", "YYYY-MM-DD"],
    ["last_renewed_on", "2026-1-2", "YYYY-MM-DD"],
    ["arr_usd", "-1", "0 or more"],
    ["arr_usd", "1,000", "without separators"],
    ["arr_usd", "$1,00", "without separators"],
    ["arr_usd", "1e400", "0 or more"],
    ["arr_usd", "99999999999999999999", "0 or more"],
    ["products", Array.from({ length: 51 }, (_, i) => `p${i}`).join(";"), "more than 50"],
    ["csm_email", "nobody", "is not an e-mail address"],
  ])("is refused where %s is %j", (field, value, reason) => {
    const [problem, ...more] = problems(accountOf(account({ [field]: value })));
    expect(more).toEqual([]);
    expect(problem).toEqual({ field, message: expect.stringContaining(reason) });
  });

  test("names everything that is wrong with it", () => {
    const found = problems(accountOf(account({ plan: "gold", arr_usd: "much" })));
    expect(found.map(({ field }) => field)).toEqual(["plan", "arr_usd"]);
  });

  test("has an owner by e-mail, who is named by it where there is no name; a name alone reaches nobody", () => {
    expect(good(accountOf(account({ csm_email: "ana@vendor.example" }))).csm).toEqual({
      name: "ana@vendor.example",
      email: "ana@vendor.example",
    });
    expect(problems(accountOf(account({ csm_manager_name: "Manager" })))).toEqual([
      { field: "csm_manager_email", message: expect.stringContaining("give both, or neither") },
    ]);
  });

  test("that exists loses what stands empty and keeps what the file has no column for", () => {
    const row = account({ name: "New Name", stage: "" });
    const existing = anAccount({ stage: "adoption" });
    expect(updatedAccount(good(accountOf(row)), existing, row)).toEqual({
      ...existing,
      name: "New Name",
      stage: undefined,
    });
  });
});

describe("a contact", () => {
  test("is read with tolerance for case", () => {
    const row = contact({
      locale: "pt_br",
      time_zone: "europe/berlin",
      roles: "ADMIN; Sold-To",
      consent: "Subscribed",
    });
    expect(good(contactOf(row))).toMatchObject({
      locale: "pt-BR",
      timeZone: "Europe/Berlin",
      roles: ["admin", "sold-to"],
      consent: "subscribed",
    });
  });

  test.each([
    ["de_DE.UTF-8", "de-DE"],
    ["de_DE@euro", "de-DE"],
    ["pt_br.iso88591@latin", "pt-BR"],
    ["nl", "nl"],
    ["iw", "he"],
  ])("is read with a locale as systems write it: %s", (written, read) => {
    expect(good(contactOf(contact({ locale: written }))).locale).toBe(read);
  });

  test("keeps the name of a time zone that is an alias", () => {
    expect(good(contactOf(contact({ time_zone: "Asia/Kolkata" }))).timeZone).toBe("Asia/Kolkata");
  });

  test("may have a name that would be dangerous where it is not escaped", () => {
    const name = "=cmd|' /C calc'!A0<script>alert(1)</script>";
    expect(good(contactOf(contact({ name }))).name).toBe(name);
  });

  test("is written to at the ASCII form of a domain in letters of its own", () => {
    expect(good(contactOf(contact({ email: " Mei@Müller.example " }))).email).toBe(
      "Mei@xn--mller-kva.example",
    );
  });

  test.each([
    ["email", "ﬁne@3m.example", "SES cannot deliver"],
    ["email", "", "is empty and must not be"],
    ["email", '"mei"@customer.example', "must be name@domain and nothing else"],
    ["email", "mei@customer.example\r\nBcc: victim@other.example", "must be a single line"],
    ["email", `${"a".repeat(65)}@customer.example`, "more than 64 characters before the @"],
    ["email", "mei@cust\u043emer.example", "letters of different alphabets"],
    ["name", "Eve\nBcc: victim@other.example", "must be a single line"],
    ["name", "Eve\u2028Bcc: victim@other.example", "must be a single line"],
    ["name", "Eve\0", "control character"],
    ["name", "E\ud83d", "half a character"],
    ["name", "e".repeat(257), "longer than 256 characters"],
    ["locale", "!!", "language tag"],
    ["locale", "C.UTF-8", "language tag"],
    ["locale", "@euro", "language tag"],
    ["time_zone", "Mars/Olympus", "is not a time zone"],
    ["time_zone", "+01:00", "is not a time zone"],
    ["roles", "admin;overlord", "must be one of admin, owner, maintainer"],
    ["personas", "poet", "must be one of billing, procurement, technical, executive"],
    ["consent", "maybe", "must be one of subscribed, unsubscribed"],
  ])("is refused where %s is %j, without repeating it", (field, value, reason) => {
    const [problem, ...more] = problems(contactOf(contact({ [field]: value })));
    expect(more).toEqual([]);
    expect(problem).toEqual({ field, message: expect.stringContaining(reason) });
    if (value !== "") expect(problem?.message).not.toContain(value);
  });

  test.each(["subscribed", "", undefined])("who unsubscribed stays so when a file says %j", (consent) => {
    const row = contact(consent === undefined ? {} : { consent });
    const existing = aContact({ consent: "unsubscribed" });
    expect(updatedContact(good(contactOf(row)), existing, row).consent).toBe("unsubscribed");
  });

  test("is unsubscribed by a file that says so", () => {
    const row = contact({ consent: "unsubscribed" });
    expect(updatedContact(good(contactOf(row)), aContact(), row).consent).toBe("unsubscribed");
  });
});

describe("a send", () => {
  test("counts on its day in UTC", () => {
    expect(good(sendOf(send(), NOW)).ask).toEqual({
      on: "2026-10-08",
      by: { tool: "gainsight", program: "csat" },
    });
  });

  test("counts from its day where another tool has scheduled it", () => {
    expect(good(sendOf(send({ sent_at: "2026-12-20T15:00:00Z" }), NOW)).ask.on).toBe("2026-12-20");
  });

  test("may be scheduled for any hour of the 90th day ahead", () => {
    expect(good(sendOf(send({ sent_at: "2027-03-01T23:59:59Z" }), NOW)).ask.on).toBe("2027-03-01");
  });

  test("starts a cooldown also where its tool is unknown", () => {
    expect(good(sendOf(send({ tool: "" }), NOW)).ask.by).toEqual({ tool: "unknown", program: "csat" });
  });

  test.each([
    ["2027-03-02T00:00:00Z", "more than 90 days ahead"],
    ["9999-12-31T23:59:00-10:00", "more than 90 days ahead"],
    ["2026-10-07", "with its zone"],
    ["2026-10-07T15:00:00", "with its zone"],
    ["2026-02-29T15:00:00Z", "with its zone"],
    ["0000-01-01T00:00:00+23:59", "before 1990"],
    ["", "is empty"],
  ])("is refused where it was sent at %j", (sentAt, reason) => {
    expect(problems(sendOf(send({ sent_at: sentAt }), NOW))).toEqual([
      { field: "sent_at", message: expect.stringContaining(reason) },
    ]);
  });
});
