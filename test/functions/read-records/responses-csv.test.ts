import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Reply } from "#shared/lambda/reply.ts";
import { expectDescribed } from "../../described.ts";
import { answers, daysAgo, type Reader, startReader } from "./reader.ts";

let reader: Reader;
beforeAll(async () => {
  reader = await startReader();
  for (const n of [1, 2, 3])
    await reader.givenInvitation({
      accountId: `acc-${n}`,
      attempts: [{ attemptId: "1", at: daysAgo(n), answers: answers(n) }],
    });
});
afterAll(() => reader.stop());

async function ask(accept: string, query: Readonly<Record<string, string>> = {}): Promise<Reply> {
  const { handler } = await import("../../../functions/read-records/handler.ts");
  const routeKey = "GET /v1/responses";
  const claims = { email: "ana@vendor.example", "cognito:groups": "[csm]" };
  const requestContext = { http: { method: "GET" }, requestId: "request-1", authorizer: { jwt: { claims } } };
  const event = { routeKey, headers: { accept }, queryStringParameters: query, requestContext };
  // Of the event, only what the function looks at.
  const reply = await handler(event as unknown as APIGatewayProxyEventV2, {} as Context);
  await expectDescribed(routeKey, reply);
  return reply;
}

it("who accepts text/csv gets a page of responses with the columns of an export, and where it goes on", async () => {
  const filters = { program: "post-onboarding", limit: "2" };
  const accounts: string[] = [];
  let query: Record<string, string> = filters;
  for (let pages = 1; ; pages++) {
    const { statusCode, headers, body = "" } = await ask("text/csv", query);
    expect([statusCode, headers?.["content-type"]]).toEqual([200, "text/csv; charset=utf-8"]);
    expect(body.startsWith("\uFEFFresponse_id,survey_id,program,")).toBe(true);
    const rows = parse(body, { bom: true, columns: true }) as { account_id: string; nps: string }[];
    accounts.push(...rows.map(({ account_id }) => account_id));
    const [, next] = /^<(\?.*)>; rel="next"$/.exec(String(headers?.link ?? "")) ?? [];
    if (next === undefined) break;
    query = Object.fromEntries(new URLSearchParams(next));
    expect(query).toMatchObject(filters);
    if (pages > 3) throw new Error("it does not end");
  }
  expect(accounts).toEqual(["acc-1", "acc-2", "acc-3"]);
});

it.each(["", "*/*", "application/json", "application/json, text/csv;q=0.5", "text/html"])(
  "who accepts %j gets JSON",
  async (accept) => {
    const { headers, body = "" } = await ask(accept);
    expect(headers).toMatchObject({ "content-type": "application/json; charset=utf-8", vary: "accept" });
    expect(JSON.parse(body).items).toHaveLength(3);
  },
);
