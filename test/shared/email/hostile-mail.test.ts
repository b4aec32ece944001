import fc from "fast-check";
import PostalMime from "postal-mime";
import { expect, test } from "vitest";
import { emailAddressOf } from "#shared/domain/accounts/email-address.ts";
import { LANGUAGES } from "#shared/domain/language.ts";
import { SHIPPED_PROGRAMS } from "#shared/domain/programs/shipped-programs.ts";
import { composeSurveyMail } from "#shared/email/survey-mail.ts";
import { someSettings } from "../../builders.ts";

const SEED = 20261124;
const LINK = `https://surveys.northwind.example/s/${"A".repeat(48)}`;
const UNSUBSCRIBE = `https://surveys.northwind.example/u/${"B".repeat(48)}`;
const REMINDER = {
  sentAt: "2026-12-01T23:30:00.000Z",
  closesAt: "2026-12-31T23:30:00.000Z",
  messageId: "<0100018f-1234-000000@email.amazonses.com>",
};
const HEADERS = [
  ...["auto-submitted", "content-language", "content-type", "date", "from", "list-unsubscribe"],
  ...["list-unsubscribe-post", "message-id", "mime-version", "subject", "to", "x-auto-response-suppress"],
];

const nasty = fc.constantFrom(
  ...["\r\n", "\n", "\r", "\r\n\r\n<html>", "\0", "\u0085", "\u2028", "\u202e", "\u2066", "\ufeff", "\ud800"],
  ...[
    "Bcc: victim@other.example",
    "\r\nBcc: victim@other.example\r\n",
    "\r\nSubject: x",
    "Content-Type: text/html",
  ],
  ...[
    "<victim@other.example>",
    ">, <victim@other.example>",
    '"',
    '\\"',
    ",",
    ";",
    ":",
    "(",
    "=?utf-8?q?=0D=0ABcc:_x?=",
  ],
  ...[
    "=?utf-8?b?DQpCY2M6IHZAby5leGFtcGxl?=",
    "é",
    "山田",
    "👩‍👩‍👧‍👦",
    "ש",
    "--",
    "%0d%0a",
    "a",
    " ",
    "\t",
    "x".repeat(256),
  ],
);
const words = fc.array(fc.oneof(nasty, fc.string({ unit: "binary", maxLength: 8 })), { maxLength: 8 });
const anyText = words.map((parts) => parts.join(""));
const anyAddress = fc
  .tuple(fc.string({ unit: "binary-ascii", minLength: 1, maxLength: 70 }), anyText)
  .map(([local, odd]) => [`${local}@customer.example`, `${local}@${odd}.example`, `a${odd}@customer.example`])
  .chain((texts) => fc.constantFrom(...texts))
  .map(emailAddressOf)
  .filter((outcome) => outcome.kind === "address")
  .map(({ address }) => address);

/** A header's lines as one, as they were before they were folded. */
const unfolded = (head: string): string[] => head.replace(/\r\n[ \t]+/g, " ").split("\r\n");

/** Of every part between two boundaries: what it says it is. */
function typesOfParts(source: string): string[] {
  const boundary = /^Content-Type: multipart\/alternative;\r\n boundary="([^"]+)"\r$/m.exec(source)?.[1];
  const parts = source.split(`\r\n--${boundary}`).slice(1, -1);
  return parts.flatMap((part) => part.split("\r\n\r\n")[0]?.match(/^Content-Type: .*$/gm) ?? []);
}

