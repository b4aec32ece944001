import type { Page } from "playwright-core";
import { expect } from "vitest";

/** Where the keyboard is: a control's name and value, a link's or button's words. */
export const focused = (page: Page) =>
  page.evaluate<string>(`(() => {
    const { name, value, textContent, localName, className } = document.activeElement;
    if (localName === "body") return "the page";
    return name ? (localName === "input" ? name + "=" + value : name) : className || textContent;
  })()`);

const marked = (page: Page) => page.screenshot({ animations: "disabled" });

/** Presses Tab through the whole page, and gives where that led; every stop must be seen. */
export async function stops(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (;;) {
    await page.keyboard.press("Tab");
    const at = await focused(page);
    if (at === "the page" || found.length > 20) return found;
    found.push(at);
    const seen = await marked(page);
    await page.evaluate(`(window.left = document.activeElement).blur()`);
    expect((await marked(page)).equals(seen), `the keyboard is seen to be at ${at}`).toBe(false);
    await page.evaluate(`left.focus({ preventScroll: true, focusVisible: true })`);
  }
}
