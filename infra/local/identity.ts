import { createHash, randomUUID } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createLocalJWKSet, errors, type JWTPayload, jwtVerify } from "jose";
import { OAuth2Issuer } from "oauth2-mock-server";
import { ACCESS_ROLES, type AccessRole } from "#shared/lambda/api.ts";
import { LOCAL_AUDIENCE, LOCAL_ISSUER } from "./identity-constants.ts";

const TOKEN_LIFETIME_SECONDS = 12 * 60 * 60;

type Verdict =
  | { readonly kind: "accepted"; readonly claims: JWTPayload }
  /** `description` is what `www-authenticate` tells the caller. */
  | { readonly kind: "refused"; readonly description: string };

export type VerifyToken = (token: string) => Promise<Verdict>;

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

/** The laptop's signing key, made once: a token outlives restarts, and is good with or without a running stack. */
async function issuerOf(dir: string): Promise<OAuth2Issuer> {
  const path = join(dir, "identity-key.json");
  const issuer = new OAuth2Issuer();
  issuer.url = LOCAL_ISSUER;
  const kept = readKey(path) ?? (await makeKey(dir, path));
  await issuer.keys.add(kept);
  return issuer;
}

function readKey(path: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if (isCode(error, "ENOENT")) return undefined;
    throw new Error(`${path} cannot be read as a key: remove it and a new one is made`, { cause: error });
  }
}

/** Whole or not at all, and where two processes make one at once both end up with the first. */
async function makeKey(dir: string, path: string): Promise<Record<string, unknown>> {
  const maker = new OAuth2Issuer();
  await maker.keys.generate("RS256");
  const draft = `${path}.${randomUUID()}`;
  mkdirSync(dir, { recursive: true });
  writeFileSync(draft, JSON.stringify(maker.keys.toJSON(true)[0]), { mode: 0o600 });
  try {
    linkSync(draft, path);
  } catch (error) {
    if (!isCode(error, "EEXIST")) throw error;
  } finally {
    rmSync(draft);
  }
  const key = readKey(path);
  if (key === undefined) throw new Error(`${path} was removed while it was being made: try again`);
  return key;
}

/** A stable `sub`, so that the same person has the same one in every token. */
function subjectOf(email: string): string {
  const hex = createHash("sha256").update(email).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    "-",
  );
}

/** An ID token as the user pool would give it, good for 12 hours of real time. */
export async function issueToken(who: {
  readonly dir: string;
  readonly role: AccessRole;
  readonly email: string;
}): Promise<string> {
  const issuer = await issuerOf(who.dir);
  return await issuer.buildToken({
    expiresIn: TOKEN_LIFETIME_SECONDS,
    scopesOrTransform: (_header, payload) => {
      payload.aud = LOCAL_AUDIENCE;
      payload.sub = subjectOf(who.email);
      payload.token_use = "id";
      payload.email = who.email;
      payload["cognito:groups"] = [who.role];
    },
  });
}

export function isAccessRole(text: string): text is AccessRole {
  return (ACCESS_ROLES as readonly string[]).includes(text);
}

/**
 * Judges a token as an HTTP API's JWT authorizer does: RSA signature, `iss`, `aud` (or, only where that is
 * absent, `client_id`), `exp`, `nbf`, `iat`. By real time: a token does not age when the laptop's clock is moved.
 */
export function tokenVerifier(expected: {
  readonly dir: string;
  readonly issuer: string;
  readonly audience: readonly string[];
}): VerifyToken {
  let keys: Promise<ReturnType<typeof createLocalJWKSet>> | undefined;
  const loadKeys = async () => createLocalJWKSet({ keys: (await issuerOf(expected.dir)).keys.toJSON() });
  return async (token) => {
    keys ??= loadKeys();
    const signedBy = await keys;
    try {
      const { payload } = await jwtVerify(token, signedBy, {
        issuer: expected.issuer,
        algorithms: ["RS256", "RS384", "RS512"],
        requiredClaims: ["exp"],
      });
      const meantFor = payload.aud === undefined ? [payload.client_id] : [payload.aud].flat();
      if (!meantFor.some((one) => typeof one === "string" && expected.audience.includes(one))) {
        return { kind: "refused", description: "the token does not have a valid audience" };
      }
      if (payload.iat !== undefined && payload.iat > Date.now() / 1000) {
        return { kind: "refused", description: "the token was issued in the future" };
      }
      return { kind: "accepted", claims: payload };
    } catch (error) {
      if (error instanceof errors.JOSEError) return { kind: "refused", description: describe(error) };
      throw error;
    }
  };
}

function describe(error: errors.JOSEError): string {
  if (error instanceof errors.JWTExpired) return "the token has expired";
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === "iss") return "the token does not have a valid issuer";
    if (error.claim === "nbf") return "the token is not yet valid";
    return `the token does not have a valid ${error.claim}`;
  }
  if (error instanceof errors.JWKSNoMatchingKey) return "the token was signed with an unknown key";
  if (error instanceof errors.JWSSignatureVerificationFailed) return "the token's signature is invalid";
  return "the token is malformed";
}
