import { describe, expect, it } from "vitest";
import type { Program } from "#shared/domain/program.ts";
import { SHIPPED_PROGRAMS } from "#shared/domain/shipped-programs.ts";
import { brandOf } from "#shared/survey/brand.ts";
import { formPage, type SurveyForm } from "#shared/survey/form.ts";
import { wordsFor } from "#shared/survey/words.ts";

const [shipped] = SHIPPED_PROGRAMS;
if (shipped === undefined) throw new Error("no program is shipped");
const program: Program = shipped;

const page = (over: Partial<SurveyForm> = {}, company = "Northwind Cloud") => {
  const form = { token: "token", program, values: new Map(), hasAnswered: false, ...over };
  return formPage(form, brandOf(company, "#1f5fbf"), wordsFor()).body ?? "";
};

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