test("no name or address brings a header, recipient, part or byte of its own into a mail", async () => {
  const mails = fc.record({
    email: anyAddress,
    name: fc.option(anyText, { nil: undefined }),
    company: anyText.map((text) => `Northwind ${text}`),
    locale: fc.constantFrom(...LANGUAGES, undefined),
    program: fc.constantFrom(...SHIPPED_PROGRAMS),
    reminder: fc.option(fc.constant(REMINDER), { nil: undefined }),
  });
  await fc.assert(
    fc.asyncProperty(mails, async ({ email, name, company, locale, program, reminder }) => {
      const settings = someSettings();
      const raw = await composeSurveyMail({
        invitationId: "00112233445566778899aabbccddeeff",
        to: { email, ...(name === undefined ? {} : { name }) },
        program,
        link: LINK,
        unsubscribe: UNSUBSCRIBE,
        settings: {
          ...settings,
          // The company's own name is checked where it is configured; in what it writes, quotes and markup remain.
          company: { ...settings.company, name: company.replace(/[\p{Cc}\u2028\u2029]/gu, "") },
          mail: { ...settings.mail, fromName: company },
        },
        at: new Date("2026-12-08T08:00:11.000Z"),
        ...(locale === undefined ? {} : { locale }),
        ...(reminder === undefined ? {} : { reminder }),
      });
      const source = Buffer.from(raw).toString("latin1");
      expect(source).toMatch(/^[\t\r\n -~]*$/);
      expect(source).not.toMatch(/[^\r]\n|\r[^\n]/);
      expect(source.split("\r\n").filter(({ length }) => length > 998)).toEqual([]);
      const [head = ""] = source.split("\r\n\r\n");
      const expected = [
        ...HEADERS,
        ...(settings.mail.replyTo === undefined ? [] : ["reply-to"]),
        ...(reminder === undefined ? [] : ["in-reply-to", "references"]),
      ];
      expect(
        unfolded(head)
          .map((line) => line.split(":")[0]?.toLowerCase())
          .sort(),
      ).toEqual(expected.sort());
      expect(head.split("\r\n").filter((line) => line.startsWith("List-"))).toEqual([
        `List-Unsubscribe: <${UNSUBSCRIBE}>`,
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
      ]);
      expect(typesOfParts(source)).toEqual([
        "Content-Type: text/plain; charset=utf-8",
        "Content-Type: text/html; charset=utf-8",
      ]);

      const mail = await PostalMime.parse(raw);
      expect(mail.headers.map(({ key }) => key).sort()).toEqual(expected.sort());
      expect(mail.to?.map(({ address }) => address)).toEqual([email]);
      expect(mail.from?.address).toBe(settings.mail.from);
      expect([mail.cc, mail.bcc, mail.attachments]).toEqual([undefined, undefined, []]);
      expect(`${mail.subject}${mail.to?.[0]?.name}`).not.toMatch(
        /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u,
      );
    }),
    { seed: SEED, numRuns: 150 },
  );
});

async function reminderOf(messageId: string) {
  const [program] = SHIPPED_PROGRAMS;
  if (program === undefined) throw new Error("no program is shipped");
  return await composeSurveyMail({
    invitationId: "00112233445566778899aabbccddeeff",
    to: { email: "mei@customer.example" },
    program,
    link: LINK,
    settings: someSettings(),
    at: new Date("2026-12-08T08:00:11.000Z"),
    reminder: { ...REMINDER, messageId },
  });
}

test("a reminder names the first mail on one line, as long as SES makes its id", async () => {
  const messageId = `<${"0".repeat(80)}@eu-central-1.amazonses.com>`;
  const lines = Buffer.from(await reminderOf(messageId))
    .toString("latin1")
    .split("\r\n");
  const at = lines.findIndex((line) => line.startsWith("In-Reply-To:"));
  expect(lines.slice(at, at + 2)).toEqual([`In-Reply-To: ${messageId}`, `References: ${messageId}`]);
  expect(lines[at + 2]).toMatch(/^[A-Z]/);
});

test.each(["<a@b>\r\nBcc: x@evil.example", "a@b", "<a b>", "<é@b>", ""])(
  "a reminder is of no thread where the first mail has no sound id: %j",
  async (messageId) => {
    const mail = await PostalMime.parse(await reminderOf(messageId));
    expect([mail.inReplyTo, mail.references, mail.bcc]).toEqual([undefined, undefined, undefined]);
  },
);
