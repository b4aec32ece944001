import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { directionOf, type Language } from "#shared/domain/language.ts";
import { startChromium } from "./chromium.ts";
import { doubleLetters, overflow, smallTargets, violations } from "./looks.ts";
import { type Pages, startPages } from "./pages-origin.ts";
import { STATES } from "./states.ts";
import { aVisitor, type Visitor } from "./visitor.ts";

/** Those that differ most on a page: long words, no spaces between words, right to left. */
const LANGUAGES: readonly Language[] = ["en", "de", "ja", "ar"];
const PHONE = { width: 320, height: 568 };
const DESK = { width: 1024, height: 768 };

let browser: Browser;
let stopBrowser = async () => {};
let pages: Pages;
beforeAll(async () => {
  pages = await startPages();
  ({ browser, stop: stopBrowser } = await startChromium());
});
afterAll(async () => {
  await stopBrowser();
  pages.stop();
});

describe.each(LANGUAGES)("in %s", (language) => {
  let visitor: Visitor;
  beforeAll(async () => {
    visitor = await aVisitor(browser, pages.origin, { locale: language });
  });
  afterAll(() => visitor.context.close());

  it.each(Object.entries(STATES))("%s: anybody can use it", async (_, { status, reach }) => {
    const { page, complaints } = visitor;
    let shown = 0;
    const note = (response: { status(): number }) => {
      shown = response.status();
    };
    page.on("response", note);
    await page.setViewportSize(PHONE);
    await reach(page, pages, language);
    page.off("response", note);
    expect(shown).toBe(status);
    expect(await page.locator("html").getAttribute("lang")).toBe(language);
    expect(await page.locator("html").getAttribute("dir")).toBe(directionOf(language));
    expect(await violations(page)).toEqual([]);
    expect(await overflow(page)).toEqual([]);
    expect(await smallTargets(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await violations(page, { rules: ["color-contrast"] })).toEqual([]);
    await page.emulateMedia({ colorScheme: "light" });
    await doubleLetters(page, { isDouble: true });
    expect(await overflow(page)).toEqual([]);
    await doubleLetters(page, { isDouble: false });
    await page.setViewportSize(DESK);
    expect(await violations(page, { rules: ["color-contrast", "target-size"] })).toEqual([]);
    expect(await overflow(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
