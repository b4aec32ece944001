import fc from "fast-check";
import { expect, test } from "vitest";
import { personKey } from "#shared/domain/accounts/contact.ts";
import { EmailAddress, emailAddressOf } from "#shared/domain/accounts/email-address.ts";

const addressOf = (text: string): string | undefined => {
  const outcome = emailAddressOf(text);
  return outcome.kind === "address" ? outcome.address : undefined;
};
const reasonOf = (text: string): string | undefined => {
  const outcome = emailAddressOf(text);
  return outcome.kind === "refused" ? outcome.reason : undefined;
};

const LONG_DOMAIN = `${"b".repeat(60)}.${"c".repeat(60)}.${"d".repeat(59)}.example`;

test.each([
  ["mei@customer.example", "mei@customer.example"],
  ["UPPER.Case@3M.example", "UPPER.Case@3M.example"],
  ["o'brien+news@sub.customer.example", "o'brien+news@sub.customer.example"],
  ["!#$%&'*+-/?=^_`{|}~@customer.example", "!#$%&'*+-/?=^_`{|}~@customer.example"],
  [`${"a".repeat(64)}@customer.example`, `${"a".repeat(64)}@customer.example`],
  [`${"a".repeat(64)}@${LONG_DOMAIN}`, `${"a".repeat(64)}@${LONG_DOMAIN}`],
  [`mei@${"b".repeat(63)}.example`, `mei@${"b".repeat(63)}.example`],
  ["mei@double--hyphen.example", "mei@double--hyphen.example"],
  ["mei@3m.example", "mei@3m.example"],
  ["mei@müller.example", "mei@xn--mller-kva.example"],
  ["mei@XN--MLLER-KVA.example", "mei@XN--MLLER-KVA.example"],
  ["mei@faß.example", "mei@xn--fa-hia.example"],
  ["mei@пример.рф", "mei@xn--e1afmkfd.xn--p1ai"],
  ["mei@пример.example", "mei@xn--e1afmkfd.example"],
  ["mei@日本語hello.example", "mei@xn--hello-1e1k07ec84j.example"],
  ["mei@コーヒー.example", "mei@xn--tck2c4fb.example"],
  ["mei@דוגמה-2.example", "mei@xn---2-0lddge8d.example"],
  // As they come out of other tools: full-width, a stray soft hyphen, an ideographic full stop.
  ["mei@ｃustomer.example", "mei@customer.example"],
  ["mei@cus\u00adtomer.example", "mei@customer.example"],
  ["mei@customer。example", "mei@customer.example"],
])("%s is written to as %s", (text, address) => {
  expect(reasonOf(text)).toBeUndefined();
  expect(addressOf(text)).toBe(address);
  expect(EmailAddress.safeParse(address).success).toBe(true);
  // Read again, from an export or another tool, it is the same person.
  expect(personKey(addressOf(address) ?? "")).toBe(personKey(address));
});

const OTHER_TEXT = "quotes, brackets, a comma or the like";
const BLANK = "a blank, line break or control character";
const DOTS = "before the @, or two in a row";
const NO_DOMAIN = "that no domain has";

