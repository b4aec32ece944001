import { request as httpRequest } from "node:http";
import { OAuth2Issuer } from "oauth2-mock-server";
import { expect, it } from "vitest";
import { httpApi } from "../../../../infra/local/http/api.ts";
import { issueToken } from "../../../../infra/local/identity.ts";
import { LOCAL_AUDIENCE, LOCAL_ISSUER } from "../../../../infra/local/identity-constants.ts";
import { aLocal, define, serve } from "../a-local.ts";

const FUNCTION = "arn:aws:lambda:eu-central-1:123456789012:function:f";

async function anApi(answer: (event: unknown) => unknown, timeoutMs = 30_000) {
  const local = aLocal({ functions: { [FUNCTION]: answer } });
  const { resources, handle } = httpApi(local);
  const of = (type: string, logicalId: string, properties: Record<string, unknown>) =>
    define(resources, `AWS::ApiGatewayV2::${type}`, logicalId, properties);
  const { ref: ApiId } = await of("Api", "Api", { Name: "surveys", ProtocolType: "HTTP" });
  await of("Stage", "Stage", { ApiId, StageName: "$default", AutoDeploy: true });
  const integration = await of("Integration", "Integration", {
    ApiId,
    IntegrationType: "AWS_PROXY",
    IntegrationUri: FUNCTION,
    PayloadFormatVersion: "2.0",
    TimeoutInMillis: timeoutMs,
  });
  const authorizer = await of("Authorizer", "Authorizer", {
    ApiId,
    AuthorizerType: "JWT",
    Name: "jwt",
    IdentitySource: ["$request.header.Authorization"],
    JwtConfiguration: { Issuer: LOCAL_ISSUER, Audience: [LOCAL_AUDIENCE] },
  });
  const Target = `integrations/${integration.ref}`;
  await of("Route", "Open", { ApiId, RouteKey: "ANY /open/{id}", Target, AuthorizationType: "NONE" });
  const guarded = { ApiId, Target, AuthorizationType: "JWT", AuthorizerId: authorizer.ref };
  await of("Route", "Guarded", { ...guarded, RouteKey: "GET /v1/guarded" });
  await of("Route", "Scoped", { ...guarded, RouteKey: "GET /v1/scoped", AuthorizationScopes: ["read"] });
  const base = await serve((req, res) => void handle(req, res));
  return { local, base };
}

const get = async (url: string, token?: string) => {
  const reply = await fetch(url, { headers: token === undefined ? {} : { authorization: token } });
  return { status: reply.status, body: await reply.json(), challenge: reply.headers.get("www-authenticate") };
};

it("hands a request to its function and the function's answer to the client", async () => {
  const { local, base } = await anApi(() => ({ statusCode: 202, headers: { "x-a": "1" }, body: "taken" }));
  const reply = await fetch(`${base}/open/M%C3%BCller?score=9`, { method: "POST", body: "score=9" });
  expect([reply.status, reply.headers.get("x-a"), await reply.text()]).toEqual([202, "1", "taken"]);
  expect(reply.headers.get("apigw-requestid")).not.toBeNull();
  expect(local.invoked).toMatchObject([
    {
      routeKey: "ANY /open/{id}",
      pathParameters: { id: "Müller" },
      queryStringParameters: { score: "9" },
      requestContext: { stage: "$default", timeEpoch: Date.parse("2026-12-01T10:00:00Z") },
    },
  ]);
});

it("lets in who holds a token of the laptop, and tells the function their groups as text", async () => {
  const { local, base } = await anApi(() => "in");
  const token = await issueToken({ dir: local.dir, role: "csm", email: "ana@vendor.example" });
  for (const header of [`Bearer ${token}`, token]) {
    expect((await fetch(`${base}/v1/guarded`, { headers: { authorization: header } })).status).toBe(200);
  }
  expect(local.invoked[0]).toMatchObject({
    requestContext: {
      authorizer: {
        jwt: { claims: { "cognito:groups": "[csm]", email: "ana@vendor.example" }, scopes: null },
      },
    },
  });
});

