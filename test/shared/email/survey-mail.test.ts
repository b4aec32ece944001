import fc from "fast-check";
import PostalMime from "postal-mime";
import { describe, expect, it } from "vitest";
import type { Program } from "#shared/domain/programs/program.ts";
import { SHIPPED_PROGRAMS } from "#shared/domain/programs/shipped-programs.ts";
import { composeSurveyMail, type SurveyMail } from "#shared/email/survey-mail.ts";
import { someSettings } from "../../builders.ts";

const LINK = `https://surveys.northwind.example/s/${"A".repeat(48)}`;
const [shipped] = SHIPPED_PROGRAMS;
if (shipped === undefined) throw new Error("no program is shipped");
const program: Program = shipped;

const aMail = (over: Partial<SurveyMail> = {}): SurveyMail => ({
  invitationId: "00112233445566778899aabbccddeeff",
  to: { email: "mei@customer.example", name: "Mei Müller" },
  program,
  link: LINK,
  settings: someSettings(),
  at: new Date("2026-12-01T08:00:11.000Z"),
  ...over,
});
const read = async (mail: SurveyMail) => await PostalMime.parse(await composeSurveyMail(mail));

const linksIn = (html: string): string[] =>
  [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href ?? "");
const scores = Array.from({ length: 11 }, (_, score) => `${LINK}?score=${score}`);

