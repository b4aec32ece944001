import type { Program } from "#shared/domain/programs/program.ts";
import { aProgram } from "../../builders.ts";
import { startEndpoint } from "../../remembering-endpoint.ts";
import { askRoute, startOpsTable } from "../ops-routes.ts";

export type Definition = Omit<Program, "programId" | "version">;
export const definition = (over: Partial<Definition> = {}): Definition => {
  const { programId: _, version: __, ...shipped } = aProgram();
  return { ...shipped, ...over };
};
const event = { kind: "event", touchpoint: "went-live", dropsAfterHours: 24 } as const;
export const ofEvents = (touchpoint: string) =>
  ({ trigger: { ...event, touchpoint }, sends: "at-once", remindsAfterDays: null }) as const;
export const yearly = { kind: "recurring", everyDays: 365 } as const;
export const sample = { kind: "sample", size: 50, startsOn: "2027-01-12", everyDays: 91 } as const;

export type Putting = Awaited<ReturnType<typeof startPutting>>;

/** The function behind the route that puts programs, on a table of its own; `stop` ends it. */
export async function startPutting() {
  const { table, stop } = await startOpsTable();
  let lambdaStatus = 202;
  const lambda = await startEndpoint(() => ({ status: lambdaStatus, body: "{}" }));
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_LAMBDA: lambda.url,
    AWS_MAX_ATTEMPTS: "1",
    REPLAN_FUNCTION: "replan",
  });
  const { handler } = await import("../../../functions/save-program/handler.ts");
  return {
    table,
    requests: lambda.requests,
    stop: () => {
      lambda.stop();
      stop();
    },
    /** What the function that plans anew answers from now on. */
    answer: (status: number) => {
      lambdaStatus = status;
    },
    put: (programId: string, body: unknown, role = "ops") =>
      askRoute(handler, "PUT /v1/programs/{programId}", {
        path: { programId },
        role,
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
  };
}
