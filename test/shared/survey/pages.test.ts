import { describe, expect, it } from "vitest";
import type { Program } from "#shared/domain/program.ts";
import { SHIPPED_PROGRAMS } from "#shared/domain/shipped-programs.ts";
import { Settings } from "#shared/settings.ts";
import { brandOf } from "#shared/survey/brand.ts";
import { formPage, type SurveyForm } from "#shared/survey/form.ts";
import { noticePage } from "#shared/survey/notices.ts";
import { wordsFor } from "#shared/survey/words.ts";
import { someSettings } from "../../builders.ts";

const [shipped] = SHIPPED_PROGRAMS;
if (shipped === undefined) throw new Error("no program is shipped");
const program: Program = shipped;

const english = await wordsFor();
const page = (over: Partial<SurveyForm> = {}, company = "Northwind Cloud") => {
  const form = { token: "token", program, values: new Map(), hasAnswered: false, ...over };
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
    expect(html).toContain('<fieldset aria-describedby="csat-error">');
    expect(html).toContain('<p class="error" id="csat-error">');
    expect(html).toContain('<a href="#q-csat">');
    expect(html).toMatch(/<title>Error: /);
  });

  it("requires nothing, since answers may be partial, and marks what is optional", () => {
    expect(page()).not.toMatch(/\srequired/);
    expect(page().match(/\(optional\)/g)).toHaveLength(1);
  });
});