it("answers 401 as API Gateway does, and calls no function", async () => {
  const { local, base } = await anApi(() => "in");
  const token = await issueToken({ dir: local.dir, role: "ops", email: "o@vendor.example" });
  const forged = new OAuth2Issuer();
  forged.url = LOCAL_ISSUER;
  await forged.keys.generate("RS256");
  const unauthorized = { status: 401, body: { message: "Unauthorized" } };
  expect(await get(`${base}/v1/guarded`)).toEqual({ ...unauthorized, challenge: "Bearer" });
  for (const bad of ["garbage", `${token.slice(0, -6)}AAAAAA`, await forged.buildToken()]) {
    const reply = await get(`${base}/v1/guarded`, `Bearer ${bad}`);
    expect(reply).toMatchObject(unauthorized);
    expect(reply.challenge).toMatch(/^Bearer scope="" error="invalid_token" error_description="the token/);
  }
  expect(local.invoked).toEqual([]);
});

it("answers 403 to a token without the route's scope", async () => {
  const { local, base } = await anApi(() => "in");
  const token = await issueToken({ dir: local.dir, role: "ops", email: "o@vendor.example" });
  expect(await get(`${base}/v1/scoped`, token)).toMatchObject({
    status: 403,
    body: { message: "Forbidden" },
  });
});

it("says Not Found for a route that is not there, and 400 for a path that cannot be decoded", async () => {
  const { base } = await anApi(() => "in");
  expect(await get(`${base}/nowhere`)).toMatchObject({ status: 404, body: { message: "Not Found" } });
  expect((await get(`${base}/open/%E0%A4`)).status).toBe(400);
});

it("says Internal Server Error when the function fails or answers nonsense", async () => {
  const failed = { status: 500, body: { message: "Internal Server Error" } };
  for (const answer of [
    () => {
      throw new Error("inside");
    },
    () => ({ statusCode: "no" }),
    () => "x".repeat(6_291_556),
  ]) {
    const { base } = await anApi(answer);
    expect(await get(`${base}/open/1`)).toMatchObject(failed);
  }
});

it("gives up on a slow function with 503", async () => {
  const { base } = await anApi(() => new Promise((resolve) => setTimeout(resolve, 300, "late")), 50);
  expect(await get(`${base}/open/1`)).toMatchObject({
    status: 503,
    body: { message: "Service Unavailable" },
  });
});

it("refuses bodies over 10 MB, and events over what a function takes", async () => {
  const { local, base } = await anApi(() => "in");
  const send = async (bytes: number, type: string) => {
    const headers = { "content-type": type };
    return (await fetch(`${base}/open/1`, { method: "PUT", headers, body: "x".repeat(bytes) })).status;
  };
  expect(await send(10 * 1024 * 1024 + 1, "text/csv")).toBe(413);
  expect(await send(6_291_456, "text/csv")).toBe(413);
  expect(await send(5_000_000, "application/octet-stream")).toBe(413);
  expect(local.invoked).toEqual([]);
  expect(await send(6_000_000, "text/csv")).toBe(200);
});

it("sends a HEAD no body", async () => {
  const { base } = await anApi(() => ({ statusCode: 200, body: "four" }));
  const url = new URL(`${base}/open/1`);
  const reply = await new Promise<{ length: string | undefined; body: string }>((resolve, reject) => {
    const req = httpRequest(url, { method: "HEAD" }, (res) => {
      let body = "";
      res.on("data", (chunk) => {
        body += chunk;
      });
      res.on("end", () => resolve({ length: res.headers["content-length"], body }));
    });
    req.on("error", reject).end();
  });
  expect(reply).toEqual({ length: "4", body: "" });
});

it("names itself by where customers reach it", async () => {
  const { resources } = httpApi({ ...aLocal(), publicOrigin: "https://surveys.example" });
  expect(await define(resources, "AWS::ApiGatewayV2::Api", "Api", { ProtocolType: "HTTP" })).toEqual({
    ref: "api",
    attributes: { ApiId: "api", ApiEndpoint: "https://surveys.example" },
  });
});

it("refuses by name what the laptop cannot give", async () => {
  const { resources } = httpApi(aLocal());
  const api = await define(resources, "AWS::ApiGatewayV2::Api", "Api", { ProtocolType: "HTTP" });
  expect(api).toEqual({
    ref: "api",
    attributes: { ApiId: "api", ApiEndpoint: "http://localhost:3000" },
  });
  await expect(
    define(resources, "AWS::ApiGatewayV2::Stage", "Beta", { ApiId: "api", StageName: "beta" }),
  ).rejects.toThrow("Beta");
  await expect(
    define(resources, "AWS::ApiGatewayV2::Authorizer", "Cognito", {
      ApiId: "api",
      AuthorizerType: "JWT",
      IdentitySource: ["$request.header.Authorization"],
      JwtConfiguration: { Issuer: "https://cognito-idp.example", Audience: ["a"] },
    }),
  ).rejects.toThrow("https://cognito-idp.example");
});
