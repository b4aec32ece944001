import * as z from "zod";
import { Day } from "#shared/domain/accounts/account.ts";
import { addDays, daysBetween, utcDay } from "#shared/domain/days.ts";
import { type ApiRequest, fieldErrors } from "#shared/lambda/api.ts";
import { json, problem, type Reply } from "#shared/lambda/reply.ts";
import type { Range } from "./forecast-draws.ts";
import { type ForecastPorts, forecastProgram, MAX_ACCOUNTS, type TooMany } from "./forecast-program.ts";

/** How far a forecast looks where no end is named. */
const DAYS_AHEAD = 30;
/** A quarter. */
const MAX_DAYS = 92;

/** `GET /v1/programs/{programId}/forecast?from=&to=`: what comes due, what is sent, and which accounts are not ready. */
export const forecastRoute =
  (ports: ForecastPorts) =>
  async ({ path, query }: ApiRequest, now: Date): Promise<Reply> => {
    const asked = rangeFrom(utcDay(now)).safeParse(query);
    if (!asked.success) {
      return problem(
        400,
        `This takes from=YYYY-MM-DD, today where it is left out, and to=YYYY-MM-DD, ${DAYS_AHEAD} days later where it is.`,
        fieldErrors(asked.error),
      );
    }
    const programs = await ports.programs();
    const program = programs.find(({ programId }) => programId === path.programId);
    if (program === undefined)
      return problem(404, "There is no program of that id; GET /v1/programs lists them.");
    const range = asked.data;
    const forecast = await forecastProgram(ports, { program, programs }, range, now);
    if (forecast.kind === "too-many") return tooMany(forecast, range);
    const { kind: _, ...rest } = forecast;
    return json(200, { programId: program.programId, ...range, asOf: now.toISOString(), ...rest });
  };

export function rangeFrom(today: Day) {
  return z
    .strictObject({
      from: Day.refine((from) => from >= today, {
        error: `must not be before ${today}, which is today`,
      }).default(today),
      to: Day.optional(),
    })
    .transform(({ from, to = addDays(from, DAYS_AHEAD) }): Range => ({ from, to }))
    .refine(({ from, to }) => to >= from, { path: ["to"], error: "must not be before from" })
    .refine(({ from, to }) => daysBetween(from, to) < MAX_DAYS, {
      path: ["to"],
      error: `must not be further than ${MAX_DAYS} days, from and to included`,
    });
}

function tooMany({ due, fitsUntil }: TooMany, { from, to }: Range): Reply {
  const says = `${due} accounts are due from ${from} to ${to}, and a forecast looks at ${MAX_ACCOUNTS} at most.`;
  return fitsUntil === undefined
    ? problem(400, `${says} The first day alone has more: have a rehearsal of it with POST /v1/rehearsals.`, [
        { path: "from", message: `has more than ${MAX_ACCOUNTS} accounts due` },
      ])
    : problem(400, `${says} Ask for fewer days: up to ${fitsUntil} it can be told.`, [
        { path: "to", message: `must not be after ${fitsUntil}` },
      ]);
}
