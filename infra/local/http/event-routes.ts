import { type LocalRoute, localRoute } from "./local-route.ts";
import { jsonReply } from "./reply.ts";

/**
 * `GET /_local/events?type=`.
 * @param events what was put on the bus, all of it or of one detail-type
 */
export function eventRoutes(
  events: (type: string | undefined) => readonly unknown[] | Promise<readonly unknown[]>,
): LocalRoute[] {
  return [
    localRoute("GET /_local/events", async ({ query }) =>
      jsonReply(200, await events(query.get("type") ?? undefined)),
    ),
  ];
}
