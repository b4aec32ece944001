import * as z from "zod";
import { Day } from "#shared/domain/accounts/account.ts";
import { CTA_KINDS } from "#shared/events/ctas.ts";
import { withinDays } from "#shared/lambda/query.ts";
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
  .transform(withinDays(MAX_DAYS, "a year"));
