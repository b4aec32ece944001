import { randomBytes } from "node:crypto";
import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { Page } from "playwright-core";
import type { Attempt } from "#shared/domain/answers/attempt.ts";
import type { Language } from "#shared/domain/language.ts";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import { tokenHashOf, unsubscribeToken } from "#shared/domain/sending/link-token.ts";
import { invitationKey } from "#shared/dynamodb/keys.ts";
import { type Table, toItem } from "#shared/dynamodb/table.ts";
import { anInvitation } from "../builders.ts";
import { closed, givenSurvey } from "../functions/survey-site.ts";
import { givenAnonymousKind, givenEveryKind } from "./every-kind.ts";
import type { Pages } from "./pages-origin.ts";
import { send } from "./visitor.ts";

type Reach = (page: Page, pages: Pages, locale: Language) => Promise<void>;

/** Longer than any box, with a word that does not break and letters of either direction. */
const TYPED = `It works, thank you.\n${"Donaudampfschifffahrtsgesellschaft".repeat(3)}\nشكرًا جزيلاً`;

const answers: Attempt[] = [
  {
    attemptId: "attempt-1",
    at: "2026-12-02T08:00:00.000Z",
    answers: [
      { questionId: "nps", kind: "nps", value: 6 },
      { questionId: "csat", kind: "csat", value: 2 },
      { questionId: "comment", kind: "text", value: TYPED },
    ],
  },
];

/** As often as a person may. */
const fifty: Attempt[] = Array.from({ length: 50 }, (_, i) => ({
  attemptId: `attempt-${i}`,
  at: new Date(Date.UTC(2026, 9, 1, i)).toISOString(),
  answers: [{ questionId: "nps", kind: "nps", value: i % 11 }],
}));

type Given = (table: Table, over: Partial<Invitation>) => Promise<{ readonly token: string }>;

const survey =
  (over: Partial<Invitation> = {}, query = "", given: Given = givenSurvey): Reach =>
  async (page, { table }, locale) => {
    const { token } = await given(table, { locale, ...over });
    await page.goto(`/s/${token}${query}`);
  };

const everyKind = (query = "") => survey({}, query, givenEveryKind);
const anonymous = (query = "") => survey({}, query, givenAnonymousKind);

const then =
  (reach: Reach, act: (page: Page) => Promise<unknown>): Reach =>
  async (page, pages, locale) => {
    await reach(page, pages, locale);
    await act(page);
    await send(page);
  };

const unsubscribing: Reach = async (page, { table }, locale) => {
  const invitationId = randomBytes(16).toString("hex");
  const token = unsubscribeToken(invitationId, randomBytes(32));
  const mailed = anInvitation({ invitationId, locale, unsubscribeHash: tokenHashOf(token) });
  const Item = toItem({ ...invitationKey(invitationId), ...mailed });
  await table.client.send(new PutItemCommand({ TableName: table.name, Item }));
  await page.goto(`/u/${token}`);
};

const typing = (page: Page) => page.locator("textarea").fill(TYPED);
const choosing = async (page: Page) => {
  for (const area of await page.locator("[name=areas]").all()) await area.check();
  await page.locator("[name=role]").first().check();
  await page.locator("[name=line]").fill(TYPED);
};
const thanked: Reach = then(survey({}, "?score=10"), async () => {});
/** As an extension, or somebody with the browser's own tools, might. */
const tampering = (change: string) => (page: Page) => page.evaluate(change);

const calledBack = (reach: string): Reach =>
  then(
    then(survey({}, "?score=10"), async () => {}),
    (page) => page.locator("[name=reach]").fill(reach),
  );

