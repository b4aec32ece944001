import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import { describe, expect, test } from "vitest";
import { ACCESS_ROLES, type ApiRequest, apiHandler, groupsOf, highestRole } from "#shared/lambda/api.ts";
import { json } from "#shared/lambda/reply.ts";

const anEvent = (claims: object | undefined, more: object = {}) =>
  // Of the event, only what the edge looks at.
  ({
    headers: {},
    requestContext: { http: { method: "GET" }, authorizer: claims && { jwt: { claims } } },
    ...more,
  }) as unknown as APIGatewayProxyEventV2;

async function ask(event: APIGatewayProxyEventV2, needed: (typeof ACCESS_ROLES)[number] = "csm") {
  let seen: ApiRequest | undefined;
  const handler = apiHandler(needed, async (request) => {
    seen = request;
    return json(200, {});
  });
  const reply = await handler(event, {} as Context);
  return { status: reply.statusCode, body: reply.body ?? "", seen };
}

describe("a token's groups", () => {
  test.each([
    ["as an HTTP API hands on an array", "[csm ops]", ["csm", "ops"]],
    ["with commas", "[csm, ops]", ["csm", "ops"]],
    ["as one value", "viewer", ["viewer"]],
    ["as one value of an array", "[viewer]", ["viewer"]],
    ["as an array", ["csm", "ops"], ["csm", "ops"]],
    ["as none", "[]", []],
    ["as nothing", undefined, []],
  ])("are read %s", (_, claim, groups) => {
    expect(groupsOf(claim)).toEqual(groups);
  });

  test("give the highest role, and groups that are none give none", () => {
    expect(highestRole(["viewer", "ops", "csm"])).toBe("ops");
    expect(highestRole(["viewer", "billing"])).toBe("viewer");
    expect(highestRole(["ops-readonly", "OPS"])).toBeUndefined();
  });
});

describe("an ops route", () => {
  test.each(ACCESS_ROLES)(
    "that needs %s refuses whoever is below it, and takes whoever is not",
    async (needed) => {
      for (const held of ACCESS_ROLES) {
        const { status } = await ask(anEvent({ "cognito:groups": `[${held}]` }), needed);
        const isEnough = ACCESS_ROLES.indexOf(held) >= ACCESS_ROLES.indexOf(needed);
        expect(status).toBe(isEnough ? 200 : 403);
      }
    },
  );

  test("refuses a token without groups and a request without a token", async () => {
    expect((await ask(anEvent({ email: "a@vendor.example" }), "viewer")).status).toBe(403);
    expect((await ask(anEvent(undefined), "viewer")).status).toBe(403);
  });

  test("knows who asks, whichever claim carries the groups", async () => {
    const { seen } = await ask(anEvent({ email: "ana@vendor.example", groups: ["csm"] }));
    expect(seen?.caller).toEqual({ email: "ana@vendor.example", role: "csm" });
  });

  test("reads a body that the gateway had to encode", async () => {
    const body = Buffer.from("Grüße").toString("base64");
    const { seen } = await ask(anEvent({ groups: ["csm"] }, { body, isBase64Encoded: true }));
    expect(seen?.body).toBe("Grüße");
  });

  test("answers a bug with a 500 that says nothing of the inside", async () => {
    const handler = apiHandler("viewer", async () => {
      throw new Error("table lifecycle-surveys, person mei@customer.example");
    });
    const reply = await handler(anEvent({ groups: ["ops"] }), {} as Context);
    expect(reply.statusCode).toBe(500);
    expect(reply.headers?.["content-type"]).toContain("application/problem+json");
    expect(reply.body).not.toMatch(/lifecycle|mei@/);
  });

  test("takes one value of a parameter, and names the one that is given twice", async () => {
    const joined = (rawQueryString: string, query: Record<string, string>) =>
      ask(anEvent({ groups: ["csm"] }, { rawQueryString, queryStringParameters: query }));
    const twice = await joined("limit=5&program=a&program=b", { limit: "5", program: "a,b" });
    expect([twice.status, twice.seen]).toEqual([400, undefined]);
    expect(JSON.parse(twice.body).errors).toEqual([
      { path: "program", message: "is given 2 times; one value is wanted" },
    ]);
    const comma = await joined("account=Smith%2C+Jones&x=", { account: "Smith, Jones", x: "" });
    expect(comma.seen?.query).toEqual({ account: "Smith, Jones", x: "" });
  });

  test("knows its route, by which lists tell their cursors apart", async () => {
    const { seen } = await ask(anEvent({ groups: ["csm"] }, { routeKey: "GET /v1/ctas" }));
    expect(seen?.route).toBe("GET /v1/ctas");
  });
});
