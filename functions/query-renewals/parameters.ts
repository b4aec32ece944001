import * as z from "zod";
import { ATTRIBUTES, Day } from "#shared/domain/accounts/account.ts";
import { withinDays } from "#shared/lambda/query.ts";

/** Three years, one of them a leap year. */
const MAX_DAYS = 1096;

/** What `GET /v1/results/renewals` takes. */
export const RenewalsParameters = z
  .strictObject({
    program: z.string("name the program by whose answers accounts are told apart"),
    from: Day,
    to: Day,
    groupBy: z.enum(ATTRIBUTES).optional(),
  })
  .transform(withinDays(MAX_DAYS, "three years"));
