import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

export type SignedRequest = {
  readonly method: string;
  /** Path and query as they came. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
};

/** Codes are those of S3, for the clients that know them. */
export type Verdict =
  | { readonly kind: "signed" }
  | { readonly kind: "refused"; readonly code: string; readonly message: string };

type Claim = {
  /** `<access key>/<day>/<region>/s3/aws4_request`. */
  readonly credential: string;
  readonly date: string;
  readonly headers: readonly string[];
  readonly payload: string;
  readonly signature: string;
};

const ALGORITHM = "AWS4-HMAC-SHA256";
/** How far ahead of our clock the clock of whoever signs may be. */
const SKEW_MS = 15 * 60_000;

/**
 * Whether a request, or the address that it came by, was signed under `secret` by Signature Version 4; an address holds
 * from its date on, for as long as it says itself.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
export function verdictOn(request: SignedRequest, secret: string, now: Date): Verdict {
  const query = new URLSearchParams(request.url.split("?")[1] ?? "");
  const isAddress = query.has("X-Amz-Signature");
  const claim = isAddress ? claimOfAddress(query) : claimOfHeaders(request.headers);
  if (claim === undefined) return refused("AccessDenied", "Access Denied");
  const expected = signatureOf(request, query, claim, secret);
  if (!isSame(expected, claim.signature))
    return refused("SignatureDoesNotMatch", "The request signature we calculated does not match yours.");
  // A request is answered as it is made; only an address is kept.
  return isAddress ? verdictOnTime(claim.date, Number(query.get("X-Amz-Expires")), now) : { kind: "signed" };
}

function verdictOnTime(date: string, seconds: number, now: Date): Verdict {
  const signedMs = Date.parse(
    date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"),
  );
  if (signedMs > now.getTime() + SKEW_MS) return refused("AccessDenied", "Request is not yet valid");
  // Also where one of the two is no number.
  const isValid = now.getTime() <= signedMs + seconds * 1000;
  return isValid ? { kind: "signed" } : refused("AccessDenied", "Request has expired");
}

const refused = (code: string, message: string): Verdict => ({ kind: "refused", code, message });

function claimOfAddress(query: URLSearchParams): Claim | undefined {
  const of = (name: string) => query.get(`X-Amz-${name}`) ?? "";
  if (of("Algorithm") !== ALGORITHM) return undefined;
  return {
    credential: of("Credential"),
    date: of("Date"),
    headers: of("SignedHeaders").split(";"),
    payload: "UNSIGNED-PAYLOAD",
    signature: of("Signature"),
  };
}

function claimOfHeaders(headers: IncomingHttpHeaders): Claim | undefined {
  const { authorization = "" } = headers;
  if (!authorization.startsWith(`${ALGORITHM} `)) return undefined;
  const of = (name: string) => new RegExp(`\\b${name}=([^,\\s]+)`).exec(authorization)?.[1] ?? "";
  return {
    credential: of("Credential"),
    date: textOf(headers["x-amz-date"]),
    headers: of("SignedHeaders").split(";"),
    payload: textOf(headers["x-amz-content-sha256"]),
    signature: of("Signature"),
  };
}

function signatureOf(
  { method, url, headers }: SignedRequest,
  query: URLSearchParams,
  { credential, date, headers: names, payload }: Claim,
  secret: string,
): string {
  const canonical = [
    method,
    (url.split("?")[0] ?? "").split("/").map(encodedAgain).join("/"),
    [...query]
      .filter(([name]) => name !== "X-Amz-Signature")
      .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
      .sort()
      .join("&"),
    ...names.map((name) => `${name}:${textOf(headers[name]).trim().replaceAll(/ +/g, " ")}`),
    "",
    names.join(";"),
    payload,
  ].join("\n");
  const scope = credential.split("/").slice(1);
  const hash = createHash("sha256").update(canonical).digest("hex");
  const key = scope.reduce<string | Buffer>((by, part) => hmac(by, part), `AWS4${secret}`);
  return hmac(key, [ALGORITHM, date, scope.join("/"), hash].join("\n")).toString("hex");
}

const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();

const textOf = (header: string | string[] | undefined): string => [header ?? ""].flat().join(",");

/** Everything but what RFC 3986 leaves unreserved; `encodeURIComponent` leaves five more. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );

function encodedAgain(part: string): string {
  try {
    return encoded(decodeURIComponent(part));
  } catch {
    return part;
  }
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
