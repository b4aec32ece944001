import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { SHIPPED_PROGRAMS } from "#shared/domain/programs/shipped-programs.ts";
import { checkAnswers } from "#shared/survey/answers.ts";
import { givenSurvey, type SurveySite, startSurveySite, storedInvitation } from "../survey-site.ts";

let site: SurveySite;
beforeAll(async () => {
  site = await startSurveySite();
});
afterAll(() => site.stop());

/** What no browser and no client of ours would send, mixed with what they would. */
const anyValue = fc.oneof(
  fc.integer({ min: -2, max: 12 }),
  fc.integer({ min: -2, max: 12 }).map(String),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom("\ud800", "\u0000", "長\ud83d", "__proto__"),
  fc.jsonValue({ maxDepth: 2 }),
);
const anyName = fc.constantFrom(
  "nps",
  "csat",
  "comment",
  "program",
  "version",
  "answers",
  "__proto__",
  "toString",
);
const anyPost = fc.oneof(
  fc.array(fc.tuple(anyName, anyValue), { maxLength: 5 }).map((fields) => ({
    type: "application/json",
    body: `{${fields.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(",")}}`,
  })),
  fc.array(fc.record({ questionId: anyName, value: anyValue }), { maxLength: 4 }).map((answers) => ({
    type: "application/json",
    body: JSON.stringify({ answers }),
  })),
  fc.array(fc.tuple(anyName, anyValue), { maxLength: 5 }).map((fields) => ({
    type: "application/x-www-form-urlencoded",
    body: fields
      .map(([name, value]) => `${name}=${encodeURIComponent(String(value).toWellFormed())}`)
      .join("&"),
  })),
  fc.record({
    type: fc.constantFrom("application/json", "application/x-www-form-urlencoded", "text/plain", ""),
    body: fc.string({ unit: "binary", maxLength: 80 }),
  }),
);

it("whatever is posted, nothing fails on our side and nothing is kept that no question could take", async () => {
  const { token, invitationId } = await givenSurvey(site.table);
  const questions = SHIPPED_PROGRAMS[0]?.questions ?? [];
  let accepted = 0;
  await fc.assert(
    fc.asyncProperty(anyPost, async ({ type, body }) => {
      const reply = await site.post(token, { headers: { "content-type": type }, body });
      expect(reply.statusCode).toBeLessThan(500);
      if (reply.statusCode === 200) accepted++;
    }),
    { seed: 20261201, numRuns: 300 },
  );
  const { attempts = [] } = await storedInvitation(site.table, invitationId);
  expect(attempts).toHaveLength(accepted);
  expect(attempts.length).toBeGreaterThan(5);
  for (const { answers } of attempts) {
    const values = new Map(answers.map(({ questionId, value }) => [questionId, value]));
    expect(checkAnswers(questions, values)).toEqual({ kind: "valid", answers, notAsked: [] });
  }
});