/** Every page a customer can come to, by what it says, each as they would come to it. */
export const STATES: Readonly<Record<string, { readonly status: number; readonly reach: Reach }>> = {
  "a fresh form": { status: 200, reach: survey() },
  "a score chosen in the mail": { status: 200, reach: survey({}, "?score=9") },
  "answered before": { status: 200, reach: survey({ attempts: answers }) },
  "answered before, another score chosen": { status: 200, reach: survey({ attempts: answers }, "?score=0") },
  "nothing answered": { status: 400, reach: then(survey(), async () => {}) },
  "errors in two answers": {
    status: 400,
    reach: then(survey(), async (page) => {
      await typing(page);
      await tampering(`for (const name of ["nps", "csat"]) {
        const radio = document.querySelector(\`[name=\${name}]\`);
        radio.value = "99";
        radio.checked = true;
      }`)(page);
    }),
  },
  "another version's form": {
    status: 400,
    reach: then(survey({}, "?score=7"), tampering(`document.querySelector("[name=version]").value = "7"`)),
  },
  "thank you": {
    status: 200,
    reach: then(survey({}, "?score=10"), async (page) => {
      await page.locator("[name=csat]").last().check();
      await typing(page);
    }),
  },
  "asked to be called back": { status: 200, reach: calledBack(`${"+49 170 1234567, ".repeat(10)}بعد الظهر`) },
  "asked to be called back, to be changed": {
    status: 200,
    reach: async (page, pages, locale) => {
      await calledBack("+49 170 1234567")(page, pages, locale);
      await page.locator("summary").click();
    },
  },
  "called back in too many words": {
    status: 400,
    reach: then(
      then(survey({}, "?score=10"), async () => {}),
      tampering(`document.querySelector("[name=reach]").value = "x".repeat(300)`),
    ),
  },
  "an answer after the close": {
    status: 404,
    reach: async (page, pages, locale) => {
      await survey()(page, pages, locale);
      const late = await givenSurvey(pages.table, { locale, ...closed });
      await typing(page);
      await page.locator("[name=nps]").last().check({ force: true });
      await page.evaluate(`document.forms[0].action = "/s/${late.token}"`);
      await send(page);
    },
  },
  "a survey that is not open": { status: 404, reach: survey(closed) },
  "changed too often": {
    status: 429,
    reach: then(survey({ attempts: fifty }), typing),
  },
  "more than is taken": {
    status: 413,
    reach: then(survey(), tampering(`document.querySelector("textarea").value = "x".repeat(40_000)`)),
  },
  "a form that is none of ours": {
    status: 415,
    reach: then(survey(), tampering(`document.forms[0].enctype = "text/plain"`)),
  },
  "our own failure": { status: 500, reach: survey({ programVersion: 404 }) },
  "every kind of question, follow-ups hidden": { status: 200, reach: everyKind() },
  "every kind of question, follow-ups shown": { status: 200, reach: everyKind("?score=6") },
  "errors in a follow-up and a choice": {
    status: 400,
    reach: then(everyKind("?score=6"), async (page) => {
      await page.locator("[name=areas]").last().check();
      await tampering(`document.querySelector("[name=line]").value = "so many words ".repeat(20);
        Object.assign(document.querySelector("[name=role]"), { value: "none", checked: true });`)(page);
    }),
  },
  "thank you for choices": { status: 200, reach: then(everyKind("?score=6"), choosing) },
  "a call back was refused": {
    status: 400,
    reach: then(thanked, tampering(`document.querySelector("[name=reach]").value = "call ".repeat(60)`)),
  },
  "a call back is promised": {
    status: 200,
    reach: then(thanked, (page) => page.locator("[name=reach]").fill("+49 30 1234567, mornings")),
  },
  "a call back is promised, to be said again": {
    status: 200,
    reach: async (page, pages, locale) => {
      await then(thanked, async () => {})(page, pages, locale);
      await page.locator("summary").click();
    },
  },
  "an anonymous form": { status: 200, reach: anonymous("?score=9") },
  "thank you, whoever it was": { status: 200, reach: then(anonymous("?score=6"), choosing) },
  "answered already, anonymously": {
    status: 200,
    reach: async (page, pages, locale) => {
      await then(anonymous("?score=9"), async () => {})(page, pages, locale);
      await page.goto(page.url());
    },
  },
  "stop surveys?": { status: 200, reach: unsubscribing },
  "surveys are stopped": { status: 200, reach: then(unsubscribing, async () => {}) },
};
