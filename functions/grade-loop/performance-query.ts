import * as z from "zod";
import { Day } from "#shared/domain/accounts/account.ts";
import { daysBetween } from "#shared/domain/days.ts";
import { CTA_KINDS } from "#shared/events/ctas.ts";
import { GROUPS } from "./grade-loop.ts";

/** A year, and a leap one. */
const MAX_DAYS = 366;

/** What `GET /v1/ctas/performance` takes. */
export const PerformanceQuery = z
  .strictObject({
    from: Day,
    to: Day,
    groupBy: z.enum(GROUPS).optional(),
    kind: z.enum(CTA_KINDS).optional(),
  })
  // A transform, unlike a refinement, is only reached by days that exist.
  .transform((query, context) => {
    const days = daysBetween(query.from, query.to);
    const message = days < 0 ? "must not be before from" : "must be within a year of from";
    if (days < 0 || days >= MAX_DAYS) context.addIssue({ code: "custom", path: ["to"], message });
    return query;
  });
