import * as z from "zod";
import { Day } from "#shared/domain/accounts/account.ts";
import type { Comparison as Compared } from "#shared/domain/results/comparison.ts";
import type { Figures as Figured } from "#shared/domain/results/figures.ts";
import type { Representativeness as Represented } from "#shared/domain/results/statistics/representativeness.ts";
import type { Share as Shared } from "#shared/domain/results/statistics/share.ts";
import type { CoverageOfGroup } from "#shared/results/query-results.ts";
import { named } from "./names.ts";

const share = z.number().min(0).max(1);
const count = z.int().min(0);
const unlessUnknown = count.nullable();

export const Share = named(
  "Share",
  z
    .object({ value: share, low: share, high: share, n: count, small: z.boolean() })
    .describe("A share in 0..1 with its 95 % interval; `small` where n is below 30."),
) satisfies z.ZodType<Shared>;

const Nps = named(
  "Nps",
  z
    .object({
      value: z.number().min(-100).max(100),
      low: z.number().min(-100).max(100),
      high: z.number().min(-100).max(100),
      n: count,
      promoters: count,
      passives: count,
      detractors: count,
      small: z.boolean(),
    })
    .describe("In points, with its 95 % interval; `small` where n is below 30."),
);
const Csat = named(
  "Csat",
  z
    .object({
      mean: z.number().min(1).max(5),
      meanLow: z.number().min(1).max(5),
      meanHigh: z.number().min(1).max(5),
      satisfied: share,
      satisfiedLow: share,
      satisfiedHigh: share,
      n: count,
      counts: z.array(count).length(5).describe("How many answered 1, 2, … 5."),
      small: z.boolean(),
    })
    .describe("The mean and the share of 4 and 5, each with its 95 % interval; `small` where n is below 30."),
);

/** How a group of surveys went. */
export const figures = {
  nps: Nps.nullable().describe("Null where nobody answered."),
  csat: Csat.nullable().describe("Null where nobody answered."),
  funnel: z
    .object({
      invited: count,
      sent: count,
      delivered: unlessUnknown,
      opened: unlessUnknown,
      clicked: unlessUnknown,
      answered: count,
      completed: count,
      bounced: unlessUnknown,
      complained: unlessUnknown,
      unsubscribed: unlessUnknown,
      expired: unlessUnknown,
      open: unlessUnknown,
    })
    .describe("Null, not 0, is what nobody counts."),
  responseRate: z.object({ rr1: z.number().min(0).nullable(), rr2: z.number().min(0).nullable() }),
};
export const Figures = z.object(figures) satisfies z.ZodType<Figured>;

const amounts = <T extends z.ZodType>(of: T) => ({ portfolio: of, asked: of, answered: of.nullable() });
export const Coverage = named(
  "Coverage",
  z.object({
    accounts: z.object(amounts(count)),
    arr: z.object({ ...amounts(z.number().min(0)), unknownAccounts: count }).describe("In US dollars."),
    asOf: Day.describe("The day as of which the portfolio is known."),
  }),
) satisfies z.ZodType<CoverageOfGroup>;

export const Representativeness = named(
  "Representativeness",
  z.object({
    asOf: Day,
    portfolio: count,
    answered: count,
    small: z.boolean(),
    distance: share
      .nullable()
      .describe("The share of them who would have to be of another group for both to be alike."),
    expectedDistance: share.nullable().describe("What it would be on average by chance alone."),
    pValue: share.nullable(),
    residualLimit: z.number(),
    groups: z.array(
      z.object({
        value: z.string(),
        portfolio: count,
        answered: count,
        portfolioShare: share,
        answeredShare: share,
        residual: z.number().nullable().describe("By how many standard errors more of it answered."),
        flagged: z.boolean(),
        flaggedAmongAll: z.boolean(),
      }),
    ),
  }),
) satisfies z.ZodType<Represented>;

const Difference = named(
  "Difference",
  z.object({
    difference: z.number().describe("By how much `a` is higher than `b`."),
    low: z.number(),
    high: z.number(),
    pValue: share,
    significant: z.boolean(),
    small: z.boolean(),
  }),
).nullable();
export const Comparison = z.object({
  nps: Difference,
  csatMean: Difference,
  satisfied: Difference,
  rr1: Difference,
  rr2: Difference,
}) satisfies z.ZodType<Compared>;
