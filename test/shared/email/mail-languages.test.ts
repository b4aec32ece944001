import PostalMime from "postal-mime";
import { describe, expect, it } from "vitest";
import { LANGUAGES } from "#shared/domain/language.ts";
import { SHIPPED_PROGRAMS } from "#shared/domain/programs/shipped-programs.ts";
import { composeSurveyMail, type SurveyMail } from "#shared/email/survey-mail.ts";
import { mailWordsFor } from "#shared/email/words.ts";
import { wordingOf } from "#shared/survey/wording.ts";
import { wordsFor } from "#shared/survey/words.ts";
import { someSettings } from "../../builders.ts";

const LINK = `https://surveys.northwind.example/s/${"A".repeat(48)}`;
const UNSUBSCRIBE = `https://surveys.northwind.example/u/${"B".repeat(120)}`;
const COMPANY = "Northwind Cloud";
const REMINDER = {
  sentAt: "2026-12-01T23:30:00.000Z",
  closesAt: "2026-12-31T23:30:00.000Z",
  messageId: "<0100018f-1234-5678-9abc-def012345678-000000@email.amazonses.com>",
};

const aMail = (over: Partial<SurveyMail>): SurveyMail => ({
  invitationId: "00112233445566778899aabbccddeeff",
  to: { email: "mei@customer.example", name: "Mei Müller" },
  program: shipped("post-onboarding"),
  link: LINK,
  settings: someSettings(),
  at: new Date("2026-12-08T08:00:11.000Z"),
  unsubscribe: UNSUBSCRIBE,
  ...over,
});

function shipped(programId: string) {
  const program = SHIPPED_PROGRAMS.find((each) => each.programId === programId);
  if (program === undefined) throw new Error(`${programId} is not shipped`);
  return program;
}

async function sent(over: Partial<SurveyMail>) {
  const raw = await composeSurveyMail(aMail(over));
  const { html = "", text = "", ...mail } = await PostalMime.parse(raw);
  return { raw: Buffer.from(raw), mail, html, text };
}

const mails = LANGUAGES.flatMap((language) =>
  SHIPPED_PROGRAMS.flatMap(({ programId }) =>
    [undefined, REMINDER].map((reminder) => ({ language, programId, reminder })),
  ),
);

