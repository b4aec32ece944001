import { expect, test } from "vitest";
import { json, noContent, problem } from "#shared/lambda/reply.ts";
import { expectDescribed } from "./described.ts";
import { serve } from "./infra/local/a-local.ts";

const ROUTE = "GET /v1/sending";
const sending = {
  state: "ok",
  says: "Mail goes out.",
  perSecond: 14,
  max24Hours: null,
  sentLast24Hours: 3,
  since: "2026-12-01T10:00:00.000Z",
  waitingSince: null,
  asOf: "2026-12-01T10:00:00.000Z",
};
const answered = (body: unknown, status = 200) => expectDescribed(ROUTE, json(status, body));

test("what is as described passes, refusals of ours among it", async () => {
  await answered(sending);
  await expectDescribed(ROUTE, problem(403, "No.", [{ path: "role", message: "is too low" }]));
  await expectDescribed("DELETE /v1/holds", noContent());
});

test.each([
  ["a field too many", { ...sending, colour: "red" }, "/ must NOT have additional properties (colour)"],
  ["a field missing", { ...sending, says: undefined }, "/ must have required property 'says'"],
  ["another type", { ...sending, perSecond: "14" }, "/perSecond must be number"],
  ["another time", { ...sending, since: "2026-12-01" }, '/since must match format "date-time"'],
  ["another word", { ...sending, state: "fine" }, "/state must be equal to one of the allowed values"],
])("%s is found, and named by its place", async (_, body, words) => {
  await expect(answered(body)).rejects.toThrow(`${ROUTE} answered 200, which is not as described: ${words}`);
});

test("what is taken although its description does not know it is found", async () => {
  const hold = {
    accountId: "acc-1",
    until: "2027-01-31",
    reason: "Busy",
    by: "ana@vendor.example",
    at: "now",
  };
  const placed = (sent: object) => expectDescribed("POST /v1/holds", json(200, hold), JSON.stringify(sent));
  await placed({ accountId: "acc-1", until: "2027-01-31", reason: "Busy" });
  await expect(placed({ ...hold, until: 7 })).rejects.toThrow("what was sent: / must NOT have additional");
});

test("another status, another media type and a body where there is none are found", async () => {
  await expect(answered(sending, 201)).rejects.toThrow("there is no such status");
  await expect(answered({ message: "No." }, 403)).rejects.toThrow("the type is application/json");
  await expect(expectDescribed("DELETE /v1/holds", { ...noContent(), body: "done" })).rejects.toThrow(
    "no body",
  );
});

test("what a laptop answers over HTTP is held against it, too, and what others answer is not", async () => {
  const answers = { headers: { "apigw-requestid": "request-1=" } as Record<string, string>, status: "down" };
  const url = await serve((_, res) => {
    res.writeHead(200, { ...answers.headers, "content-type": "application/json" });
    res.end(JSON.stringify({ status: answers.status }));
  });
  const health = async () => await (await fetch(`${url}/v1/health?x=1`)).json();
  await expect(health()).rejects.toThrow("GET /v1/health answered 200, which is not as described");
  answers.status = "up";
  expect(await health()).toEqual({ status: "up" });
  Object.assign(answers, { headers: {}, status: "down" });
  expect(await health()).toEqual({ status: "down" });
});

test("nothing of what was answered is said", async () => {
  const secret = "mei@example.com";
  const found = await answered({ ...sending, state: secret, since: secret, perSecond: secret }).catch(String);
  expect(found).toContain("not as described");
  expect(found).not.toContain(secret);
});