describe("the survey mail", () => {
  it("asks the first question, in HTML and in plain text", async () => {
    const { html = "", text = "", subject } = await read(aMail());
    expect(subject).toBe("How likely are you to recommend Northwind Cloud?");
    for (const part of [html, text]) {
      expect(part).toContain("how likely are you to recommend Northwind Cloud to a friend or colleague?");
      expect(part).toContain("Hello Mei Müller,");
      expect(part).toContain("1 Harbour Street, 20457 Hamburg, Germany");
    }
  });

  it("links to this survey and to nothing else, with each point of the scale, and loads nothing", async () => {
    const { html = "", text = "" } = await read(aMail());
    expect(linksIn(html)).toEqual([...scores, LINK]);
    expect(text.match(/https?:\S+/g)).toEqual([...scores, LINK]);
    expect(html).not.toMatch(/\ssrc=|url\(|<img|<link|@import/);
  });

  it("names each point for somebody who hears it", async () => {
    const { html } = await read(aMail());
    expect(html).toContain('aria-label="0 out of 10, Not at all likely"');
    expect(html).toContain('aria-label="9 out of 10"');
    expect(html).toMatch(/<html lang="en" dir="ltr">/);
  });

  it("shows five labelled steps where satisfaction is asked first", async () => {
    const questions = program.questions.slice(1);
    const { html = "", subject } = await read(aMail({ program: { ...program, questions } }));
    expect(subject).toBe("How satisfied are you? A question from Northwind Cloud");
    expect(linksIn(html)).toEqual([1, 2, 3, 4, 5].map((step) => `${LINK}?score=${step}`).concat(LINK));
    expect(html).toContain(">Very dissatisfied</a>");
  });

  it("counts the questions that one person may be asked, not the follow-ups to other scores", async () => {
    const followUp = (questionId: string, from: number, to: number) => {
      const [, , why] = program.questions;
      if (why === undefined) throw new Error("there is no third question");
      return { ...why, questionId, showWhen: { questionId: "nps", from, to } };
    };
    const questions = [
      ...program.questions.slice(0, 2),
      followUp("what-was-wrong", 0, 6),
      followUp("may-we-call", 0, 3),
      followUp("what-is-missing", 7, 8),
      followUp("what-was-good", 9, 10),
    ];
    expect((await read(aMail({ program: { ...program, questions } }))).text).toContain(
      "It is 4 short questions",
    );
    expect((await read(aMail())).text).toContain("It is 3 short questions");
  });

  it("says who wrote, when, and that a robot need not answer", async () => {
    const settings = someSettings({
      mail: {
        from: "surveys@northwind.example",
        fromName: "Northwind, Cloud",
        replyTo: "cs@northwind.example",
      },
    });
    const mail = await read(aMail({ settings }));
    expect(mail.from).toEqual({ name: "Northwind, Cloud", address: "surveys@northwind.example" });
    expect(mail.replyTo).toEqual([{ name: "", address: "cs@northwind.example" }]);
    expect(mail.date).toBe("2026-12-01T08:00:11.000Z");
    expect(mail.messageId).toBe("<00112233445566778899aabbccddeeff@northwind.example>");
    expect(mail.headers.find(({ key }) => key === "auto-submitted")?.value).toBe("auto-generated");
  });

  it("is the same, byte for byte, when it is composed again", async () => {
    expect(await composeSurveyMail(aMail())).toEqual(await composeSurveyMail(aMail()));
  });

  it.each(["山田 太郎", 'Ann "Nan" O\'Neil, PhD', "Zoë (ops) <zoe@else.example>", "a@b.example, x"])(
    "reaches %s under that very name",
    async (name) => {
      const mail = await read(aMail({ to: { email: "mei@customer.example", name } }));
      expect(mail.to).toEqual([{ name, address: "mei@customer.example" }]);
      expect(mail.text).toContain(`Hello ${name},`);
    },
  );

  it("greets without a name where none is known", async () => {
    const mail = await read(aMail({ to: { email: "mei@customer.example" } }));
    expect(mail.text).toContain("Hello,");
    expect(mail.to).toEqual([{ name: "", address: "mei@customer.example" }]);
  });

  it.each([
    "http://evil.example/click Anna",
    "HTTPS://evil.example",
    "Anna www.evil.example",
    "Anna evil.example",
    "Anna (evil.com)",
    "t.co/abc Anna",
    "Anna 10.0.0.1/click",
  ])("greets nobody by %j, of which a mail client would make a link", async (name) => {
    const { html, text, to } = await read(aMail({ to: { email: "mei@customer.example", name } }));
    expect(text).toMatch(/^Hello,$/m);
    expect(`${html}${text}`).not.toMatch(/evil|t\.co|10\.0/i);
    expect(to).toEqual([{ name, address: "mei@customer.example" }]);
  });

  it.each(["J.R.R. Tolkien", "Anna Schmidt, M.Sc.", "Dr. Li", "Anna/Ops", "Mei 2.0", "王. 小明"])(
    "greets %s, who only writes a dot or a slash",
    async (name) => {
      const { text } = await read(aMail({ to: { email: "mei@customer.example", name } }));
      expect(text).toContain(`Hello ${name},`);
    },
  );

  it("is not written for a program that begins with no scale, which none does that is saved", async () => {
    const questions = program.questions.filter(({ kind }) => kind === "text");
    expect(questions).not.toEqual([]);
    await expect(composeSurveyMail(aMail({ program: { ...program, questions } }))).rejects.toThrow(
      "Program post-onboarding does not begin with a scale",
    );
  });

  it("carries no header, address or markup that a name tries to bring in", async () => {
    const expected = (await read(aMail())).headers.map(({ key }) => key);
    const anyName = fc
      .array(
        fc.constantFrom(
          "\r\n",
          "\n",
          "\r",
          "Bcc: x@evil.example",
          "\u2028",
          "<b>",
          '"',
          ",",
          "é",
          "=?utf-8?q?",
          "a",
        ),
        { maxLength: 8 },
      )
      .map((parts) => parts.join(""));
    await fc.assert(
      fc.asyncProperty(anyName, async (name) => {
        const mail = await read(aMail({ to: { email: "mei@customer.example", name } }));
        expect(mail.headers.map(({ key }) => key)).toEqual(expected);
        expect(mail.to?.map(({ address }) => address)).toEqual(["mei@customer.example"]);
        expect(mail.bcc).toBeUndefined();
        expect(mail.html).not.toContain("<b>");
      }),
      { seed: 20261201, numRuns: 100 },
    );
  });
});
