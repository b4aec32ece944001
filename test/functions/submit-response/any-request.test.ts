import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { givenSurvey, type SurveySite, startSurveySite, storedInvitation } from "../survey-site.ts";

let site: SurveySite;
beforeAll(async () => {
  site = await startSurveySite({ scannerNetworks: { gateway: ["203.0.113.0/24"] } });
});
afterAll(() => site.stop());

/** Would run, were it ever said back as it came. */
const MARK = "<script>alert(1)</script>";
const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.constantFrom(MARK, "../../etc/passwd", "%00", "\ud800", "__proto__", "a".repeat(5_000), ""),
);
/** Tokens that are none, and a true one cut, grown or changed. */
const tokensLike = (token: string) =>
  fc.oneof(
    anyText,
    fc.nat(token.length - 1).map((length) => token.slice(0, length)),
    anyText.filter((text) => text !== "").map((text) => token + text),
    fc
      .tuple(fc.nat(token.length - 1), fc.constantFrom("A", "_", "-", "é", "/"))
      .map(([i, letter]) => token.slice(0, i) + letter + token.slice(i + 1))
      .filter((other) => other !== token),
  );
const anyHeaders = fc.record(
  {
    "content-type": fc.oneof(
      fc.constantFrom("application/json", "application/x-www-form-urlencoded; charset=x"),
      anyText,
    ),
    accept: fc.oneof(fc.constantFrom("application/json", "text/html", "*/*;q=nonsense"), anyText),
    "accept-language": fc.oneof(fc.constantFrom("de-DE,de;q=0.9", "x-,*;q=,,"), anyText),
    "x-forwarded-for": anyText,
    cookie: anyText,
  },
  { requiredKeys: [] },
);
const anyBody = fc.constantFrom(
  "program=post-onboarding&version=1&nps=9",
  '{"nps":9}',
  "{",
  `nps=${encodeURIComponent(MARK)}`,
  `{"${MARK}":"${MARK}","nps":"${MARK}"}`,
);
const anyAddress = fc.oneof(fc.ipV4(), fc.ipV6(), anyText);

it("whatever the link and its headers are, nothing fails, nothing is kept, nothing is said back as it came", async () => {
  const { token, invitationId } = await givenSurvey(site.table);
  const before = await storedInvitation(site.table, invitationId);
  const anyRequest = fc.record({
    wrong: tokensLike(token),
    headers: anyHeaders,
    body: anyBody,
    sourceIp: anyAddress,
    isBase64Encoded: fc.boolean(),
    score: anyText,
  });
  await fc.assert(
    fc.asyncProperty(anyRequest, async ({ wrong, score, ...request }) => {
      const query = { score };
      const replies = [await site.post(wrong, request), await site.get(wrong, { ...request, query })];
      for (const { statusCode = 0, body } of replies) {
        expect(statusCode).toBeGreaterThanOrEqual(400);
        expect(statusCode).toBeLessThan(500);
        expect(body).not.toContain(MARK);
      }
    }),
    { seed: 20261204, numRuns: 200 },
  );
  expect(await storedInvitation(site.table, invitationId)).toEqual(before);
});

it("whatever comes beside a true link and a good answer, the answer is kept", async () => {
  const good = fc.record({
    headers: anyHeaders.map((headers) => ({
      ...headers,
      "content-type": "application/x-www-form-urlencoded",
    })),
    sourceIp: anyAddress,
    hidden: anyText.map((text) => text.toWellFormed()),
  });
  await fc.assert(
    fc.asyncProperty(good, async ({ headers, sourceIp, hidden }) => {
      const { token, invitationId } = await givenSurvey(site.table);
      const fields = { program: "post-onboarding", version: "1", nps: "9", Subject: hidden };
      const body = new URLSearchParams(fields).toString();
      expect((await site.post(token, { headers, body, sourceIp })).statusCode).toBe(200);
      const { attempts } = await storedInvitation(site.table, invitationId);
      expect(attempts).toMatchObject([{ answers: [{ questionId: "nps", kind: "nps", value: 9 }] }]);
      expect(attempts?.[0]?.hiddenField).toBe(hidden === "" ? undefined : true);
    }),
    { seed: 20261205, numRuns: 60 },
  );
});
