import { describe, expect, it } from "vitest";
import { LANGUAGES, type Language } from "#shared/domain/language.ts";
import type { Program } from "#shared/domain/programs/program.ts";
import { brandOf } from "#shared/survey/brand.ts";
import { thankYouPage } from "#shared/survey/thank-you.ts";
import { wordsFor } from "#shared/survey/words.ts";
import { aProgram } from "../../builders.ts";

const brand = brandOf("Northwind <Cloud>", "#1f5fbf");
const OURS = "reads every answer, and will write to you";

async function said(over: Partial<Program> = {}, language: Language = "en"): Promise<string> {
  const answers = [{ questionId: "nps", kind: "nps" as const, value: 6 }];
  const answered = { token: "token", program: aProgram("post-onboarding", over), answers };
  return thankYouPage(answered, brand, await wordsFor(language)).body ?? "";
}

describe("what happens next", () => {
  it("is said by the program, in place of our own words", async () => {
    const html = await said({
      afterwards: { text: "{company} tells you what changed & when, $& by <b>May</b>." },
    });
    expect(html).toContain(
      "<p>Northwind &lt;Cloud&gt; tells you what changed &amp; when, $&amp; by &lt;b&gt;May&lt;/b&gt;.</p>",
    );
    expect(html).not.toContain(OURS);
    expect(await said()).toContain(OURS);
  });

  it("is said in the contact's language, or in its own where it is not translated, and says which that is", async () => {
    const afterwards = {
      text: "Wir melden uns im Mai.",
      language: "de" as const,
      translations: { fr: "Nous vous écrirons en mai." },
    };
    expect(await said({ afterwards }, "de")).toContain("<p>Wir melden uns im Mai.</p>");
    expect(await said({ afterwards }, "fr")).toContain("<p>Nous vous écrirons en mai.</p>");
    expect(await said({ afterwards }, "ar")).toContain(
      '<p><span lang="de" dir="ltr">Wir melden uns im Mai.</span></p>',
    );
  });
});

describe("after an anonymous answer", () => {
  it.each(LANGUAGES)(
    "nothing offers in %s to call back or to change it; the way is by e-mail",
    async (language) => {
      const words = await wordsFor(language);
      const html = await said({ anonymous: true }, language);
      expect(html).toContain(words.anonymousReach);
      expect(html).toContain(words.anonymous);
      expect(html).not.toMatch(/<form|<a |<input/);
      expect(html).not.toContain(words.change);
    },
  );

  it("nobody promises to write to somebody whom they do not know, and the program's own words stand", async () => {
    expect(await said({ anonymous: true })).not.toContain("will write to you");
    const html = await said({ anonymous: true, afterwards: { text: "Read it in our blog." } });
    expect(html).toContain("<p>Read it in our blog.</p>");
  });
});
