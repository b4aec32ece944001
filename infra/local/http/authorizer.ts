import { tokenVerifier, type VerifyToken } from "../identity.ts";
import { LOCAL_ISSUER } from "../identity-constants.ts";
import type { Authorization, HttpRequest } from "./payload.ts";
import { gatewayReply, type HttpReply } from "./reply.ts";

export interface Authorizer {
  readonly identitySource: string;
  readonly verify: VerifyToken;
}

export type Admission =
  | { readonly kind: "admitted"; readonly authorization: Authorization }
  | { readonly kind: "refused"; readonly reply: HttpReply };

/** A JWT authorizer of the template. Throws for an issuer whose keys the laptop does not have. */
export function jwtAuthorizer(
  dir: string,
  given: { readonly issuer: string; readonly audience: readonly string[]; readonly identitySource: string },
): Authorizer {
  if (given.issuer !== LOCAL_ISSUER) {
    throw new Error(
      `The authorizer trusts ${given.issuer}, but the laptop issues tokens as ${LOCAL_ISSUER}: synthesize the stage \`local\`.`,
    );
  }
  if (!/^\$request\.(header|querystring)\..+$/.test(given.identitySource)) {
    throw new Error(`The authorizer's identity source ${given.identitySource} is not one the laptop reads.`);
  }
  return {
    identitySource: given.identitySource,
    verify: tokenVerifier({ dir, issuer: given.issuer, audience: given.audience }),
  };
}

function tokenOf(request: HttpRequest, identitySource: string): string | undefined {
  const [, place, ...rest] = identitySource.split(".");
  const name = rest.join(".");
  const value =
    place === "header"
      ? request.headers[name.toLowerCase()]
      : new URLSearchParams(request.url.split("?")[1]).get(name);
  const text = Array.isArray(value) ? value[0] : value;
  return text?.replace(/^Bearer\s+/i, "").trim() || undefined;
}

function challenge(scopes: readonly string[], error: string, description: string): Record<string, string> {
  const described = `error="${error}" error_description="${description}"`;
  return { "www-authenticate": `Bearer scope="${scopes.join(" ")}" ${described}` };
}

/**
 * Lets a caller in, or answers as API Gateway does: 401 without a good token, 403 where the token has none of the
 * scopes that the route asks for.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-jwt.html
 */
export async function admit(
  authorizer: Authorizer,
  wantedScopes: readonly string[],
  request: HttpRequest,
): Promise<Admission> {
  const token = tokenOf(request, authorizer.identitySource);
  if (token === undefined) {
    return { kind: "refused", reply: gatewayReply(401, "Unauthorized", { "www-authenticate": "Bearer" }) };
  }
  const verdict = await authorizer.verify(token);
  if (verdict.kind === "refused") {
    const headers = challenge(wantedScopes, "invalid_token", verdict.description);
    return { kind: "refused", reply: gatewayReply(401, "Unauthorized", headers) };
  }
  if (wantedScopes.length === 0) {
    return { kind: "admitted", authorization: { claims: verdict.claims, scopes: null } };
  }
  const held = String(verdict.claims.scope ?? verdict.claims.scp ?? "").split(/[\s,]+/);
  const scopes = wantedScopes.filter((scope) => held.includes(scope));
  if (scopes.length === 0) {
    const headers = challenge(wantedScopes, "insufficient_scope", "the token has none of the route's scopes");
    return { kind: "refused", reply: gatewayReply(403, "Forbidden", headers) };
  }
  return { kind: "admitted", authorization: { claims: verdict.claims, scopes } };
}