test.each([
  ["not-an-email", "write it as name@domain"],
  ["@customer.example", "write it as name@domain"],
  ["mei@", "write it as name@domain"],
  ["", "write it as name@domain"],
  // A header, or a second recipient.
  ["mei@customer.example\r\nBcc: victim@other.example", OTHER_TEXT],
  ["mei@customer.example\r\nvictim@other.example", BLANK],
  ["mei\0@customer.example", BLANK],
  ["mei@customer.example,victim@other.example", OTHER_TEXT],
  ["mei@customer.example;victim@other.example", OTHER_TEXT],
  ["mei@customer.example victim@other.example", BLANK],
  ["mei@other.example@customer.example", "more than one @"],
  ["Mei <mei@customer.example>", OTHER_TEXT],
  ["<mei@customer.example>", OTHER_TEXT],
  ["mei(comment)@customer.example", OTHER_TEXT],
  ["mailto:mei@customer.example", OTHER_TEXT],
  ['=HYPERLINK("http://evil.example","click")@x.example', OTHER_TEXT],
  // Right by RFC 5322, and delivered by few.
  ['"mei"@customer.example', OTHER_TEXT],
  ['"mei l"@customer.example', OTHER_TEXT],
  ["mei\\@l@customer.example", OTHER_TEXT],
  ["mei l@customer.example", BLANK],
  ["mei\u00a0l@customer.example", BLANK],
  ["=?utf-8?q?victim=40other.example=3e?=@customer.example", "has =? before the @"],
  ["mei=?utf-8?b?QA==?=@customer.example", "has =? before the @"],
  // SES has no SMTPUTF8.
  ["ﬁne@3m.example", "SES cannot deliver"],
  ["bjørn@customer.example", "SES cannot deliver"],
  ["用户@customer.example", "SES cannot deliver"],
  ["m\u200bei@customer.example", "SES cannot deliver"],
  ["\u202emei@customer.example", "SES cannot deliver"],
  [`${"a".repeat(65)}@customer.example`, "more than 64 characters before the @"],
  [`${"a".repeat(64)}@b${LONG_DOMAIN}`, "more than 254"],
  [`mei@${"ü.".repeat(31)}example`, "more than 254"],
  [`mei@${"b".repeat(64)}.example`, "more than 63 characters between two dots"],
  [`mei@${"ü".repeat(60)}.example`, "more than 63 characters between two dots"],
  [".mei@customer.example", DOTS],
  ["mei.@customer.example", DOTS],
  ["mei..l@customer.example", DOTS],
  ["mei@localhost", "without a dot"],
  ["mei@127.0.0.1", "an IP address"],
  ["mei@[127.0.0.1]", "an IP address"],
  ["mei@[IPv6:::1]", "an IP address"],
  ["mei@１２７.0.0.1", "top-level domain"],
  ["mei@127.0x1", "top-level domain"],
  ["mei@customer.c", "top-level domain"],
  ["mei@customer.example.", "beginning or end of its domain"],
  ["mei@.customer.example", "beginning or end of its domain"],
  ["mei@customer..example", "or two in a row"],
  ["mei@-customer.example", "a hyphen beside a dot"],
  ["mei@customer-.example", "a hyphen beside a dot"],
  ["mei@cus_tomer.example", NO_DOMAIN],
  ["mei@é.example/path", NO_DOMAIN],
  ["mei@é.example?x", NO_DOMAIN],
  ["mei@é%41.example", NO_DOMAIN],
  ["mei@é\u202e.example", NO_DOMAIN],
  ["mei@xn--a.example", "stands for no international name"],
  ["mei@xn--customer.example", "stands for no international name"],
  // Cyrillic а, о; Greek ο; Armenian օ. All read as customer.example, apple.example or cocoa.example.
  ["mei@аpple.example", "different alphabets"],
  ["mei@xn--pple-43d.example", "different alphabets"],
  ["mei@cust\u043emer.example", "different alphabets"],
  ["mei@cust\u03bfmer.example", "different alphabets"],
  ["mei@c\u0585c\u0585a.example", "different alphabets"],
  ["mei@mail.cust\u043emer.example", "different alphabets"],
])("%j is refused for what is wrong with it, and not repeated", (text, reason) => {
  expect(reasonOf(text)).toContain(reason);
  expect(reasonOf(text)).not.toMatch(/mei|victim|evil|3m|[^\0-\x7f]/);
});

test("one person is one, whether their domain is written in its own letters or in ASCII", () => {
  const keys = [
    "mei@müller.example",
    "Mei@MÜLLER.example",
    "mei@xn--mller-kva.example",
    "MEI@XN--MLLER-KVA.EXAMPLE",
  ]
    .map((text) => addressOf(text) ?? "")
    .map(personKey);
  expect(new Set(keys)).toEqual(new Set(["mei@xn--mller-kva.example"]));
});

test("whatever is taken is one plain address that goes into a header and to SES as it is", () => {
  const part = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.constantFrom(
      "mei",
      "@",
      "customer.example",
      ".",
      "\r\n",
      "Bcc:",
      '"',
      "<",
      ">",
      ",",
      "é",
      "а",
      "xn--",
      "-",
      "%40",
    ),
  );
  const taken: string[] = [];
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), fc.boolean(), (parts, isNearlyOne) => {
      const text = isNearlyOne ? `mei${parts[0]}@${parts.slice(1).join("")}customer.example` : parts.join("");
      const address = addressOf(text);
      if (address === undefined) return;
      taken.push(address);
      expect(address).toMatch(/^[!-~]{1,64}@[a-zA-Z0-9.-]+\.[a-zA-Z0-9-]{2,}$/);
      expect(address).not.toMatch(/["(),:;<>[\\\]]|@.*@/);
      expect(EmailAddress.safeParse(address).success).toBe(true);
      expect(addressOf(address)).toBe(address);
    }),
    { seed: 20261124, numRuns: 2000 },
  );
  expect(taken.length).toBeGreaterThan(30);
});
