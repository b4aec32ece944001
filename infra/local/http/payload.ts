import type { IncomingHttpHeaders } from "node:http";
import { decodePath } from "./route.ts";

/** What came over the wire, before anything is made of it. */
export interface HttpRequest {
  readonly method: string;
  /** Path and query as sent. */
  readonly url: string;
  readonly httpVersion: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly sourceIp: string;
}

export interface Gateway {
  readonly accountId: string;
  readonly apiId: string;
  readonly domainName: string;
  readonly stage: string;
  readonly stageVariables: Readonly<Record<string, string>> | undefined;
}

export interface Authorization {
  readonly claims: Readonly<Record<string, unknown>>;
  /** The scopes that the route asks for and the token has; null where the route asks for none. */
  readonly scopes: readonly string[] | null;
}

/**
 * The event that a function gets: Lambda proxy payload format 2.0. `rawPath` is decoded, as HTTP APIs hand it on.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function eventFor(
  request: HttpRequest,
  gateway: Gateway,
  route: { readonly routeKey: string; readonly pathParameters: Readonly<Record<string, string>> | undefined },
  authorization: Authorization | undefined,
  requestId: string,
  now: Date,
): Record<string, unknown> {
  const [encodedPath = "/", rawQueryString = ""] = splitOnce(request.url, "?");
  const path = decodePath(encodedPath);
  const headers = joinHeaders(request.headers);
  const body = bodyOf(request);
  const event = {
    version: "2.0",
    routeKey: route.routeKey,
    rawPath: path,
    rawQueryString,
    cookies: request.headers.cookie?.split(/;\s*/),
    headers,
    queryStringParameters: rawQueryString === "" ? undefined : joinQuery(rawQueryString),
    requestContext: {
      accountId: gateway.accountId,
      apiId: gateway.apiId,
      ...(authorization && {
        authorizer: { jwt: { claims: claimsAsText(authorization.claims), scopes: authorization.scopes } },
      }),
      domainName: gateway.domainName,
      domainPrefix: gateway.domainName.split(".")[0],
      http: {
        method: request.method,
        path,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.sourceIp,
        userAgent: headers["user-agent"] ?? "",
      },
      requestId,
      routeKey: route.routeKey,
      stage: gateway.stage,
      time: commonLogTime(now),
      timeEpoch: now.getTime(),
    },
    ...body,
    pathParameters: route.pathParameters,
    stageVariables: gateway.stageVariables,
  };
  return JSON.parse(JSON.stringify(event)) as Record<string, unknown>;
}

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

/** Lower case, several of one name with a comma; cookies have a field of their own. */
function joinHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || name === "cookie" || name === "connection") continue;
    joined[name] = Array.isArray(value) ? value.join(",") : value;
  }
  return joined;
}

function joinQuery(raw: string): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(raw)) {
    const before = joined[name];
    joined[name] = before === undefined ? value : `${before},${value}`;
  }
  return joined;
}

/**
 * A body is text for `text/*`, JSON, XML and JavaScript. Anything else is base64: a form too, and what has no content
 * type. AWS says only "binary"; these are the types seen on the service (ministackorg/ministack, pull request 766).
 */
function bodyOf(request: HttpRequest): { body?: string; isBase64Encoded: boolean } {
  if (request.body.length === 0) return { isBase64Encoded: false };
  const type = (request.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  const isText =
    request.headers["content-encoding"] === undefined &&
    (type.startsWith("text/") || /^application\/(json|xml|javascript)$/.test(type));
  return isText
    ? { body: request.body.toString("utf8"), isBase64Encoded: false }
    : { body: request.body.toString("base64"), isBase64Encoded: true };
}

/** Every claim reaches a function as text, an array as `[a b]`. */
function claimsAsText(claims: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, claimAsText(value)]));
}

function claimAsText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(claimAsText).join(" ")}]`;
  if (typeof value !== "object" || value === null) return String(value);
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[${fields.map(([name, field]) => `${name}:${claimAsText(field)}`).join(" ")}]`;
}

/** `12/Mar/2020:19:03:58 +0000` */
function commonLogTime(now: Date): string {
  const [, day, month, year, time] = now.toUTCString().split(" ");
  return `${day}/${month}/${year}:${time} +0000`;
}
