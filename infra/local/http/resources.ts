import * as z from "zod";
import type { Local, ResourceType } from "../context.ts";
import { type Authorizer, jwtAuthorizer } from "./authorizer.ts";
import { parseRouteKey, type Route } from "./route.ts";

const GATEWAY_TIMEOUT_MS = 30_000;

export interface ApiRoute extends Route {
  readonly functionName: string;
  readonly timeoutMs: number;
  readonly authorizer: Authorizer | undefined;
  readonly scopes: readonly string[];
}

/** What the template's resources have said so far. */
export interface DefinedApi {
  apiId: string | undefined;
  stageVariables: Readonly<Record<string, string>> | undefined;
  readonly routes: ApiRoute[];
}

type Integration = { readonly functionName: string; readonly timeoutMs: number };

/** CloudFormation hands numbers on as text here and there. */
const Milliseconds = z.coerce.number().int().min(50).max(GATEWAY_TIMEOUT_MS);

const IntegrationProperties = z.object({
  ApiId: z.string(),
  IntegrationType: z.literal("AWS_PROXY"),
  IntegrationUri: z.string(),
  PayloadFormatVersion: z.literal("2.0"),
  TimeoutInMillis: Milliseconds.default(GATEWAY_TIMEOUT_MS),
});

const AuthorizerProperties = z.object({
  ApiId: z.string(),
  AuthorizerType: z.literal("JWT"),
  IdentitySource: z.array(z.string()).length(1),
  JwtConfiguration: z.object({ Issuer: z.string(), Audience: z.array(z.string()) }),
});

const RouteProperties = z.object({
  ApiId: z.string(),
  RouteKey: z.string(),
  Target: z.string(),
  AuthorizationType: z.enum(["NONE", "JWT"]).default("NONE"),
  AuthorizerId: z.string().optional(),
  AuthorizationScopes: z.array(z.string()).default([]),
});

const StageProperties = z.object({
  ApiId: z.string(),
  StageName: z.literal("$default"),
  StageVariables: z.record(z.string(), z.string()).optional(),
});

function parse<T>(schema: z.ZodType<T>, logicalId: string, properties: unknown): T {
  const parsed = schema.safeParse(properties);
  if (parsed.success) return parsed.data;
  throw new Error(`${logicalId} asks for what the laptop cannot give:\n${z.prettifyError(parsed.error)}`);
}

/** A function's ARN, by itself or inside the invocation path that API Gateway also takes. */
function functionOf(uri: string): string {
  return /\/functions\/(.+)\/invocations$/.exec(uri)?.[1] ?? uri;
}

/** The resource types of an HTTP API; what they are told is written into `api`. */
export function apiResources(local: Local, api: DefinedApi): ResourceType[] {
  const integrations = new Map<string, Integration>();
  const authorizers = new Map<string, Authorizer>();

  const own = (apiId: string, logicalId: string) => {
    if (apiId !== api.apiId) throw new Error(`${logicalId} belongs to an API that is not in the template`);
  };

  return [
    {
      type: "AWS::ApiGatewayV2::Api",
      uses: ["ProtocolType"],
      ignores: ["Name", "Description", "Tags", "DisableExecuteApiEndpoint", "IpAddressType"],
      create: async (logicalId, properties) => {
        parse(z.object({ ProtocolType: z.literal("HTTP") }), logicalId, properties);
        if (api.apiId !== undefined) throw new Error(`${logicalId} is a second API; the laptop serves one`);
        api.apiId = logicalId.toLowerCase();
        return {
          ref: api.apiId,
          attributes: { ApiId: api.apiId, ApiEndpoint: local.publicOrigin ?? local.origin },
        };
      },
    },
    {
      type: "AWS::ApiGatewayV2::Stage",
      uses: ["ApiId", "StageName", "StageVariables"],
      ignores: [
        "AutoDeploy",
        "Description",
        "Tags",
        "AccessLogSettings",
        "DefaultRouteSettings",
        "RouteSettings",
      ],
      create: async (logicalId, properties) => {
        const { ApiId, StageVariables } = parse(StageProperties, logicalId, properties);
        own(ApiId, logicalId);
        api.stageVariables = StageVariables;
        return { ref: "$default" };
      },
    },
    {
      type: "AWS::ApiGatewayV2::Integration",
      uses: ["ApiId", "IntegrationType", "IntegrationUri", "PayloadFormatVersion", "TimeoutInMillis"],
      ignores: ["Description", "IntegrationMethod", "ConnectionType"],
      create: async (logicalId, properties) => {
        const given = parse(IntegrationProperties, logicalId, properties);
        own(given.ApiId, logicalId);
        integrations.set(logicalId, {
          functionName: functionOf(given.IntegrationUri),
          timeoutMs: given.TimeoutInMillis,
        });
        return { ref: logicalId, attributes: { IntegrationId: logicalId } };
      },
    },
    {
      type: "AWS::ApiGatewayV2::Authorizer",
      uses: ["ApiId", "AuthorizerType", "IdentitySource", "JwtConfiguration"],
      ignores: ["Name"],
      create: async (logicalId, properties) => {
        const given = parse(AuthorizerProperties, logicalId, properties);
        own(given.ApiId, logicalId);
        const authorizer = jwtAuthorizer(local.dir, {
          issuer: given.JwtConfiguration.Issuer,
          audience: given.JwtConfiguration.Audience,
          identitySource: given.IdentitySource[0] ?? "",
        });
        authorizers.set(logicalId, authorizer);
        return { ref: logicalId, attributes: { AuthorizerId: logicalId } };
      },
    },
    {
      type: "AWS::ApiGatewayV2::Route",
      uses: ["ApiId", "RouteKey", "Target", "AuthorizationType", "AuthorizerId", "AuthorizationScopes"],
      ignores: ["OperationName"],
      create: async (logicalId, properties) => {
        const given = parse(RouteProperties, logicalId, properties);
        own(given.ApiId, logicalId);
        const integration = integrations.get(given.Target.replace(/^integrations\//, ""));
        if (integration === undefined) throw new Error(`${logicalId} targets no integration of the template`);
        const isGuarded = given.AuthorizationType === "JWT";
        const authorizer = isGuarded ? authorizers.get(given.AuthorizerId ?? "") : undefined;
        if (isGuarded && authorizer === undefined) {
          throw new Error(`${logicalId} names no authorizer of the template`);
        }
        const route = parseRouteKey(given.RouteKey);
        if (api.routes.some((other) => other.routeKey === route.routeKey)) {
          throw new Error(`${logicalId}: the route ${route.routeKey} exists already`);
        }
        api.routes.push({ ...route, ...integration, authorizer, scopes: given.AuthorizationScopes });
        return { ref: logicalId, attributes: { RouteId: logicalId } };
      },
    },
  ];
}
