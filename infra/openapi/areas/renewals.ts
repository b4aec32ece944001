import * as z from "zod";
import { ATTRIBUTES, Day } from "#shared/domain/accounts/account.ts";
import { RENEWAL_BANDS, type RenewalRate, type Renewals } from "#shared/domain/results/renewals.ts";
import { RenewalsParameters } from "../../../functions/query-renewals/parameters.ts";
import { named } from "../names.ts";
import { type Area, json } from "../operation.ts";

const share = z.number().min(0).max(1).nullable();
const counts = (of: z.ZodNumber) => ({ cohort: of, renewed: of, churned: of, undecided: of });
const Rate = named(
  "RenewalRate",
  z.object({
    ...counts(z.int().min(0)),
    rate: share.describe("renewed / (renewed + churned); null where nothing is decided."),
    low: share,
    high: share,
    n: z.int(),
    small: z.boolean(),
    arr: z
      .object({ ...counts(z.number().min(0)), rate: share, unknownAccounts: z.int() })
      .describe("The same by revenue in US dollars."),
  }),
) satisfies z.ZodType<RenewalRate>;

const Rates = z.object({
  all: Rate,
  nps: z.record(z.enum(RENEWAL_BANDS.nps), Rate),
  csat: z.record(z.enum(RENEWAL_BANDS.csat), Rate),
}) satisfies z.ZodType<Renewals>;

const Answered = z.object({
  programId: z.string(),
  from: Day,
  to: Day,
  groupBy: z.enum(ATTRIBUTES).nullable(),
  asOf: z.object({
    bandsFrom: Day.nullable().describe("The first day on which it was looked who was still to renew."),
    bandsTo: Day.nullable().describe("The last of these days; there is one a month."),
    outcomes: Day.nullable(),
  }),
  definitions: z.record(z.string(), z.string()),
  groups: z
    .array(Rates.extend({ key: z.record(z.string(), z.string()) }))
    .nullable()
    .describe("Null where the portfolio of when the period began, or of when it ended, is not kept."),
});

export const renewals: Area = {
  name: "renewals",
  about: "Who renewed, by what they had said.",
  routes: {
    "GET /v1/results/renewals": {
      summary: "Renewal rates by the band of the last answer before the decision",
      description:
        "Of the renewals due in the period, whenever they were decided. Three years at most; of a large portfolio less.",
      role: "viewer",
      query: RenewalsParameters,
      parameters: {
        program: "The program by whose answers accounts are told apart.",
        from: "The first day on which they were to renew.",
        to: "The last day on which they were to renew.",
        groupBy: "Also for each value of an attribute of the account, as it was before it decided.",
      },
      answers: { 200: { says: "The rates, with their definitions.", content: json(Answered) } },
      refusals: { 404: "There is no such program." },
    },
  },
};
