import * as z from "zod";
import { Day } from "#shared/domain/accounts/account.ts";
import { withinDays } from "#shared/lambda/query.ts";
import { GROUPS } from "./weigh-negatives.ts";

/** A year, and a leap one. */
const MAX_DAYS = 366;

/** What `GET /v1/results/negatives` takes. */
export const NegativesQuery = z
  .strictObject({
    program: z.string().optional(),
    from: Day,
    to: Day,
    groupBy: z.enum(GROUPS).optional(),
  })
  .transform(withinDays(MAX_DAYS, "a year"));
