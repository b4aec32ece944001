import PostalMime from "postal-mime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LANGUAGES } from "#shared/domain/language.ts";
import { SHIPPED_PROGRAMS } from "#shared/domain/programs/shipped-programs.ts";
import { composeSurveyMail, type SurveyMail } from "#shared/email/survey-mail.ts";
import { DARK, fillsOf } from "#shared/survey/colour.ts";
import { startChromium } from "../../browser/chromium.ts";
import { overflow } from "../../browser/looks.ts";
import { someSettings } from "../../builders.ts";

const LINK = `https://surveys.northwind.example/s/${"A".repeat(48)}`;
function shippedBy(kind: "nps" | "csat") {
  const program = SHIPPED_PROGRAMS.find(({ questions }) => questions[0]?.kind === kind);
  if (program === undefined) throw new Error(`no program is shipped that begins with ${kind}`);
  return program;
}
const byPoints = shippedBy("nps");
const bySteps = shippedBy("csat");

async function htmlOf(over: Partial<SurveyMail> = {}): Promise<string> {
  const raw = await composeSurveyMail({
    invitationId: "00112233445566778899aabbccddeeff",
    to: { email: "mei@customer.example", name: "Mei Müller" },
    program: byPoints,
    link: LINK,
    settings: someSettings(),
    at: new Date("2026-12-08T08:00:11.000Z"),
    unsubscribe: LINK,
    ...over,
  });
  return (await PostalMime.parse(raw)).html ?? "";
}

/** What Word reads: what stands in the comments for it too. */
const asWord = (html: string): string => html.replace(/<!--\[if mso\]>([\s\S]*?)<!\[endif\]-->/g, "$1");
const withoutComments = (html: string): string => html.replace(/<!--[\s\S]*?-->/g, "");

/** Tables, rows and cells that are not closed in their order. */
function badlyNested(html: string): string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  for (const [tag, close, name = ""] of html.matchAll(/<(\/?)(table|tr|td|div|p|a)\b[^>]*>/g)) {
    if (close === "") open.push(name);
    else if (open.pop() !== name) wrong.push(tag);
  }
  return [...wrong, ...open];
}

describe("in Outlook on Windows, which lays out with Word", () => {
  it.each([byPoints, bySteps])(
    "is whole in its tables, with and without Word's ($programId)",
    async (program) => {
      for (const locale of LANGUAGES) {
        const html = await htmlOf({ program, locale });
        expect(badlyNested(asWord(html))).toEqual([]);
        expect(badlyNested(withoutComments(html))).toEqual([]);
        expect(asWord(html)).not.toContain("<!--");
      }
    },
  );

  it("is 600 pixels wide without a maximal width, which Word does not know", async () => {
    const word = asWord(await htmlOf());
    expect(word).toMatch(
      /<td class="sheet" align="center"[^>]*>\s*<table [^>]*width="600"><tr><td>\s*<table /,
    );
    expect(word).toMatch(/<table [^>]*width="508"><tr><td>\s*<table [^>]*max-width:508px/);
  });

  it.each([byPoints, bySteps])(
    "has each answer in a cell as high as a finger ($programId)",
    async (program) => {
      const cells = (await htmlOf({ program })).match(/<td [^>]*class="cell"[^>]*>/g) ?? [];
      expect(cells).toHaveLength(program === byPoints ? 11 : 5);
      expect(cells.filter((cell) => !cell.includes('height="44"'))).toEqual([]);
    },
  );

  it("takes the button's padding from its cell, colours from attributes, and hides the preview line", async () => {
    const html = await htmlOf();
    expect(html).toMatch(/<td class="button"[^>]* bgcolor="[^"]+" style="[^"]*mso-padding-alt:12px 28px/);
    expect(html).toMatch(/<td class="sheet"[^>]* bgcolor="/);
    expect(html).toMatch(/<td class="card"[^>]* bgcolor="/);
    expect(html).toMatch(/<div style="display:none;[^"]*mso-hide:all">/);
  });
});

describe("in a browser", () => {
  let chromium: Awaited<ReturnType<typeof startChromium>>;
  beforeAll(async () => {
    chromium = await startChromium();
  });
  afterAll(async () => await chromium?.stop());

  const shown = async (html: string, width: number) => {
    const page = await chromium.browser.newPage({ viewport: { width, height: 700 } });
    await page.setContent(html);
    return page;
  };

  it("fits a phone, however long a name, a question or the company's name is", async () => {
    const settings = someSettings();
    const long = {
      to: { email: "mei@customer.example", name: "X".repeat(80) },
      settings: { ...settings, company: { ...settings.company, name: "C".repeat(80) } },
    };
    for (const program of [byPoints, bySteps]) {
      const questions = program.questions.map((each) => ({ ...each, text: "W".repeat(90) }));
      const page = await shown(await htmlOf({ ...long, program: { ...program, questions } }), 320);
      expect(await overflow(page)).toEqual([]);
      await page.close();
    }
  });

  it("is 600 pixels wide on a wide screen, for Word as for others, the scale in one row", async () => {
    const html = await htmlOf();
    // As Word would have it: its tables, and no maximal width.
    for (const each of [html, asWord(html).replace(/max-width:\d+px/g, "")]) {
      const page = await shown(each, 1000);
      const boxes = await page.evaluate<{ readonly top: number; readonly height: number }[]>(
        `[...document.querySelectorAll(".cell")].map((cell) => cell.getBoundingClientRect().toJSON())`,
      );
      expect(new Set(boxes.map(({ top }) => top)).size).toBe(1);
      expect(Math.min(...boxes.map(({ height }) => height))).toBeGreaterThanOrEqual(44);
      const card = await page.locator(".card").boundingBox();
      expect(card?.width).toBe(600);
      await page.close();
    }
  });

  it("keeps its own dark colours where Outlook.com has put its own", async () => {
    const page = await shown(await htmlOf(), 600);
    const colourOf = (selector: string, property: string) =>
      page.evaluate(
        `getComputedStyle(document.querySelector("${selector}")).getPropertyValue("${property}")`,
      );
    const before = await colourOf(".card", "background-color");
    await page.evaluate(`for (const element of document.querySelectorAll("body [style]")) {
      element.setAttribute("data-ogsc", element.style.color);
      element.setAttribute("data-ogsb", element.style.background);
      element.style.setProperty("color", "#123456", "");
      element.style.setProperty("background-color", "#654321", "");
    }`);
    expect(before).toBe("rgb(255, 255, 255)");
    expect(await colourOf(".card", "background-color")).toBe(rgb(DARK.card));
    expect(await colourOf("h1", "color")).toBe(rgb(DARK.text));
    expect(await colourOf(".quiet", "color")).toBe(rgb(DARK.quiet));
    expect(await colourOf(".open", "color")).toBe(rgb(DARK.card));
    expect(await colourOf(".point", "color")).toBe(rgb(fillsOf(someSettings().company.colour).dark));
    await page.close();
  });
});

const rgb = (hex: string): string =>
  `rgb(${[1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)).join(", ")})`;
