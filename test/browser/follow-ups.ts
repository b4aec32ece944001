import { expect, it } from "vitest";
import { scoresOf } from "#shared/domain/answers/survey-answer.ts";
import { storedInvitation } from "../functions/survey-site.ts";
import { givenEveryKind } from "./every-kind.ts";
import { focused, stops } from "./keyboard.ts";
import type { Site } from "./site.ts";
import { aVisitor, send } from "./visitor.ts";

const ASKED_OF_ALL = ["nps=0", "role=build", "Send answer"];
const ASKED_OF_SIX = [
  "nps=6",
  "line=",
  "areas=speed",
  "areas=docs",
  "areas=price",
  "role=build",
  "Send answer",
];

/** How follow-ups and choices are answered by who has no mouse, with script or without. */
export function followUps(site: Site, { javaScriptEnabled }: { readonly javaScriptEnabled: boolean }): void {
  const visitor = () => aVisitor(site.browser, site.pages.origin, { javaScriptEnabled });

  it("a follow-up is come to by keyboard once its score is chosen, and not before or after", async () => {
    const { token } = await givenEveryKind(site.pages.table);
    const { page, context, complaints } = await visitor();
    await page.goto(`/s/${token}`);
    expect(await stops(page)).toEqual(ASKED_OF_ALL);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    for (let n = 0; n < 10; n++) await page.keyboard.press("ArrowRight");
    expect(await focused(page)).toBe("nps=10");
    await page.keyboard.press("Tab");
    expect(await focused(page)).toBe("role=build");
    await page.keyboard.press("Tab");
    expect(await focused(page)).toBe("comment");
    await page.goto(`/s/${token}?score=6`);
    expect(await stops(page)).toEqual(ASKED_OF_SIX);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it("the keyboard alone answers a follow-up and choices, and finds them again as they were", async () => {
    const { token, invitationId } = await givenEveryKind(site.pages.table);
    const { page, context, complaints } = await visitor();
    await page.goto(`/s/${token}`);
    const { keyboard } = page;
    const tab = async (times = 1) => {
      for (let n = 0; n < times; n++) await keyboard.press("Tab");
    };
    await tab();
    await keyboard.press("Space");
    await keyboard.press("ArrowRight");
    await tab();
    await keyboard.type("Slow pages");
    await tab();
    await keyboard.press("Space");
    await tab(2);
    await keyboard.press("Space");
    await tab();
    await keyboard.press("Space");
    await keyboard.press("ArrowDown");
    await tab();
    await Promise.all([page.waitForEvent("load"), keyboard.press("Enter")]);
    expect(await page.locator("dd").allInnerTexts()).toEqual([
      "1 out of 10",
      "Slow pages",
      "Speed\nPrice",
      "I keep it running",
    ]);
    const [attempt] = (await storedInvitation(site.pages.table, invitationId)).attempts ?? [];
    expect(attempt?.answers.map(({ questionId, value }) => [questionId, value])).toEqual([
      ["nps", 1],
      ["line", "Slow pages"],
      ["areas", ["speed", "price"]],
      ["role", "run"],
    ]);
    await page.getByRole("link", { name: "Change my answer" }).click();
    expect(await page.locator("[name=line]").inputValue()).toBe("Slow pages");
    const chosen = await page.locator(":checked").evaluateAll((all) => all.map((each) => each.outerHTML));
    expect(chosen.map((html) => / value="([^"]*)"/.exec(html)?.[1])).toEqual(["1", "speed", "price", "run"]);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it("a refused follow-up is shown, with what is wrong and what was chosen beside it", async () => {
    const { token, invitationId } = await givenEveryKind(site.pages.table);
    const { page, context } = await visitor();
    await page.goto(`/s/${token}?score=6`);
    await page.locator("[name=areas][value=docs]").check();
    await page.evaluate(`document.querySelector("[name=line]").value = "x".repeat(201)`);
    await send(page);
    // The browser moves there when it first paints.
    await expect.poll(() => focused(page)).toBe("errors");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(await page.evaluate("document.querySelector(':target').name")).toBe("line");
    expect(await page.locator("[name=line]").isVisible()).toBe(true);
    expect(await page.locator("[name=areas][value=docs]").isChecked()).toBe(true);
    await page.locator("[name=line]").fill("Slow");
    await send(page);
    const [attempt] = (await storedInvitation(site.pages.table, invitationId)).attempts ?? [];
    expect(scoresOf(attempt?.answers ?? [])).toEqual(new Map([["nps", 6]]));
    expect(attempt?.answers).toContainEqual({ questionId: "line", kind: "text", value: "Slow" });
    await context.close();
  });

  it("who has answered asks to be called back, says how, and can say it again", async () => {
    const { token, invitationId } = await givenEveryKind(site.pages.table);
    const { page, context, complaints } = await visitor();
    const { keyboard } = page;
    await page.goto(`/s/${token}?score=6`);
    await send(page);
    await keyboard.press("Tab");
    expect(await focused(page)).toBe("reach=");
    await keyboard.type("in the mornings");
    await keyboard.press("Tab");
    await Promise.all([page.waitForEvent("load"), keyboard.press("Enter")]);
    expect(await page.locator("main").textContent()).toContain("in the mornings");
    expect(await stops(page)).toEqual(["Change how to reach you", "Change my answer"]);
    await keyboard.press("Tab");
    await keyboard.press("Enter");
    await keyboard.press("Tab");
    expect(await focused(page)).toBe("reach=in the mornings");
    await keyboard.press("End");
    await keyboard.type(", please");
    await Promise.all([page.waitForEvent("load"), keyboard.press("Enter")]);
    const { callBack, attempts } = await storedInvitation(site.pages.table, invitationId);
    expect(callBack?.words).toBe("in the mornings, please");
    expect(attempts).toHaveLength(1);
    expect(complaints).toEqual([]);
    await context.close();
  });
}
