import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";

export type Reply = APIGatewayProxyStructuredResultV2;

export type FieldError = { readonly path: string; readonly message: string };

export function json(status: number, body: unknown): Reply {
  return {
    statusCode: status,
    headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" },
    body: JSON.stringify(body),
  };
}

/** What a function may answer with. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_BYTES = 6 * 1024 * 1024;

/** Whether a reply is larger than a function may send it: as JSON, in which its body, JSON itself, is escaped once more. */
export const isTooLarge = (reply: Reply): boolean => Buffer.byteLength(JSON.stringify(reply)) > MAX_BYTES;

/** What a step of a route comes to: what the next step needs, or the reply that ends it here. */
export type Step<T> =
  | { readonly kind: "on"; readonly value: T }
  | { readonly kind: "end"; readonly reply: Reply };

export const goOn = <T>(value: T): Step<T> => ({ kind: "on", value });
export const endWith = (reply: Reply): Step<never> => ({ kind: "end", reply });

/** Done, with nothing to say. */
export const noContent = (): Reply => ({ statusCode: 204, headers: { "cache-control": "no-store" } });

const TITLES: Readonly<Record<number, string>> = {
  400: "Bad request",
  403: "Forbidden",
  404: "Not found",
  409: "Conflict",
  413: "Too large",
  415: "Unsupported media type",
  429: "Too many requests",
  500: "Internal error",
  503: "Unavailable",
};

/** An error as RFC 9457 problem details. `detail` says what is wrong and what to do, for a person to read. */
export function problem(status: number, detail: string, errors: readonly FieldError[] = []): Reply {
  return {
    statusCode: status,
    headers: { "content-type": "application/problem+json; charset=utf-8", "cache-control": "no-store" },
    body: JSON.stringify({
      type: "about:blank",
      title: TITLES[status] ?? "Error",
      status,
      detail,
      ...(errors.length > 0 ? { errors } : {}),
    }),
  };
}

export function page(status: number, html: string, headers: Readonly<Record<string, string>> = {}): Reply {
  return {
    statusCode: status,
    headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-store", ...headers },
    body: html,
  };
}
