import { expect, test } from "vitest";
import { synthesized } from "./synthesized.ts";

const stack = synthesized("production");
const routes = stack.ofType("AWS::ApiGatewayV2::Route").map(([, { Properties }]) => ({
  key: String(Properties.RouteKey),
  authorization: Properties.AuthorizationType,
}));

test("every route of the API but health and its description wants a token", () => {
  const ops = routes.filter(({ key }) => key.includes(" /v1/"));
  expect(ops.length).toBeGreaterThan(10);
  const open = ops.filter(({ authorization }) => authorization !== "JWT").map(({ key }) => key);
  expect(open.sort()).toEqual(["GET /v1/health", "GET /v1/openapi.json"]);
});

test("a customer needs no token of ours", () => {
  const open = routes.filter(({ key }) => / \/[su]\//.test(key));
  const methods = ["GET", "HEAD", "POST"];
  expect(open.map(({ key }) => key).sort()).toEqual(
    methods.flatMap((method) => [`${method} /s/{token}`, `${method} /u/{token}`]),
  );
  expect(open.every(({ authorization }) => authorization === "NONE")).toBe(true);
});

test("the access log knows the route, and neither path, query, address nor token", () => {
  const [[, stage] = []] = stack.ofType("AWS::ApiGatewayV2::Stage");
  const { Format } = (stage?.Properties.AccessLogSettings ?? {}) as { Format?: string };
  expect(JSON.parse(Format ?? "{}")).toMatchObject({ route: "$context.routeKey", status: "$context.status" });
  expect(Format).not.toMatch(/\$context\.(path|http|identity|domain|authorizer\.claims)|querystring/i);
});

test("requests are throttled", () => {
  const [[, stage] = []] = stack.ofType("AWS::ApiGatewayV2::Stage");
  expect(stage?.Properties).toHaveProperty("DefaultRouteSettings.ThrottlingRateLimit");
});

test("a company's own issuer and domain take the place of a user pool and of API Gateway's address", () => {
  const own = synthesized("production", {
    oidc: { issuer: "https://login.example.com", audience: ["surveys"] },
    domain: {
      name: "surveys.example.com",
      certificateArn: "arn:aws:acm:eu-west-1:111122223333:certificate/1",
    },
  });
  expect(stack.ofType("AWS::Cognito::UserPool")).toHaveLength(1);
  expect(own.ofType("AWS::Cognito::UserPool")).toEqual([]);
  const [[, authorizer] = []] = own.ofType("AWS::ApiGatewayV2::Authorizer");
  expect(authorizer?.Properties.JwtConfiguration).toEqual({
    Issuer: "https://login.example.com",
    Audience: ["surveys"],
  });
  const origins = own
    .ofType("AWS::Lambda::Function")
    .map(
      ([, { Properties }]) => (Properties.Environment as { Variables: Record<string, unknown> })?.Variables,
    )
    .flatMap((variables) => variables?.SURVEY_ORIGIN ?? []);
  expect([...new Set(origins)]).toEqual(["https://surveys.example.com"]);
});
