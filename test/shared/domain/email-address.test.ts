import { expect, test } from "vitest";
import { EmailAddress, emailAddressOf } from "#shared/domain/email-address.ts";

const addressOf = (text: string): string | undefined => {
  const outcome = emailAddressOf(text);
  return outcome.kind === "address" ? outcome.address : undefined;
};
const reasonOf = (text: string): string | undefined => {
  const outcome = emailAddressOf(text);
  return outcome.kind === "refused" ? outcome.reason : undefined;
};

test.each([
  ["mei@customer.example", "mei@customer.example"],
  ["UPPER.Case@3M.example", "UPPER.Case@3M.example"],
  ["o'brien+news@sub.customer.example", "o'brien+news@sub.customer.example"],
  ["mei@müller.example", "mei@xn--mller-kva.example"],
  ["mei@пример.рф", "mei@xn--e1afmkfd.xn--p1ai"],
  [`${"a".repeat(64)}@customer.example`, `${"a".repeat(64)}@customer.example`],
])("%s can be written to", (text, address) => {
  expect(addressOf(text)).toBe(address);
  expect(EmailAddress.safeParse(address).success).toBe(true);
});

test.each([
  "not-an-email",
  "@customer.example",
  "mei@",
  "mei@localhost",
  "mei@127.0.0.1",
  "mei@[127.0.0.1]",
  "mei..l@customer.example",
  ".mei@customer.example",
  "mei@-customer.example",
  "mei@customer..example",
  "mei@é.example/path",
  "mei@é.example?x",
  "mei l@customer.example",
  '"mei"@customer.example',
  "mei@customer.example\r\nBcc: victim@other.example",
  '=HYPERLINK("http://evil.example","click")@x.example',
  "Mei <mei@customer.example>",
])("%s is refused, and not repeated", (text) => {
  expect(reasonOf(text)).toMatch(/^is not an e-mail address/);
});

test("a ligature or any letter outside ASCII before the @ is refused because SES cannot deliver to it", () => {
  expect(reasonOf("ﬁne@3m.example")).toContain("SES cannot deliver");
});

test("what is longer than mail allows is refused", () => {
  expect(reasonOf(`${"a".repeat(65)}@customer.example`)).toContain("more than 64 characters before the @");
  expect(reasonOf(`mei@${"a".repeat(60)}.${"b.".repeat(120)}example`)).toContain("more than 254");
});
