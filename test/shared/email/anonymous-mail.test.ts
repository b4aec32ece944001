import PostalMime from "postal-mime";
import { describe, expect, it } from "vitest";
import { LANGUAGES } from "#shared/domain/language.ts";
import { composeSurveyMail } from "#shared/email/survey-mail.ts";
import { mailWordsFor } from "#shared/email/words.ts";
import { aProgram, someSettings } from "../../builders.ts";

const REMINDER = {
  sentAt: "2026-12-01T08:00:11.000Z",
  closesAt: "2026-12-31T08:00:11.000Z",
  messageId: "<0100018f-1234-000000@email.amazonses.com>",
};
const DAYS = aProgram().closesAfterDays;

async function sent(locale: string, anonymous: boolean, reminder?: typeof REMINDER) {
  const raw = await composeSurveyMail({
    invitationId: "00112233445566778899aabbccddeeff",
    to: { email: "mei@customer.example", name: "Mei Müller" },
    program: aProgram("post-onboarding", { anonymous }),
    link: `https://surveys.northwind.example/s/${"A".repeat(48)}`,
    settings: someSettings(),
    locale,
    at: new Date("2026-12-08T08:00:11.000Z"),
    ...(reminder === undefined ? {} : { reminder }),
  });
  const { html = "", text = "", subject } = await PostalMime.parse(raw);
  return { html, text, subject };
}

describe.each(LANGUAGES)("in %s", (language) => {
  const words = mailWordsFor(language);

  it("the mail of an anonymous survey promises it before the question, and no change afterwards", async () => {
    const { html, text, subject } = await sent(language, true);
    for (const part of [html, text]) {
      expect(part).toContain(words.cannotChange(DAYS));
      expect(part).not.toContain(words.canChange(DAYS));
      expect(part).not.toContain(words.answeredAlready);
      expect(part).not.toMatch(/\{days|undefined/);
      const [before, after] = part.split(words.anonymous);
      expect(before).toContain("Northwind Cloud");
      expect(after).toContain("?score=0");
    }
    expect(subject).toBe((await sent(language, false)).subject);
  });

  it("its reminder goes to who has answered too, and says that they need do nothing", async () => {
    const { html, text } = await sent(language, true, REMINDER);
    const named = { timeZone: undefined, isAnonymous: false };
    for (const part of [html, text]) {
      expect(part).toContain(words.answeredAlready);
      expect(part).toContain(words.anonymous);
      expect(part).toContain(
        words.reminderIntroduction("Northwind Cloud", REMINDER, { ...named, isAnonymous: true }),
      );
      expect(part).not.toContain(words.reminderIntroduction("Northwind Cloud", REMINDER, named));
    }
  });

  it("a survey that is not anonymous promises nothing of the kind", async () => {
    for (const reminder of [undefined, REMINDER]) {
      const { html, text } = await sent(language, false, reminder);
      for (const part of [html, text])
        for (const said of [words.anonymous, words.answeredAlready, words.cannotChange(DAYS)])
          expect(part).not.toContain(said);
    }
  });
});

it("says it in words of its own in each language", () => {
  const said = LANGUAGES.map(mailWordsFor).flatMap(({ anonymous, answeredAlready, cannotChange }) => [
    anonymous,
    answeredAlready,
    cannotChange(DAYS),
  ]);
  expect(new Set(said).size).toBe(3 * LANGUAGES.length);
});

it("says so to who is reminded in English, in these very words", async () => {
  const { text } = await sent("en", true, REMINDER);
  expect(text).toContain("If you have answered already, thank you: there is nothing more to do.");
});
