import { describe, expect, it } from "vitest";
import { countedResponse, versionsOf } from "#shared/domain/answers/responses.ts";
import { givenSurvey, storedInvitation } from "../functions/survey-site.ts";
import { followUps } from "./follow-ups.ts";
import { focused, stops } from "./keyboard.ts";
import { aSite } from "./site.ts";
import { aVisitor, send } from "./visitor.ts";

const site = aSite();

/** Every version kept of an invitation's answer, as its values by question. */
async function versions(invitationId: string) {
  return versionsOf(await storedInvitation(site.pages.table, invitationId)).map(({ answers }) =>
    Object.fromEntries(answers.map(({ questionId, value }) => [questionId, value])),
  );
}

describe.each([
  ["with script", true],
  ["without script", false],
])("%s", (_, javaScriptEnabled) => {
  followUps(site, { javaScriptEnabled });

  it("the keyboard alone fills and sends a whole form", async () => {
    const { token, invitationId } = await givenSurvey(site.pages.table);
    const { page, complaints, context } = await aVisitor(site.browser, site.pages.origin, {
      javaScriptEnabled,
    });
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
    expect(countedResponse(await storedInvitation(site.pages.table, invitationId))?.version).toBe(1);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it("a score link is confirmed by one press, and says until then that nothing is sent", async () => {
    const { token, invitationId } = await givenSurvey(site.pages.table, { locale: "ar" });
    const { page, context } = await aVisitor(site.browser, site.pages.origin, { javaScriptEnabled });
    await page.goto(`/s/${token}?score=3`);
    expect(await page.locator("[name=nps]:checked").getAttribute("value")).toBe("3");
    expect(await page.locator(".note").isVisible()).toBe(true);
    expect(await versions(invitationId)).toEqual([]);
    await send(page);
    expect(await versions(invitationId)).toEqual([{ nps: 3 }]);
    await context.close();
  });

  it("a refused form is heard first, keeps what was typed, and leads to what is wrong", async () => {
    const { token, invitationId } = await givenSurvey(site.pages.table);
    const { page, context, complaints } = await aVisitor(site.browser, site.pages.origin, {
      javaScriptEnabled,
    });
    await page.goto(`/s/${token}`);
    await page.locator("textarea").fill(" Wrong scale,\nright words ");
    await page.evaluate(
      `Object.assign(document.querySelector("[name=csat]"), { value: "9", checked: true })`,
    );
    await send(page);
    // The browser moves there when it first paints.
    await expect.poll(() => focused(page)).toBe("errors");
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
  const { token } = await givenSurvey(site.pages.table);
  const { page, context } = await aVisitor(site.browser, site.pages.origin);
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
  expect(await stops(page)).toEqual(["reach=", "Please get in touch", "Change my answer"]);
  await page.emulateMedia({ forcedColors: "none" });
  await page.goto(`/s/${token}`);
  await page.evaluate(`Object.assign(document.querySelector("[name=nps]"), { value: "99", checked: true })`);
  await send(page);
  const wrong = "Choose a whole number from 0 to 10.";
  expect(await stops(page)).toEqual([wrong, "nps=0", "csat=1", "comment", "Change answer"]);
  await context.close();
});

it("going back and sending once more, or loading the thank-you page again, makes no second version", async () => {
  const { token, invitationId } = await givenSurvey(site.pages.table);
  const { page, context, complaints } = await aVisitor(site.browser, site.pages.origin);
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
  const { token, invitationId } = await givenSurvey(site.pages.table);
  const { page, context } = await aVisitor(site.browser, site.pages.origin);
  await page.goto(`/s/${token}?score=7`);
  await Promise.all([page.waitForEvent("load"), page.locator("button").dblclick({ noWaitAfter: true })]);
  await page.waitForURL(`/s/${token}`);
  expect(await page.locator("h1").textContent()).toBe("Thank you");
  expect(await versions(invitationId)).toEqual([{ nps: 7 }]);
  await context.close();
});

it("two browsers that answer at once are both kept", async () => {
  const { token, invitationId } = await givenSurvey(site.pages.table);
  const [one, other] = await Promise.all([
    aVisitor(site.browser, site.pages.origin),
    aVisitor(site.browser, site.pages.origin),
  ]);
  await Promise.all([one.page.goto(`/s/${token}?score=2`), other.page.goto(`/s/${token}?score=10`)]);
  await Promise.all([send(one.page), send(other.page)]);
  const kept = await versions(invitationId);
  expect(kept.map(({ nps }) => Number(nps)).sort((a, b) => a - b)).toEqual([2, 10]);
  await Promise.all([one.context.close(), other.context.close()]);
});
