import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { showSurvey } from "../../../functions/show-survey/show-survey.ts";
import { aTable } from "../../table.ts";
import { callsOf, notOpenTokens } from "../not-open.ts";
import { givenSurvey, type SurveySite, startSurveySite } from "../survey-site.ts";

let site: SurveySite;
beforeAll(async () => {
  site = await startSurveySite();
});
afterAll(() => site.stop());

describe.each([
  ["with names", {}],
  ["anonymous", { anonymous: true as const }],
])("the page of a survey that is not open (%s)", (_, over) => {
  it("is the same, to the byte, for a wrong, malformed, unknown, erased and closed one", async () => {
    const { never, closed } = await notOpenTokens(site.table, over);
    for (const language of ["en", "de", "ar"]) {
      const asked = { headers: { "accept-language": language }, query: { score: "9" } };
      const expected = await site.get("nobodys", asked);
      expect(expected.statusCode).toBe(404);
      expect(expected.body).toContain(`<html lang="${language}"`);
      for (const [which, token] of Object.entries({ ...never, ...closed })) {
        expect(await site.get(token, asked), which).toEqual(expected);
        expect(await site.head(token, asked), which).toEqual({ ...expected, body: "" });
      }
    }
  });

  it("is found by the same one read, and writes nothing", async () => {
    const table = await aTable();
    const { never, closed } = await notOpenTokens(table, over);
    const { token: open } = await givenSurvey(table, over);
    const show = showSurvey(table);
    const calls = callsOf(table.client);
    for (const [which, token] of Object.entries({ ...never, ...closed })) {
      for (const isHead of [false, true]) {
        calls.length = 0;
        expect(await show({ token, isHead }, new Date()), which).toEqual({ kind: "not-open" });
        expect(calls, which).toEqual(["GetItemCommand"]);
      }
    }
    calls.length = 0;
    await show({ token: open, isHead: false }, new Date());
    expect(calls).toHaveLength(2);
  });
});

it("is what anybody sees who tries tokens", async () => {
  const expected = await site.get("nobodys");
  const anyToken = fc.oneof(
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.stringMatching(/^[A-Za-z0-9_-]{48}$/),
    fc.constantFrom("__proto__", "%00", "../u/x"),
  );
  await fc.assert(
    fc.asyncProperty(anyToken, async (token) => {
      expect(await site.get(token)).toEqual(expected);
    }),
    { seed: 20261206, numRuns: 40 },
  );
});

it("says what may be the matter, and how to be heard all the same", async () => {
  const { body } = await site.get("nobodys");
  expect(body).toContain("This survey is not open");
  expect(body).toContain("It may have closed, or a part of the link may be missing");
  expect(body).toContain("To tell Northwind Cloud something, reply to that e-mail");
  expect(body).not.toMatch(/<form|<textarea/);
});
