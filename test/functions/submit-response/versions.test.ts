import { afterAll, beforeAll, expect, it } from "vitest";
import { saveProgram } from "#shared/dynamodb/programs.ts";
import { submitResponse } from "../../../functions/submit-response/submit-response.ts";
import { aProgram } from "../../builders.ts";
import { aTable } from "../../table.ts";
import { givenSurvey, type SurveySite, startSurveySite, storedInvitation } from "../survey-site.ts";

const second = aProgram("post-onboarding", {
  version: 2,
  questions: [{ questionId: "support", kind: "csat", text: "How was our support?", required: true }],
});
const keep = { isReplanDue: false, at: new Date("2026-12-01T08:00:00Z") };

let site: SurveySite;
beforeAll(async () => {
  site = await startSurveySite();
});
afterAll(() => site.stop());

it("a survey keeps asking by the version it was sent with, and takes its answers", async () => {
  const { token, invitationId } = await givenSurvey(site.table);
  await saveProgram(site.table, second, keep);
  expect((await site.get(token)).body).not.toContain("How was our support?");
  expect((await site.postForm(token, { nps: "9" })).statusCode).toBe(200);
  const { attempts } = await storedInvitation(site.table, invitationId);
  expect(attempts?.[0]?.answers).toEqual([{ questionId: "nps", kind: "nps", value: 9 }]);
});

it("one sent with a version that ops have made asks by that, on the page and in the answer", async () => {
  const { token, invitationId } = await givenSurvey(site.table, { programVersion: 2 });
  const page = await site.get(token);
  expect(page.body).toContain("How was our support?");
  expect(page.body).toContain('name="version" value="2"');
  expect((await site.postForm(token, { version: "2", support: "4" })).statusCode).toBe(200);
  const { attempts } = await storedInvitation(site.table, invitationId);
  expect(attempts?.[0]?.answers).toEqual([{ questionId: "support", kind: "csat", value: 4 }]);
  // The other version's form does not fit, though its question is one that it has.
  expect((await site.postForm(token, { version: "1", nps: "9" })).statusCode).toBe(400);
});

it("an answer to such a survey is one write, once its version is known", async () => {
  const table = await aTable();
  await saveProgram(table, second, keep);
  const { token } = await givenSurvey(table, { programVersion: 2 });
  const sent: (string | undefined)[] = [];
  table.client.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        sent.push(commandName);
        return next(args);
      },
    { step: "initialize" },
  );
  const submit = submitResponse({ table, newAttemptId: () => "attempt-1" });
  const named = { programId: "post-onboarding", programVersion: 2 };
  const posted = { format: "form", values: new Map([["support", "4"]]), ...named } as const;
  for (const _ of ["cold", "warm"]) await submit({ token, posted }, new Date(0));
  expect(sent).toEqual(["GetItemCommand", "UpdateItemCommand", "UpdateItemCommand"]);
});
