import { PERSON_KEY } from "../../builders.ts";
import { startEndpoint } from "../../remembering-endpoint.ts";
import { askRoute, startOpsTable } from "../ops-routes.ts";

type Caller = { readonly role?: string; readonly email?: string };
export type SuppressionRoutes = Awaited<ReturnType<typeof startSuppressionRoutes>>;

/** The function behind the routes of suppressions, as deployed, on a table of its own; `stop` ends it. */
export async function startSuppressionRoutes() {
  const { table, stop } = await startOpsTable();
  const Value = PERSON_KEY.toString("base64");
  const ssm = await startEndpoint(() => ({ status: 200, body: JSON.stringify({ Parameter: { Value } }) }));
  Object.assign(process.env, { AWS_ENDPOINT_URL_SSM: ssm.url });
  const { handler } = await import("../../../functions/manage-suppressions/handler.ts");
  return {
    table,
    stop: () => {
      ssm.stop();
      stop();
    },
    search: (body: unknown, caller: Caller = {}) =>
      askRoute(handler, "POST /v1/suppressions/search", { body: JSON.stringify(body), ...caller }),
    lift: (suppressionId: string, body: unknown, caller: Caller = {}) =>
      askRoute(handler, "DELETE /v1/suppressions/{suppressionId}", {
        path: { suppressionId },
        body: JSON.stringify(body),
        ...caller,
      }),
  };
}

export const bounce = { reason: "hard-bounce", at: "2026-10-01T08:05:00.000Z" } as const;
export const note = "The mailbox was full; it is open again";
