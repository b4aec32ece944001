import * as z from "zod";
import { ATTRIBUTES, Day } from "#shared/domain/accounts/account.ts";
import { daysBetween } from "#shared/domain/days.ts";

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
  // A transform, unlike a refinement, is only reached by days that exist.
  .transform((query, context) => {
    const days = daysBetween(query.from, query.to);
    const message = days < 0 ? "must not be before from" : "must be within three years of from";
    if (days < 0 || days >= MAX_DAYS) context.addIssue({ code: "custom", path: ["to"], message });
    return query;
  });
