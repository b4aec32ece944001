import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Language } from "#shared/domain/language.ts";
import type { Option, Question } from "#shared/domain/programs/program.ts";
import { brandOf } from "#shared/survey/brand.ts";
import { formPage, type SurveyForm } from "#shared/survey/form.ts";
import { spoken, spokenHtml } from "#shared/survey/spoken.ts";
import { wordsFor } from "#shared/survey/words.ts";
import { aProgram } from "../../builders.ts";

const brand = brandOf("Northwind Cloud", "#1f5fbf");
const asked = { text: "Well?", required: true };
const nps: Question = { ...asked, questionId: "nps", kind: "nps" };
const options: Option[] = [
  { optionId: "speed", text: "Speed & <quiet>", translations: { de: "Tempo" } },
  { optionId: "price", text: "Price" },
  { optionId: "other", text: "Other" },
];
const one: Question = { ...asked, questionId: "one", kind: "single-choice", options };
const any: Question = { ...asked, questionId: "any", kind: "multiple-choice", options };
const line: Question = { ...asked, questionId: "line", kind: "text", length: "short" };
const reason: Question = {
  ...asked,
  questionId: "reason",
  kind: "text",
  showWhen: { questionId: "nps", from: 9, to: 10 },
};

async function shown(questions: Question[], over: Partial<SurveyForm> = {}, language: Language = "en") {
  const program = aProgram("post-onboarding", { questions });
  const form = { token: "token", program, values: new Map(), answered: [], ...over };
  const { body = "", headers = {} } = formPage(form, brand, await wordsFor(language));
  return { html: body, policy: String(headers["content-security-policy"]) };
}
const styles = (html: string) =>
  [...html.matchAll(/<style>(.*?)<\/style>/gs)].map(([, style]) => style ?? "");

describe("a choice", () => {
  it("is a group of native radios or checkboxes under its question, each named by its option", async () => {
    const { html } = await shown([nps, one, any], { values: new Map([["one", "price"]]) });
    expect(html).toContain(
      '<input type="radio" id="q-one" name="one" value="speed"><span>Speed &amp; &lt;quiet&gt;</span>',
    );
    expect(html).toContain('<input type="radio" name="one" value="price" checked><span>Price</span>');
    expect(html).toContain('<input type="checkbox" id="q-any" name="any" value="speed">');
    expect(
      html.match(/<legend>Well\? <small class="hint">Choose all that apply\.<\/small><\/legend>/g),
    ).toHaveLength(1);
  });

  it("of several shows each that was chosen", async () => {
    const values = new Map([["any", ["other", "speed"]]]);
    const { html } = await shown([nps, any], { values });
    expect([...html.matchAll(/value="(\w+)" checked/g)].map(([, id]) => id)).toEqual(["speed", "other"]);
  });

  it("says its options in the reader's language, and says where one is in another", async () => {
    const { html } = await shown([nps, any], {}, "de");
    expect(html).toContain("<span>Tempo</span>");
    expect(html).toContain('<span lang="en" dir="ltr">Price</span></label>');
    const german = {
      ...any,
      language: "de",
      options: [{ optionId: "a", text: "Ja", translations: { en: "Yes" } }],
    };
    expect((await shown([nps, german as Question])).html).toContain("<span>Yes</span>");
  });

  it("is given back in words", async () => {
    const german = await wordsFor("de");
    expect(spoken(any, { value: ["speed", "price"] }, german)).toBe("Tempo\nPrice");
    expect(spokenHtml(any, { value: ["price"] }, german)).toBe('<span lang="en" dir="ltr">Price</span>');
    expect(spokenHtml(any, { value: ["speed", "other"] }, await wordsFor("en"))).toBe(
      "<ul><li>Speed &amp; &lt;quiet&gt;</li><li>Other</li></ul>",
    );
    expect(spokenHtml(one, { value: "speed" }, await wordsFor("en"))).toBe("Speed &amp; &lt;quiet&gt;");
    expect(spoken(one, { value: "gone" }, german)).toBe("");
  });

  it("that cannot be taken keeps what can be kept, and says what to do", async () => {
    const values = new Map([["any", ["price", "gone"]]]);
    const problems = { answers: [{ questionId: "any", problem: "not-an-option" as const }] };
    const { html } = await shown([nps, any], { values, problems });
    expect(html).toContain('name="any" value="price" checked>');
    expect(html).toContain('<p class="error" id="any-error">Choose from the options given here.</p>');
  });
});

describe("a short text", () => {
  it("is one line of 200 characters, with what was typed on it", async () => {
    const { html } = await shown([nps, line], { values: new Map([["line", 'a "b"\nc']]) });
    expect(html).toContain(
      '<input type="text" id="q-line" name="line" dir="auto" maxlength="200" value="a &quot;b&quot; c">',
    );
    expect(html).not.toContain("<textarea");
  });

  it("that is too long is given back whole", async () => {
    const problems = { answers: [{ questionId: "line", problem: "too-long-for-a-line" as const }] };
    const { html } = await shown([nps, line], { values: new Map([["line", "x".repeat(300)]]), problems });
    expect(html).toContain(`value="${"x".repeat(300)}"`);
    expect(html).toContain("Shorten your words to 200 characters or fewer.");
  });
});

describe("a follow-up", () => {
  const hiding =
    'form:not(:has([data-place="0"] :is([value="9"],[value="10"]):checked)) [data-place="1"]{display:none}';

  it("is hidden by a rule of its own until a score is chosen that it is asked by", async () => {
    const { html } = await shown([nps, reason, line]);
    expect(styles(html)).toEqual([brand.style, hiding]);
    expect(html).toContain('<fieldset data-place="0">');
    expect(html).toContain('<div class="text" data-place="1">');
  });

  it("is hidden by a style that the page's policy names", async () => {
    const { html, policy } = await shown([nps, reason]);
    const hashes = styles(html).map(
      (style) => `'sha256-${createHash("sha256").update(style).digest("base64")}'`,
    );
    expect(policy).toContain(`style-src ${hashes.join(" ")};`);
    expect((await shown([nps, line])).policy).toContain(`style-src '${"sha256"}-${brand.styleHash}';`);
  });

  it("with an error is shown whatever the score, since somebody has to mend it", async () => {
    const problems = { answers: [{ questionId: "reason", problem: "too-long" as const }] };
    const { html } = await shown([nps, reason], { values: new Map([["nps", "3"]]), problems });
    expect(styles(html)).toEqual([brand.style]);
  });

  it("keeps what was typed in it before, shown or not", async () => {
    const values = new Map([
      ["nps", "3"],
      ["reason", "typed before"],
    ]);
    expect((await shown([nps, reason], { values })).html).toContain("\ntyped before</textarea>");
  });
});
