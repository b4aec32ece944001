import { matchRoute, parseRouteKey } from "../infra/local/http/route.ts";
import { apiDescription } from "./described.ts";

declare global {
  var fetchAtStart: typeof fetch | undefined;
}

/**
 * Whatever a test fetches from a laptop's API is held against the API's description. A laptop's gateway gives each
 * answer an id; what comes without one is somebody else's.
 */
globalThis.fetchAtStart ??= globalThis.fetch;
const plainFetch = globalThis.fetchAtStart;

globalThis.fetch = async (input, init) => {
  const reply = await plainFetch(input, init);
  if (!reply.headers.has("apigw-requestid")) return reply;
  const method = init?.method ?? (input instanceof Request ? input.method : "GET");
  const { pathname } = new URL(input instanceof Request ? input.url : input);
  const { routes, check } = await apiDescription();
  const match = matchRoute(routes.map(parseRouteKey), method, pathname);
  if (match === undefined) return reply;
  const type = reply.headers.get("content-type") ?? undefined;
  const sent = typeof init?.body === "string" ? init.body : undefined;
  check(match.route.routeKey, { status: reply.status, type, body: await reply.clone().text(), sent });
  return reply;
};