describe("the mail in every language, of every program, first and as a reminder", () => {
  it.each(mails)(
    "arrives whole ($language, $programId, $reminder.sentAt)",
    async ({ language, programId, reminder }) => {
      const { raw, mail, html, text } = await sent({
        locale: language,
        program: shipped(programId),
        reminder,
      });
      const words = mailWordsFor(language);
      const [first] = shipped(programId).questions;
      if (first?.kind !== "nps" && first?.kind !== "csat") throw new Error("begins with no scale");

      // What a mail server may hand on: 7-bit, lines short enough, one part in plain text before one in HTML.
      expect(raw.every((byte) => byte < 128)).toBe(true);
      expect(
        Math.max(
          ...raw
            .toString("latin1")
            .split("\r\n")
            .map(({ length }) => length),
        ),
      ).toBeLessThanOrEqual(998);
      const source = raw.toString("latin1");
      expect(source).not.toMatch(/[^\r]\n/);
      expect(source).toMatch(/^Content-Type: multipart\/alternative;/m);
      expect(source.match(/^Content-Type: text\/.*$/gm)).toEqual([
        "Content-Type: text/plain; charset=utf-8",
        "Content-Type: text/html; charset=utf-8",
      ]);

      const subject = words.subject(first.kind, COMPANY);
      expect(mail.subject).toBe(subject);
      expect(mail.headers.find(({ key }) => key === "content-language")?.value).toBe(language);
      expect(html).toContain(`<html lang="${language}" dir="${words.dir}">`);
      const question = wordingOf(first, language, COMPANY);
      expect(question.lang).toBe(language);
      for (const part of [html, text]) {
        expect(part).toContain(question.text);
        expect(part).toContain("Mei Müller");
        expect(part).toContain(UNSUBSCRIBE);
        expect(part).not.toMatch(/undefined|[{]company[}]|\[object/);
      }
      expect(html).toContain(`>${words.unsubscribe}</a>`);
    },
  );
});

describe("the headers that let a mail client unsubscribe", () => {
  it("stand on one line each, byte for byte", async () => {
    const { raw } = await sent({});
    const head = raw.toString("latin1").split("\r\n\r\n")[0] ?? "";
    const lines = head.split("\r\n");
    expect(lines.filter((line) => line.startsWith("List-"))).toEqual([
      `List-Unsubscribe: <${UNSUBSCRIBE}>`,
      "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
    ]);
    const after = lines.flatMap((line, i) => (line.startsWith("List-") ? [lines[i + 1]] : []));
    for (const next of after) expect(next).not.toMatch(/^\s/);
  });

  it("are not there, nor any such link, where there is no address for it", async () => {
    const { raw, text, html } = await sent({ unsubscribe: undefined });
    expect(raw.toString("latin1")).not.toContain("List-");
    expect(text + html).not.toMatch(/unsubscribe/i);
  });
});

describe("a reminder", () => {
  it("is a mail of its own in the thread of the first", async () => {
    const [first, reminder] = [await sent({}), await sent({ reminder: REMINDER })];
    expect(reminder.mail.inReplyTo).toBe(REMINDER.messageId);
    expect(reminder.mail.references).toBe(REMINDER.messageId);
    expect(reminder.mail.messageId).not.toBe(first.mail.messageId);
    expect(reminder.mail.subject).toBe(first.mail.subject);
    expect(first.mail.inReplyTo).toBeUndefined();
  });

  it("says when we asked and until when it is open, in the contact's zone and by its name", async () => {
    const berlin = await sent({ reminder: REMINDER, timeZone: "Europe/Berlin" });
    expect(berlin.text).toContain("on 2 December 2026");
    expect(berlin.text).toMatch(/1 January 2027 at 00:30 (CET|GMT\+1)/);
    expect(berlin.text).not.toContain("for 30 days");
    for (const timeZone of [undefined, "Mars/Olympus"]) {
      const utc = await sent({ reminder: REMINDER, timeZone });
      expect(utc.text).toContain("on 1 December 2026");
      expect(utc.text).toContain("31 December 2026 at 23:30 UTC");
    }
  });
});

describe("the first of a month", () => {
  it("is counted in French, as no other day is", async () => {
    const french = await sent({ locale: "fr-CA", reminder: REMINDER });
    expect(french.text).toContain("Le 1er décembre 2026");
    expect(french.text).toContain("31 décembre 2026 à 23:30 UTC");
  });
});

describe("a mail that is read from right to left", () => {
  it.each(["ar", "he"])("begins its scale at the right, 0 first (%s)", async (locale) => {
    const { html } = await sent({ locale });
    const { npsEnds } = await wordsFor(locale);
    expect(html.match(/<table role="presentation" align="right"/g)).toHaveLength(2);
    expect(html).toMatch(new RegExp(`<td align="right" class="quiet">0 – ${npsEnds[0]}`));
    expect(html).toMatch(new RegExp(`<td align="left" class="quiet">10 – ${npsEnds[1]}`));
    expect([...html.matchAll(/score=(\d+)/g)].map(([, score]) => Number(score))).toEqual(
      Array.from({ length: 11 }, (_, score) => score),
    );
  });

  it("keeps a name from turning the words around it, and the subject free of such marks", async () => {
    const { mail, text } = await sent({
      locale: "ar",
      to: { email: "a@b.example", name: "\u202eevil\u2069 (x)" },
    });
    expect(text).toContain("\u2068evil  (x)\u2069");
    expect(text).not.toContain("\u202e");
    expect(mail.subject).not.toMatch(/[\u2066-\u2069]/);
  });
});

describe("a question in no language of the contact's", () => {
  it("is asked in its own, and says so", async () => {
    const { questions, ...program } = shipped("all-customer-csat");
    const own = questions.map((question) => ({ ...question, text: "Was {company} on time?" }));
    const { html } = await sent({ locale: "he", program: { ...program, questions: own } });
    expect(html).toContain(`<span lang="en" dir="ltr">Was ${COMPANY} on time?</span>`);
  });
});

describe("the company's logo", () => {
  it("stands for its name, which is read where it is not loaded; nothing else is", async () => {
    const settings = someSettings();
    const company = { ...settings.company, logoUrl: "https://cdn.northwind.example/logo.png?a=1&b=2" };
    const { html } = await sent({ settings: { ...settings, company } });
    expect(html.match(/<img [^>]*>/g)).toHaveLength(1);
    expect(html).toMatch(
      /<img class="logo" src="https:\/\/cdn\.northwind\.example\/logo\.png\?a=1&amp;b=2" alt="Northwind Cloud" height="32"/,
    );
    expect((await sent({})).html).not.toContain("<img");
  });
});
