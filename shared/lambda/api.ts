import middy from "@middy/core";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import * as z from "zod";
import { internalErrors } from "./internal-errors.ts";
import { wordsFor } from "./issue-words.ts";
import { type FieldError, problem, type Reply } from "./reply.ts";

// What a schema says itself goes first.
z.config({ localeError: wordsFor });

export const ACCESS_ROLES = ["viewer", "csm", "ops"] as const;
export type AccessRole = (typeof ACCESS_ROLES)[number];

export type ApiRequest = {
  readonly method: string;
  /** As the gateway knows it: `GET /v1/accounts/{accountId}`. */
  readonly route: string;
  readonly path: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** As text, decoded where the gateway had to encode it. */
  readonly body: string;
  /** Who asks: the ID token's e-mail and highest role. */
  readonly caller: { readonly email: string; readonly role: AccessRole | undefined };
};

/**
 * The groups of an ID token, as an HTTP API hands them on: an array claim reaches a function as the text
 * `[a b]`, one value as itself.
 */
export function groupsOf(claim: unknown): string[] {
  if (Array.isArray(claim)) return claim.map(String);
  if (typeof claim !== "string") return [];
  return claim
    .replace(/^\[|\]$/g, "")
    .split(/[\s,]+/)
    .filter((group) => group !== "");
}

export function highestRole(groups: readonly string[]): AccessRole | undefined {
  return ACCESS_ROLES.findLast((role) => groups.includes(role));
}

function requestOf(event: APIGatewayProxyEventV2): ApiRequest {
  const claims = (event.requestContext as { authorizer?: { jwt?: { claims?: Record<string, unknown> } } })
    .authorizer?.jwt?.claims;
  const body = event.body ?? "";
  return {
    method: event.requestContext.http.method,
    route: event.routeKey,
    path: event.pathParameters ?? {},
    query: event.queryStringParameters ?? {},
    headers: event.headers,
    body: event.isBase64Encoded ? Buffer.from(body, "base64").toString("utf8") : body,
    caller: {
      email: String(claims?.email ?? ""),
      role: highestRole(groupsOf(claims?.["cognito:groups"] ?? claims?.groups)),
    },
  };
}

/** Turns what zod found into RFC 9457's `errors`: one for each field, also for each that is not known. */
export function fieldErrors(error: z.ZodError): FieldError[] {
  return error.issues.flatMap((issue) => {
    const paths =
      issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    return paths.map((path) => ({ path: path.join("."), message: issue.message }));
  });
}

/** The gateway joins the values of a parameter that is given more than once with a comma, which a value may have, too. */
function repeatedParameters({ rawQueryString = "" }: APIGatewayProxyEventV2): FieldError[] {
  const names = [...new URLSearchParams(rawQueryString).keys()];
  const timesOf = (name: string) => names.filter((one) => one === name).length;
  return [...new Set(names)]
    .filter((name) => timesOf(name) > 1)
    .map((path) => ({ path, message: `is given ${timesOf(path)} times; one value is wanted` }));
}

/**
 * An ops route: refuses a caller below `role`, answers a bug with a 500 that says nothing of the inside.
 * `role` may depend on the request, where one function serves several routes.
 */
export function apiHandler(
  role: AccessRole | ((request: ApiRequest) => AccessRole),
  answer: (request: ApiRequest) => Promise<Reply>,
) {
  return middy<APIGatewayProxyEventV2, Reply>(async (event: APIGatewayProxyEventV2) => {
    const request = requestOf(event);
    const needed = typeof role === "string" ? role : role(request);
    const held = request.caller.role;
    if (held === undefined || ACCESS_ROLES.indexOf(held) < ACCESS_ROLES.indexOf(needed)) {
      return problem(403, `This needs the role ${needed}; the token carries ${held ?? "none"}.`);
    }
    const repeated = repeatedParameters(event);
    if (repeated.length > 0) return problem(400, "A parameter takes one value, and is given once.", repeated);
    return await answer(request);
  }).use(internalErrors());
}
