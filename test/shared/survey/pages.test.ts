import { describe, expect, it } from "vitest";
import { LANGUAGES } from "#shared/domain/language.ts";
import type { Program, Question } from "#shared/domain/programs/program.ts";
import { SHIPPED_PROGRAMS } from "#shared/domain/programs/shipped-programs.ts";
import { Settings } from "#shared/settings.ts";
import { brandOf } from "#shared/survey/brand.ts";
import { formPage, type SurveyForm } from "#shared/survey/form.ts";
import { noticePage } from "#shared/survey/notices.ts";
import { wordsFor } from "#shared/survey/words.ts";
import { someSettings } from "../../builders.ts";

const [shipped] = SHIPPED_PROGRAMS;
if (shipped === undefined) throw new Error("no program is shipped");
const program: Program = shipped;

const { questions } = program;
const said = { language: "ja", required: false } as const;
/** Seven more, with eighteen options, in a language of three bytes a letter. */
const MORE_QUESTIONS: readonly Question[] = [
  ...[0, 3, 9].map(
    (from): Question => ({
      ...said,
      questionId: `why-${from}`,
      kind: "text",
      text: "どのような点を改善すればよいと思われますか。",
      showWhen: { questionId: "nps", from, to: Math.min(from + 5, 10) },
    }),
  ),
  ...(["single-choice", "multiple-choice", "multiple-choice"] as const).map(
    (kind, i): Question => ({
      ...said,
      questionId: `choice-${i}`,
      kind,
      text: "次のうち、最も当てはまるものはどれですか。",
      options: Array.from({ length: 6 }, (_, j) => ({
        optionId: `option-${j}`,
        text: "製品の安定性と処理の速さ",
      })),
    }),
  ),
  {
    ...said,
    questionId: "line",
    kind: "text",
    length: "short",
    text: "同僚に一言で伝えるとしたら、何と言いますか。",
  },
];

const english = await wordsFor();
const page = (over: Partial<SurveyForm> = {}, company = "Northwind Cloud") => {
  const form = { token: "token", program, values: new Map(), answered: [], ...over };
  return formPage(form, brandOf(company, "#1f5fbf"), english).body ?? "";
};

describe("the company's logo", () => {
  const logoUrl = "https://cdn.northwind.example:8443/a/logo.svg?v=2&x=1";
  const shown = noticePage("unknown", brandOf("Northwind Cloud", "#1f5fbf", logoUrl), english);

  it("is all that the page may load, and from its origin alone", () => {
    const policy = shown.headers?.["content-security-policy"];
    expect(policy).toContain("; img-src https://cdn.northwind.example:8443; ");
    expect(policy).toMatch(/^default-src 'none'; /);
    const without = noticePage("unknown", brandOf("Northwind Cloud", "#1f5fbf"), english);
    expect(without.headers?.["content-security-policy"]).not.toContain("img-src");
    expect(without.body).not.toContain("<img");
  });

  it("is read as the company's name where it is not seen", () => {
    expect(shown.body).toContain(
      '<img class="logo" src="https://cdn.northwind.example:8443/a/logo.svg?v=2&amp;x=1" alt="Northwind Cloud" height="32">',
    );
  });

  it("comes by https or not at all", () => {
    const settings = someSettings();
    const read = (url: string) =>
      Settings.safeParse({ ...settings, company: { ...settings.company, logoUrl: url } }).success;
    expect(read(logoUrl)).toBe(true);
    expect(read("http://cdn.northwind.example/logo.svg")).toBe(false);
    expect(read("logo.svg")).toBe(false);
  });
});

describe("the form", () => {
  it("shows a company's or a question's odd characters as they are", () => {
    const odd = `<img src=x> & "Söhne" $& '`;
    const question = { questionId: `q"><b>`, kind: "text" as const, text: `{company}? <u>`, required: true };
    const html = page({ program: { ...program, questions: [question] } }, odd);
    expect(html).not.toMatch(/<img|<u>|<b>/);
    expect(html).toContain("&lt;img src=x&gt; &amp; &quot;Söhne&quot; $&amp; &#39;? &lt;u&gt;");
    expect(html).toContain('name="q&quot;&gt;&lt;b&gt;"');
  });

  it("keeps a line break that the words begin with", () => {
    expect(page({ values: new Map([["comment", "\nsecond line"]]) })).toContain(
      ">\n\nsecond line</textarea>",
    );
  });

  it("says the meaning of the scale's ends to somebody who hears it", () => {
    const html = page();
    expect(html).toContain('<span>0<b class="off">, Not at all likely</b></span>');
    expect(html).toContain('<span>10<b class="off">, Extremely likely</b></span>');
  });

  it("ties each error to its question", () => {
    const problems = { answers: [{ questionId: "csat", problem: "not-a-step" as const }] };
    const html = page({ problems });
    expect(html).toContain('<fieldset data-place="1" aria-describedby="csat-error">');
    expect(html).toContain('<p class="error" id="csat-error">');
    expect(html).toContain('<a href="#q-csat">');
    expect(html).toMatch(/<title>Error: /);
  });

  it("is not sent by Enter in a field: its first button is one that presses nothing", () => {
    const [first, ...others] = [...page().matchAll(/<button[^>]*>|<input type="submit"[^>]*>/g)];
    expect(first?.[0]).toBe('<input type="submit" disabled hidden>');
    expect(others.map(([button]) => button)).toEqual(["<button>"]);
  });

  it("requires nothing, since answers may be partial, and marks what is optional", () => {
    expect(page()).not.toMatch(/\srequired/);
    expect(page().match(/\(optional\)/g)).toHaveLength(1);
  });
});

describe.each(LANGUAGES)("the form in %s", (language) => {
  const shown = async (asked: Program) => {
    const form = { token: "t".repeat(48), program: asked, values: new Map(), answered: [] };
    return formPage(form, brandOf("Northwind Cloud", "#1f5fbf"), await wordsFor(language));
  };

  it("says of an anonymous program what is kept, before it asks, and not who reads it", async () => {
    const words = await wordsFor(language);
    const { body } = await shown({ ...program, anonymous: true });
    expect(body).toContain(`</h1>\n<p>${words.anonymous}</p>`);
    expect(body).not.toContain("<footer>");
    expect((await shown(program)).body).toContain(`<footer>${words.whoReads("Northwind Cloud")}</footer>`);
  });

  it("is 14 KB at most, headers included, for as much as a survey can sensibly ask", async () => {
    const { body = "", headers = {} } = await shown({
      ...program,
      questions: [...questions, ...MORE_QUESTIONS],
    });
    const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    expect(Buffer.byteLength(head.join("") + body)).toBeLessThanOrEqual(14 * 1024);
  });
});
