import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { directionOf, LANGUAGES, type Language } from "#shared/domain/language.ts";
import { givenSurvey } from "../functions/survey-site.ts";
import { givenEveryKind } from "./every-kind.ts";
import { inDoubleLetters, overflow, smallTargets, violations } from "./looks.ts";
import { aSite } from "./site.ts";
import { STATES } from "./states.ts";
import { aVisitor, send, type Visitor } from "./visitor.ts";

/** Those that differ most on a page: long words, no spaces between words, right to left. */
const SHOWN: readonly Language[] = ["en", "de", "ja", "ar"];
const PHONE = { width: 320, height: 568 };
/** A reader of mail's window, and one in which the steps stand side by side. */
const WIDER = [
  { width: 600, height: 800 },
  { width: 1024, height: 768 },
];
/** Where axe-core looks: in either direction of reading. The others have the same HTML around other words. */
const LOOKED_AT_CLOSELY: readonly Language[] = ["en", "ar"];

const site = aSite();

describe.each(SHOWN)("in %s", (language) => {
  let visitor: Visitor;
  beforeAll(async () => {
    visitor = await aVisitor(site.browser, site.pages.origin, { locale: language });
  });
  afterAll(() => visitor.context.close());

  it.each(Object.entries(STATES))("%s: anybody can use it", async (_, { status, reach }) => {
    const { page, complaints } = visitor;
    await page.setViewportSize(PHONE);
    await reach(page, site.pages, language);
    expect(visitor.statuses.at(-1)).toBe(status);
    expect(await page.evaluate("[document.documentElement.lang, document.dir]")).toEqual([
      language,
      directionOf(language),
    ]);
    expect(await overflow(page)).toEqual([]);
    expect(await smallTargets(page)).toEqual([]);
    if (LOOKED_AT_CLOSELY.includes(language)) expect(await violations(page)).toEqual([]);
    expect(await inDoubleLetters(page, overflow)).toEqual([]);
    expect(await page.evaluate("getComputedStyle(document.body).fontSize")).toBe("16px");
    for (const size of WIDER) {
      await page.setViewportSize(size);
      expect(await overflow(page)).toEqual([]);
    }
    // Colours know no language.
    if (language === "en") {
      expect(await violations(page, { rules: ["color-contrast", "target-size"] })).toEqual([]);
      await page.emulateMedia({ colorScheme: "dark" });
      expect(await violations(page, { rules: ["color-contrast"] })).toEqual([]);
      await page.emulateMedia({ colorScheme: "light" });
    }
    expect(complaints).toEqual([]);
  });
});

it.each([
  ["nps", "4", givenSurvey],
  ["csat", "4", givenSurvey],
  ["areas", "docs", givenEveryKind],
  ["role", "run", givenEveryKind],
] as const)(
  "what is chosen of %s is seen where the system chooses the colours",
  async (name, value, given) => {
    const { token } = await given(site.pages.table);
    const { page, context } = await aVisitor(site.browser, site.pages.origin, { forcedColors: "active" });
    await page.goto(`/s/${token}?score=0`);
    const step = page.locator(`label:has([name=${name}][value="${value}"])`);
    const before = await step.screenshot();
    await step.locator("input").evaluate((control) => Object.assign(control, { checked: true }));
    expect((await step.screenshot()).equals(before)).toBe(false);
    await context.close();
  },
);

it("the scale begins where reading begins", async () => {
  for (const [locale, begins] of [
    ["en", "left"],
    ["ar", "right"],
  ] as const) {
    const { token } = await givenSurvey(site.pages.table, { locale });
    const { page, context } = await aVisitor(site.browser, site.pages.origin);
    await page.goto(`/s/${token}`);
    const middle = async (one: string) => {
      const box = await page.locator(one).boundingBox();
      return (box?.x ?? 0) + (box?.width ?? 0) / 2;
    };
    const [zero, one] = [await middle("[name=nps][value='0']"), await middle("[name=nps][value='1']")];
    expect(zero < one ? "left" : "right").toBe(begins);
    const [least, most] = [await middle(".ends span:first-child"), await middle(".ends span:last-child")];
    expect(least < most ? "left" : "right").toBe(begins);
    const heading = await page.locator("h1").boundingBox();
    const words = await page.locator("h1").evaluate((each) => {
      const range = each.ownerDocument.createRange();
      range.selectNodeContents(each);
      return range.getBoundingClientRect().left;
    });
    expect(words > (heading?.x ?? 0) + 5 ? "right" : "left").toBe(begins);
    await context.close();
  }
});

it("the page leaves nothing behind and tells nobody the address it has", async () => {
  const { token } = await givenSurvey(site.pages.table, { locale: "ar" });
  const { page, context } = await aVisitor(site.browser, site.pages.origin);
  const before = site.pages.received.length;
  await page.goto(`/s/${token}?score=1`);
  await send(page);
  await page.locator("main a").click();
  const received = site.pages.received.slice(before);
  expect(received.map(({ method, path }) => `${method} ${path}`)).toEqual([
    `GET /s/${token}`,
    `POST /s/${token}`,
    `GET /s/${token}`,
  ]);
  for (const { headers } of received)
    expect([headers.referer, headers.cookie]).toEqual([undefined, undefined]);
  expect(await context.cookies()).toEqual([]);
  await context.close();
});

it.each([
  ...LANGUAGES.map((locale) => [locale, "as shipped", givenSurvey] as const),
  ["ar", "every kind of question", givenEveryKind] as const,
])("the first load in %s, %s, is 14 KB at most, styles and headers included", async (locale, _, given) => {
  const { token } = await given(site.pages.table, { locale });
  const { page, context } = await aVisitor(site.browser, site.pages.origin);
  const before = site.pages.received.length;
  const response = await page.goto(`/s/${token}?score=1`);
  const sizes = await response?.request().sizes();
  const bytes = (sizes?.responseHeadersSize ?? 0) + (sizes?.responseBodySize ?? 0);
  expect(site.pages.received.length - before).toBe(1);
  expect(bytes).toBeGreaterThan(5_000);
  expect(bytes).toBeLessThanOrEqual(14 * 1024);
  await context.close();
});

it("runs no script, not even one that stands in the page", async () => {
  const { token } = await givenSurvey(site.pages.table);
  const { page, context, complaints } = await aVisitor(site.browser, site.pages.origin);
  await page.goto(`/s/${token}`);
  await page.evaluate(`(() => {
    const script = document.createElement("script");
    script.textContent = "document.title = 'taken over'";
    document.body.append(script);
  })()`);
  expect(await page.title()).not.toBe("taken over");
  expect(complaints.join()).toContain("Content Security Policy");
  await context.close();
});
