import type { ServerResponse } from "node:http";

export interface HttpReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: string | Buffer;
}

/**
 * What the client gets for what a function returned, or undefined where API Gateway would call it malformed. With a
 * `statusCode` the result is taken as it stands; without one, valid JSON is a 200 of type application/json.
 */
export function replyFrom(returned: unknown): HttpReply | undefined {
  if (typeof returned !== "object" || returned === null || !("statusCode" in returned)) {
    const body = typeof returned === "string" ? returned : JSON.stringify(returned ?? null);
    return { status: 200, headers: { "content-type": "application/json" }, body };
  }
  const result = returned as Readonly<Record<string, unknown>>;
  const status = Number(result.statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599) return undefined;
  const body = result.body ?? "";
  if (typeof body !== "string") return undefined;
  const headers = headersFrom(result.headers);
  if (Array.isArray(result.cookies) && result.cookies.length > 0) {
    headers["set-cookie"] = result.cookies.map(String);
  }
  headers["content-type"] ??= "text/plain;charset=UTF-8";
  return { status, headers, body: result.isBase64Encoded === true ? Buffer.from(body, "base64") : body };
}

/** The gateway writes the length itself. */
function headersFrom(given: unknown): Record<string, string | string[]> {
  if (typeof given !== "object" || given === null) return {};
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(given)) {
    if (value !== undefined && value !== null && name.toLowerCase() !== "content-length") {
      headers[name.toLowerCase()] = String(value);
    }
  }
  return headers;
}

/** A body that the gateway makes itself, `{"message":"Not Found"}`. */
export function gatewayReply(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): HttpReply {
  return {
    status,
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ message }),
  };
}

export function jsonReply(status: number, body: unknown): HttpReply {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" },
    body: JSON.stringify(body),
  };
}

export function problemReply(status: number, title: string, detail: string): HttpReply {
  return {
    status,
    headers: { "content-type": "application/problem+json; charset=utf-8", "cache-control": "no-store" },
    body: JSON.stringify({ type: "about:blank", title, status, detail }),
  };
}

/** Writes the answer. To a HEAD only the headers go out, with the length that the body would have had. */
export function write(res: ServerResponse, reply: HttpReply): void {
  const isBodiless = reply.status === 204 || reply.status === 304 || reply.status < 200;
  res.writeHead(reply.status, {
    ...reply.headers,
    ...(isBodiless ? {} : { "content-length": Buffer.byteLength(reply.body) }),
  });
  res.end(isBodiless || res.req.method === "HEAD" ? undefined : reply.body);
}
