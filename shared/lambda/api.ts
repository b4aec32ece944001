import middy from "@middy/core";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import type * as z from "zod";
import { internalErrors } from "./internal-errors.ts";
import { type FieldError, problem, type Reply } from "./reply.ts";

export const ACCESS_ROLES = ["viewer", "csm", "ops"] as const;
export type AccessRole = (typeof ACCESS_ROLES)[number];

export type ApiRequest = {
  readonly method: string;
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

/** Turns what zod found into RFC 9457's `errors`. */
export function fieldErrors(error: z.ZodError): FieldError[] {
  return error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message }));
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
    return await answer(request);
  }).use(internalErrors());
}
