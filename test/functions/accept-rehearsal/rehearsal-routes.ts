import { addDays, utcDay } from "#shared/domain/days.ts";
import { startEndpoint } from "../../remembering-endpoint.ts";
import { askRoute, startOpsTable } from "../ops-routes.ts";

/** The routes of rehearsals over a table of the test file's own, and what they hand on. */
export async function startRehearsalRoutes() {
  const { table, stop } = await startOpsTable();
  const answers = { status: 202 };
  const lambda = await startEndpoint(() => ({ status: answers.status, body: "{}" }));
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_LAMBDA: lambda.url,
    AWS_MAX_ATTEMPTS: "1",
    REHEARSE_FUNCTION: "rehearse",
  });
  const { handler } = await import("../../../functions/accept-rehearsal/handler.ts");
  return {
    table,
    lambda,
    /** What the function that rehearses is answered with. */
    answers,
    stop: () => {
      lambda.stop();
      stop();
    },
    start: (body: unknown, role = "ops") =>
      askRoute(handler, "POST /v1/rehearsals", {
        body: typeof body === "string" ? body : JSON.stringify(body),
        role,
      }),
    read: (rehearsalId: string, query: Record<string, string> = {}, role = "ops") =>
      askRoute(handler, "GET /v1/rehearsals/{rehearsalId}", { path: { rehearsalId }, query, role }),
    handedOn: () => lambda.requests.map(({ body }) => JSON.parse(body) as { rehearsalId: string }),
  };
}

export const today = utcDay(new Date());
export const days = { from: today, to: addDays(today, 13) };
