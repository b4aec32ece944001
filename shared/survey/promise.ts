import * as z from "zod/mini";
import { CALL_BACK_BUSINESS_DAYS, type CallBack } from "../domain/answers/call-back.ts";
import { endOfBusinessDay } from "../domain/business-days.ts";

/** What somebody who asked to be called back can count on. */
export type Promised = {
  readonly askedAt: string;
  readonly dueAt: string;
  /** By whose clock a day ends (IANA). */
  readonly timeZone: string;
  /** How to reach them, as they last said. */
  readonly reach?: string;
};

// Of the stage's settings only what a promise needs, so that an answer loads none of the rest.
const Calendar = z.object({ timeZone: z.string(), holidays: z.array(z.string()) });

/** How the company promises, by this function's environment (`SETTINGS`); call it once, at module scope. */
export function promiserFrom(
  env: Readonly<Record<string, string | undefined>>,
): (callBack: CallBack) => Promised {
  const { timeZone, holidays } = Calendar.parse(JSON.parse(env.SETTINGS ?? "{}"));
  return ({ at, words }) => ({
    askedAt: at,
    dueAt: endOfBusinessDay(new Date(at), CALL_BACK_BUSINESS_DAYS, timeZone, holidays).toISOString(),
    timeZone,
    ...(words === undefined ? {} : { reach: words }),
  });
}
