import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";

export type Row = Readonly<Record<string, string>>;

const fileOf = (name: string): Buffer => readFileSync(`test/data/portfolio/${name}.csv`);
const rowsOf = (name: string): Row[] => parse(fileOf(name), { columns: true, bom: true });

/** Every second account: mails of each kind, and the other half would bring more of the same. */
const HALF: ReadonlySet<string | undefined> = new Set(
  rowsOf("accounts").flatMap(({ account_id }, i) => (i % 2 === 0 ? [account_id] : [])),
);

/** To import: a file of the portfolio without the rows of the accounts that are left out. */
export function halfOf(name: string): string {
  const rows = parse(fileOf(name), { columns: true, bom: true, raw: true }) as { raw: string; record: Row }[];
  const [header = ""] = String(fileOf(name)).split("\n", 1);
  const kept = rows.filter(({ record }) => record.account_id === undefined || HALF.has(record.account_id));
  return [`${header}\n`, ...kept.map(({ raw }) => raw)].join("");
}

/** Names and addresses that break things; where the mail goes, if that is written otherwise. */
const ODD: readonly Row[] = [
  { email: "mei@müller.example", to: "mei@xn--mller-kva.example", name: 'Mei "the Boss" O\'Neil, PhD' },
  { email: `${"l".repeat(64)}@odd.example`, name: "Łukasz 山田 👩‍👩‍👧‍👦 שלום" },
  { email: "!#$%&'*+-/?=^_`{|}~@odd.example", name: "x".repeat(256) },
  {
    email: "o'brien@odd.example",
    name: "<victim@other.example>, =?utf-8?q?=0D=0ABcc:_x?=",
    // What a mail program would decode is kept from being an encoded word.
    shown: "<victim@other.example>, = ?utf-8?q?=0D=0ABcc:_x?=",
  },
  { email: "UPPER@odd.example", name: "Bcc: victim@other.example" },
];

/** To import, with an account of their own. */
export const ODD_ACCOUNT =
  "account_id,name,plan,status,customer_since,renewal_on\nodd,Odd Works,premium,active,2024-03-01,2027-09-01\n";
export const ODD_CONTACTS = [
  "contact_id,account_id,email,name,locale,time_zone,roles",
  ...ODD.map(({ email, name }, i) => `odd-${i},odd,${email},"${name?.replaceAll('"', '""')}",he,UTC,admin`),
].join("\n");

const odd = ODD.map(({ email = "", name = "", to = email, shown = name }, i) => {
  return { contact_id: `odd-${i}`, account_id: "odd", email: to, name: shown, locale: "he" };
});

/** Everybody, by id, as mails should name them. */
export const CONTACTS: ReadonlyMap<string, Row> = new Map(
  [...rowsOf("contacts"), ...odd].map((row) => [row.contact_id ?? "", row]),
);

/** One contact of the portfolio in each language, and the odd ones, all of whom an event program may ask. */
export const ASKED_BY_EVENTS: readonly Row[] = [...oneInEachLanguage(), ...odd];

function oneInEachLanguage(): Row[] {
  const sentTo = new Set(rowsOf("sends").map(({ email }) => email));
  const paying = new Set(
    rowsOf("accounts")
      .filter(({ plan = "", status }) => status === "active" && ["premium", "ultimate"].includes(plan))
      .map(({ account_id }) => account_id),
  );
  const free = rowsOf("contacts").filter(
    ({ account_id, email }) => HALF.has(account_id) && paying.has(account_id) && !sentTo.has(email),
  );
  const wanted = free.filter(
    ({ roles, personas, consent }) => roles === "admin" && personas === "" && consent === "subscribed",
  );
  return [...Map.groupBy(wanted, ({ locale }) => locale).values()].map(([first]) => first ?? {});
}
