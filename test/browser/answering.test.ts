import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { versionsOf } from "#shared/domain/responses.ts";
import { givenSurvey, storedInvitation } from "../functions/survey-site.ts";
import { startChromium } from "./chromium.ts";
import { type Pages, startPages } from "./pages-origin.ts";
import { aVisitor, send } from "./visitor.ts";

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

/** Every version kept of an invitation's answer, as its values by question. */
async function versions(invitationId: string) {
  return versionsOf(await storedInvitation(pages.table, invitationId)).map(({ answers }) =>
    Object.fromEntries(answers.map(({ questionId, value }) => [questionId, value])),
  );
}

/** Where the keyboard is: a control's name and value, a link's or button's words. */
const focused = (page: Page) =>
  page.evaluate<string>(`(() => {
    const { name, value, textContent, localName, className } = document.activeElement;
    if (localName === "body") return "the page";
    return name ? (localName === "input" ? name + "=" + value : name) : className || textContent;
  })()`);

const marked = (page: Page) => page.screenshot({ animations: "disabled" });

/** Presses Tab through the whole page; every stop must be seen. */
async function stops(page: Page): Promise<string[]> {
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

describe.each([
  ["with script", true],
  ["without script", false],
])("%s", (_, javaScriptEnabled) => {
  it("the keyboard alone fills and sends a whole form", async () => {
    const { token, invitationId } = await givenSurvey(pages.table);
    const { page, complaints, context } = await aVisitor(browser, pages.origin, { javaScriptEnabled });
    await page.goto(`/s/${token}`);
    const { keyboard } = page;
    await keyboard.press("Tab");
    await keyboard.press("Space");
    for (let n = 0; n < 8; n++) await keyboard.press("ArrowRight");
    expect(await focused(page)).toBe("nps=8");
    await keyboard.press("Tab");
    await keyboard.press("Space");
    for (let n = 0; n < 3; n++) await keyboard.press("ArrowDown");
    expect(await focused(page)).toBe("csat=4");
    await keyboard.press("Tab");
    await keyboard.type("More examples");
    await keyboard.press("Enter");
    await keyboard.type("please");
    await keyboard.press("Tab");
    await Promise.all([page.waitForEvent("load"), keyboard.press("Enter")]);
    expect(await page.locator("h1").textContent()).toBe("Thank you");
    expect(await versions(invitationId)).toEqual([{ nps: 8, csat: 4, comment: "More examples\nplease" }]);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it("a score link is confirmed by one press, and says until then that nothing is sent", async () => {
    const { token, invitationId } = await givenSurvey(pages.table, { locale: "ar" });
    const { page, context } = await aVisitor(browser, pages.origin, { javaScriptEnabled });
    await page.goto(`/s/${token}?score=3`);
    expect(await page.locator("[name=nps]:checked").getAttribute("value")).toBe("3");
    expect(await page.locator(".note").isVisible()).toBe(true);
    expect(await versions(invitationId)).toEqual([]);
    await send(page);
    expect(await versions(invitationId)).toEqual([{ nps: 3 }]);
    await context.close();
  });

  it("a refused form is heard first, keeps what was typed, and leads to what is wrong", async () => {
    const { token, invitationId } = await givenSurvey(pages.table);
    const { page, context, complaints } = await aVisitor(browser, pages.origin, { javaScriptEnabled });
    await page.goto(`/s/${token}`);
    await page.locator("textarea").fill(" Wrong scale,\nright words ");
    await page.evaluate(`Object.assign(document.querySelector("[name=csat]"), { value: "9", checked: true })`);
    await send(page);
    expect(await focused(page)).toBe("errors");
    expect(await page.title()).toMatch(/^Error: /);
    expect(await page.locator("textarea").inputValue()).toBe(" Wrong scale,\nright words ");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(await page.evaluate("document.querySelector(':target').name")).toBe("csat");
    await page.keyboard.press("Space");
    expect(await page.locator("[name=csat]:checked").getAttribute("value")).toBe("1");
    await send(page);
    expect(await versions(invitationId)).toEqual([{ csat: 1, comment: "Wrong scale,\nright words" }]);
    expect(complaints).toEqual([]);
    await context.close();
  });
});

it("the keyboard stops at every control, in the order of reading, is seen there and never caught", async () => {
  const { token } = await givenSurvey(pages.table);
  const { page, context } = await aVisitor(browser, pages.origin);
  await page.goto(`/s/${token}`);
  expect(await stops(page)).toEqual(["nps=0", "csat=1", "comment", "Send answer"]);
  await page.keyboard.press("Shift+Tab");
  expect(await focused(page)).toBe("Send answer");
  await page.goto(`/s/${token}?score=9`);
  expect(await stops(page)).toEqual(["nps=9", "csat=1", "comment", "Send answer"]);
  await page.emulateMedia({ forcedColors: "active" });
  await page.reload();
  expect(await stops(page)).toEqual(["nps=9", "csat=1", "comment", "Send answer"]);
  await send(page);
  expect(await stops(page)).toEqual(["Change my answer"]);
  await page.emulateMedia({ forcedColors: "none" });
  await page.goto(`/s/${token}`);
  await page.evaluate(`Object.assign(document.querySelector("[name=nps]"), { value: "99", checked: true })`);
  await send(page);
  const wrong = "Choose a whole number from 0 to 10.";
  expect(await stops(page)).toEqual([wrong, "nps=0", "csat=1", "comment", "Change answer"]);
  await context.close();
});

it("what is chosen is seen where the system chooses the colours", async () => {
  const { token } = await givenSurvey(pages.table);
  const { page, context } = await aVisitor(browser, pages.origin, { forcedColors: "active" });
  await page.goto(`/s/${token}?score=9`);
  await page.locator("[name=csat]").nth(1).check();
  const colourOf = (one: string) =>
    page.locator(one).evaluate((each) => each.ownerDocument.defaultView.getComputedStyle(each).backgroundColor);
  expect(await colourOf("[name=nps][value='9'] + span")).not.toBe(await colourOf("[name=nps][value='8'] + span"));
  expect(await colourOf(".csat label:has(:checked)")).not.toBe(await colourOf(".csat label:last-child"));
  await context.close();
});

it("the scale begins where reading begins", async () => {
  for (const [locale, begins] of [
    ["en", "left"],
    ["ar", "right"],
  ] as const) {
    const { token } = await givenSurvey(pages.table, { locale });
    const { page, context } = await aVisitor(browser, pages.origin);
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

it("going back and sending once more, or loading the thank-you page again, makes no second version", async () => {
  const { token, invitationId } = await givenSurvey(pages.table);
  const { page, context, complaints } = await aVisitor(browser, pages.origin);
  await page.goto(`/s/${token}?score=7`);
  await page.locator("textarea").fill("Once");
  await send(page);
  await page.reload();
  await page.goBack();
  expect(await page.locator("[name=nps]:checked").getAttribute("value")).toBe("7");
  await send(page);
  expect(await versions(invitationId)).toEqual([{ nps: 7, comment: "Once" }]);
  await page.getByRole("link", { name: "Change my answer" }).click();
  expect(await page.locator("textarea").inputValue()).toBe("Once");
  expect(complaints).toEqual([]);
  await context.close();
});

it("pressing twice sends one answer", async () => {
  const { token, invitationId } = await givenSurvey(pages.table);
  const { page, context } = await aVisitor(browser, pages.origin);
  await page.goto(`/s/${token}?score=7`);
  await Promise.all([page.waitForEvent("load"), page.locator("button").dblclick({ noWaitAfter: true })]);
  await page.waitForURL(`/s/${token}`);
  expect(await page.locator("h1").textContent()).toBe("Thank you");
  expect(await versions(invitationId)).toEqual([{ nps: 7 }]);
  await context.close();
});

it("two browsers that answer at once are both kept", async () => {
  const { token, invitationId } = await givenSurvey(pages.table);
  const [one, other] = await Promise.all([aVisitor(browser, pages.origin), aVisitor(browser, pages.origin)]);
  await Promise.all([one.page.goto(`/s/${token}?score=2`), other.page.goto(`/s/${token}?score=10`)]);
  await Promise.all([send(one.page), send(other.page)]);
  const kept = await versions(invitationId);
  expect(kept.map(({ nps }) => Number(nps)).sort((a, b) => a - b)).toEqual([2, 10]);
  await Promise.all([one.context.close(), other.context.close()]);
});

it("the page leaves nothing behind and tells nobody the address it has", async () => {
  const { token } = await givenSurvey(pages.table, { locale: "ar" });
  const { page, context } = await aVisitor(browser, pages.origin);
  const before = pages.received.length;
  await page.goto(`/s/${token}?score=1`);
  await send(page);
  await page.locator("main a").click();
  const received = pages.received.slice(before);
  expect(received.map(({ method, path }) => `${method} ${path}`)).toEqual([
    `GET /s/${token}`,
    `POST /s/${token}`,
    `GET /s/${token}`,
  ]);
  for (const { headers } of received) expect([headers.referer, headers.cookie]).toEqual([undefined, undefined]);
  expect(await context.cookies()).toEqual([]);
  await context.close();
});

it.each(["en", "de", "fr", "es", "pt", "ja", "ar", "he"])(
  "the first load in %s is 14 KB at most, styles and headers included",
  async (locale) => {
    const { token } = await givenSurvey(pages.table, { locale });
    const { page, context } = await aVisitor(browser, pages.origin);
    const before = pages.received.length;
    const response = await page.goto(`/s/${token}?score=1`);
    const sizes = await response?.request().sizes();
    const bytes = (sizes?.responseHeadersSize ?? 0) + (sizes?.responseBodySize ?? 0);
    expect(pages.received.length - before).toBe(1);
    expect(bytes).toBeGreaterThan(5_000);
    expect(bytes).toBeLessThanOrEqual(14 * 1024);
    await context.close();
  },
);

it("runs no script, not even one that stands in the page", async () => {
  const { token } = await givenSurvey(pages.table);
  const { page, context, complaints } = await aVisitor(browser, pages.origin);
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
