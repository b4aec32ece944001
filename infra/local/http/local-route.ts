import type * as z from "zod";
import { type HttpReply, problemReply } from "./reply.ts";
import { parseRouteKey, type Route } from "./route.ts";

interface LocalRequest {
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Buffer;
}

/** A route that only the laptop has. */
export interface LocalRoute extends Route {
  answer(request: LocalRequest): HttpReply | Promise<HttpReply>;
}

/** @param routeKey as an HTTP API writes it, `GET /_local/inbox/{id}` */
export function localRoute(routeKey: string, answer: LocalRoute["answer"]): LocalRoute {
  return { ...parseRouteKey(routeKey), answer };
}

/** A request that cannot be understood; the server answers 400 with its message. */
export class BadRequest extends Error {
  override readonly name = "BadRequest";
}

/** Reads a JSON body by its schema; an empty one counts as `{}`. Throws BadRequest. */
export function readJson<T>(schema: z.ZodType<T>, body: Buffer): T {
  const text = body.toString("utf8").trim();
  const parsed = schema.safeParse(text === "" ? {} : parseJson(text));
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(
    (issue) => `${issue.path.join(".") || "the body"}: ${issue.message}`,
  );
  throw new BadRequest(issues.join("; "));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BadRequest("The body is not JSON.");
  }
}

export function notFound(detail: string): HttpReply {
  return problemReply(404, "Not found", detail);
}
