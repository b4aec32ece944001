import * as z from "zod";
import { Day } from "#shared/domain/accounts/account.ts";
import type { Negatives as Counted, Exposure as Exposed } from "#shared/domain/ctas/negatives.ts";
import { CTA_DRIVERS } from "#shared/events/ctas.ts";
import { NegativesQuery } from "../../../functions/weigh-negatives/negatives-query.ts";
import { GROUPS } from "../../../functions/weigh-negatives/weigh-negatives.ts";
import { Share } from "../figures.ts";
import { named } from "../names.ts";
import { type Area, json, Time } from "../operation.ts";

const count = z.int().min(0);
const revenue = {
  accounts: count.describe("Each once."),
  arrUsd: z.number().min(0).nullable().describe("Of those that are known; null where none of them is."),
  unknownAccounts: count,
};
const Exposure = named(
  "Exposure",
  z.object({
    ctas: count,
    ...revenue,
    overdue: z.object({ ctas: count, ...revenue }),
    renewing: z.object(revenue).describe("Of those, the accounts that renew within 90 days."),
  }),
) satisfies z.ZodType<Exposed>;

const Negatives = z.object({
  opened: count,
  closed: z.object({
    n: count,
    withoutDriver: count,
    drivers: z.record(z.enum(CTA_DRIVERS), z.object({ n: count, share: Share.nullable() })),
  }),
  withdrawn: count,
  open: Exposure,
}) satisfies z.ZodType<Counted>;

const key = z.record(z.string(), z.string());
const Weighed = z.object({
  program: z.string().nullable(),
  from: Day,
  to: Day,
  groupBy: z.enum(GROUPS).nullable(),
  asOf: Time,
  definitions: z.record(z.string(), z.string()).describe("How each figure is defined."),
  all: z.object({ open: Exposure }).describe("What can be added up over touchpoints."),
  groups: z.array(z.object({ key, open: Exposure })),
  touchpoints: z.array(
    Negatives.extend({ programId: z.string(), groups: z.array(Negatives.extend({ key })) }),
  ),
});

export const negatives: Area = {
  name: "negatives",
  about: "Why negative answers came to be, and what revenue stands under them.",
  routes: {
    "GET /v1/results/negatives": {
      summary: "Drivers of negatives, and the revenue under those that are open",
      description: "Each touchpoint for itself. A year at most.",
      role: "viewer",
      query: NegativesQuery,
      parameters: {
        program: "Of this program alone; each for itself where it is left out.",
        groupBy: "Also for each owner, or segment.",
      },
      answers: { 200: { says: "The figures, each with its definition.", content: json(Weighed) } },
      refusals: { 404: "There is no such program." },
    },
  },
};
