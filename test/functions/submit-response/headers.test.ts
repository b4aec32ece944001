import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Reply } from "#shared/lambda/reply.ts";
import { anAttempt } from "../not-open.ts";
import { closed, givenSurvey, type SurveySite, startSurveySite } from "../survey-site.ts";

let site: SurveySite;
beforeAll(async () => {
  site = await startSurveySite();
});
afterAll(() => site.stop());

type Case = readonly [name: string, status: number, ask: () => Promise<Reply>];
const to = async (over: Parameters<typeof givenSurvey>[1] = {}) =>
  (await givenSurvey(site.table, over)).token;
const fifty = Array.from({ length: 50 }, (_, i) =>
  anAttempt(new Date(Date.UTC(2020, 0, 1, i)).toISOString(), i % 11),
);
const WITHOUT_PROGRAM = { programVersion: 99 };

const CASES: readonly Case[] = [
  ["the form", 200, async () => site.get(await to())],
  ["a HEAD request", 200, async () => site.head(await to())],
  ["a page not open", 404, async () => site.get("nobodys")],
  ["our failure to show", 500, async () => site.get(await to(WITHOUT_PROGRAM))],
  ["thanks", 200, async () => site.postForm(await to(), { nps: "9" })],
  ["thanks, as JSON", 200, async () => site.postJson(await to(), { nps: 9 })],
  ["a refused form", 400, async () => site.postForm(await to(), { nps: "99" })],
  ["refused JSON", 400, async () => site.postJson(await to(), { nps: 99 })],
  ["an answer to nobody", 404, async () => site.postForm("nobodys", { nps: "9" })],
  ["an answer to nobody, as JSON", 404, async () => site.postJson("nobodys", { nps: 9 })],
  ["a late answer", 404, async () => site.postForm(await to(closed), { nps: "9" })],
  ["too much", 413, async () => site.postForm(await to(), { comment: "x".repeat(40_000) })],
  ["too much, as JSON", 413, async () => site.postJson(await to(), { comment: "x".repeat(40_000) })],
  ["what nobody reads", 415, async () => site.post(await to(), { body: "nps=9" })],
  ["too many answers", 429, async () => site.postForm(await to({ attempts: fifty }), { nps: "9" })],
  ["our failure to keep", 500, async () => site.postJson(await to(WITHOUT_PROGRAM), { nps: 9 })],
];

describe("a reply to a customer or a program", () => {
  it.each(CASES)(
    "runs nothing, is not kept, sets no cookie and tells nobody its address: %s",
    async (_, status, ask) => {
      const { statusCode, headers = {}, cookies } = await ask();
      expect(statusCode).toBe(status);
      const policy = String(headers["content-security-policy"]).split("; ");
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("base-uri 'none'");
      expect(policy.join()).not.toMatch(/script|unsafe|\*|http:/);
      expect(headers).toMatchObject({
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        "x-robots-tag": "noindex, nofollow",
      });
      expect(Object.keys(headers).map((name) => name.toLowerCase())).not.toContain("set-cookie");
      expect(cookies).toBeUndefined();
    },
  );
});
