import { expect, it } from "vitest";
import { eventFor, type HttpRequest } from "../../../../infra/local/http/payload.ts";

const gateway = {
  accountId: "123456789012",
  apiId: "api-id",
  domainName: "id.execute-api.us-east-1.amazonaws.com",
  stage: "$default",
  stageVariables: { stageVariable1: "value1", stageVariable2: "value2" },
};

const aRequest = (over: Partial<HttpRequest> = {}): HttpRequest => ({
  method: "POST",
  url: "/my/path?parameter1=value1&parameter1=value2&parameter2=value",
  httpVersion: "1.1",
  headers: {
    header1: "value1",
    header2: "value1,value2",
    cookie: "cookie1; cookie2",
    "content-type": "text/plain",
    "user-agent": "agent",
  },
  body: Buffer.from("Hello from Lambda"),
  sourceIp: "192.0.2.1",
  ...over,
});

const eventOf = (request: HttpRequest) =>
  eventFor(
    request,
    gateway,
    { routeKey: "$default", pathParameters: { parameter1: "value1" } },
    { claims: { claim1: "value1", claim2: "value2" }, scopes: ["scope1", "scope2"] },
    "id",
    new Date(1583348638390),
  );

it("makes the event that AWS documents for payload format 2.0", () => {
  expect(eventOf(aRequest())).toEqual({
    version: "2.0",
    routeKey: "$default",
    rawPath: "/my/path",
    rawQueryString: "parameter1=value1&parameter1=value2&parameter2=value",
    cookies: ["cookie1", "cookie2"],
    headers: {
      header1: "value1",
      header2: "value1,value2",
      "content-type": "text/plain",
      "user-agent": "agent",
    },
    queryStringParameters: { parameter1: "value1,value2", parameter2: "value" },
    requestContext: {
      accountId: "123456789012",
      apiId: "api-id",
      authorizer: { jwt: { claims: { claim1: "value1", claim2: "value2" }, scopes: ["scope1", "scope2"] } },
      domainName: "id.execute-api.us-east-1.amazonaws.com",
      domainPrefix: "id",
      http: {
        method: "POST",
        path: "/my/path",
        protocol: "HTTP/1.1",
        sourceIp: "192.0.2.1",
        userAgent: "agent",
      },
      requestId: "id",
      routeKey: "$default",
      stage: "$default",
      time: "04/Mar/2020:19:03:58 +0000",
      timeEpoch: 1583348638390,
    },
    body: "Hello from Lambda",
    pathParameters: { parameter1: "value1" },
    isBase64Encoded: false,
    stageVariables: { stageVariable1: "value1", stageVariable2: "value2" },
  });
});

it("leaves out what a request does not have", () => {
  const event = eventOf(aRequest({ url: "/", headers: {}, body: Buffer.alloc(0) }));
  for (const field of ["cookies", "queryStringParameters", "body"]) expect(event).not.toHaveProperty(field);
  expect(event).toMatchObject({ rawQueryString: "", isBase64Encoded: false });
});

it("decodes path and query, and keeps the raw query", () => {
  expect(eventOf(aRequest({ url: "/caf%C3%A9?q=a+b%26c&empty=&q=d" }))).toMatchObject({
    rawPath: "/café",
    rawQueryString: "q=a+b%26c&empty=&q=d",
    queryStringParameters: { q: "a b&c,d", empty: "" },
  });
});

it.each([
  ["application/json", false],
  ["Application/JSON; charset=utf-8", false],
  ["text/csv", false],
  ["application/xml", false],
  ["application/x-www-form-urlencoded", true],
  ["application/problem+json", true],
  ["application/octet-stream", true],
  [undefined, true],
])("hands on a body of type %s with isBase64Encoded %s", (type, isBase64Encoded) => {
  const body = "score=9&comment=gr%C3%BC%C3%9Fe";
  const event = eventOf(aRequest({ headers: { "content-type": type }, body: Buffer.from(body) }));
  expect(event.isBase64Encoded).toBe(isBase64Encoded);
  expect(isBase64Encoded ? Buffer.from(String(event.body), "base64").toString() : event.body).toBe(body);
});

it("hands on every claim as text, arrays in brackets", () => {
  const claims = { "cognito:groups": ["viewer", "ops"], exp: 1583348638, email_verified: true, a: { b: 1 } };
  const event = eventFor(
    aRequest(),
    gateway,
    { routeKey: "GET /", pathParameters: undefined },
    { claims, scopes: null },
    "id",
    new Date(0),
  );
  expect(event).toMatchObject({
    requestContext: {
      authorizer: {
        jwt: {
          claims: {
            "cognito:groups": "[viewer ops]",
            exp: "1583348638",
            email_verified: "true",
            a: "map[b:1]",
          },
          scopes: null,
        },
      },
    },
  });
});
