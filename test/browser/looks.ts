import { createRequire } from "node:module";
import type axe from "axe-core";
import type { Page } from "playwright-core";

const { source } = createRequire(import.meta.url)("axe-core") as typeof axe;

const EVERYTHING = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe-core finds wrong with the page as it stands, each with the HTML it is about. */
export async function violations(page: Page, { rules }: { readonly rules?: readonly string[] } = {}) {
  const runOnly = rules === undefined ? { type: "tag", values: EVERYTHING } : { type: "rule", values: rules };
  // The numbers of a scale are short, and to be read like any word.
  const checks = { "color-contrast": { options: { ignoreLength: true } } };
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(source);
  const found = await page.evaluate<axe.AxeResults>(
    `axe.run(${JSON.stringify({ runOnly, checks, resultTypes: ["violations", "incomplete"] })})`,
  );
  return [...found.violations, ...found.incomplete].flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}

/** What does not fit: how far the page scrolls sideways, and what is cut off within it, in CSS pixels. */
export const overflow = (page: Page) =>
  page.evaluate<string[]>(`(() => {
    const root = document.scrollingElement;
    const cut = [...document.querySelectorAll("body *")].filter((each) => {
      const { left, right, width } = each.getBoundingClientRect();
      return width > 1 && !each.closest(".off") && (left < -0.5 || right > root.clientWidth + 0.5);
    });
    const scrolls = root.scrollWidth > root.clientWidth ? ["the page: " + root.scrollWidth] : [];
    return [...scrolls, ...cut.map((each) => each.outerHTML.slice(0, 120))];
  })()`);

/** What a finger or a shaking hand would miss: targets under 24 by 24 CSS pixels (WCAG 2.2, 2.5.8). */
export const smallTargets = (page: Page) =>
  page.evaluate<
    string[]
  >(`[...document.querySelectorAll("a, button, summary, textarea, .text input, label:has(input)")]
    .filter((each) => {
      if (!each.checkVisibility()) return false;
      const { width, height } = each.getBoundingClientRect();
      return width < 24 || height < 24;
    })
    .map((each) => each.outerHTML.slice(0, 120))`);

/** Looks at the page with the reader's own letters, twice the usual size, as the browser's settings have it. */
export async function inDoubleLetters<T>(page: Page, look: (page: Page) => Promise<T>): Promise<T> {
  const session = await page.context().newCDPSession(page);
  const setLetters = (standard: number) => session.send("Page.setFontSizes", { fontSizes: { standard } });
  await setLetters(32);
  const seen = await look(page);
  await setLetters(16);
  await session.detach();
  return seen;
}
