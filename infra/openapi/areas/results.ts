import * as z from "zod";
import { ATTRIBUTES, Day } from "#shared/domain/accounts/account.ts";
import { INTERVALS } from "#shared/domain/results/periods.ts";
import type { Results as Queried } from "#shared/results/query-results.ts";
import type { ComparedResults } from "../../../functions/query-results/compare-results.ts";
import { ComparisonParameters, ResultsParameters } from "../../../functions/query-results/parameters.ts";
import { Comparison, Coverage, Figures, figures, Representativeness } from "../figures.ts";
import { type Area, json, Time } from "../operation.ts";

const definitions = z.record(z.string(), z.string()).describe("How each figure is defined.");
const key = z.record(z.string(), z.string()).describe("The value of the attribute; empty without one.");
const early = z.boolean().describe("It reaches into the first 60 days of a program.");
const asked = {
  programId: z.string().describe("Joined by commas, where they are several."),
  programs: z.array(z.string()),
  blended: z.boolean().describe("One number over several programs, which were all asked for by name."),
  asOf: Time,
  includeSuspect: z.boolean(),
  groupsOverlap: z.boolean().describe("An account may count in several groups."),
};

/** What is but text in the code. */
type Wide<T> = Omit<T, "definitions" | "interval">;

const Results = z.object({
  ...asked,
  from: Day,
  to: Day,
  groupBy: z.enum(ATTRIBUTES).nullable(),
  value: z.string().nullable(),
  interval: z.enum(INTERVALS).nullable(),
  representativeness: Representativeness.nullable().describe(
    "How unlike the portfolio those are who answered.",
  ),
  definitions,
  groups: z.array(
    z.object({
      key,
      period: z
        .string()
        .nullable()
        .describe("`2026-12-01`, `2026-W49`, `2026-12` or `2026-Q4`; null without an interval."),
      from: Day,
      to: Day,
      early,
      ...figures,
      coverage: Coverage.nullable(),
    }),
  ),
}) satisfies z.ZodType<Wide<Queried>>;

const Side = z.object({ key, from: Day, to: Day, early, figures: Figures });
const Compared = z.object({
  ...asked,
  definitions,
  a: Side,
  b: Side,
  differences: Comparison,
}) satisfies z.ZodType<Wide<ComparedResults>>;

const PARAMETERS = {
  program: "The program, by its id; several, joined by commas, for one number of them all.",
  touchpoint: "Instead of program: all programs that measure this touchpoint, as one number.",
  groupBy: "By an attribute of the account, as it was when the survey was sent.",
  value: "Of the attribute this value alone; `unknown` is one. Not an e-mail address, as CSMs have.",
  includeSuspect: "Whether answers count that may not be a person's.",
};
const NO_PROGRAM = "There is no such program.";

export const results: Area = {
  name: "results",
  about: "Figures with their definitions and their doubt.",
  routes: {
    "GET /v1/results": {
      summary: "NPS, CSAT, response rates, the funnel and coverage",
      description:
        "Scores fall into a period by when they were first answered, funnel and rates by when the survey was sent, both in UTC. Three years, 5,000 groups and 6 MB at most.",
      role: "viewer",
      query: ResultsParameters,
      parameters: { ...PARAMETERS, interval: "Also for each day, week, month or quarter." },
      answers: { 200: { says: "The figures, each with its definition.", content: json(Results) } },
      refusals: { 404: NO_PROGRAM },
    },
    "GET /v1/results/comparison": {
      summary: "Two periods, or two values of an attribute, held against each other",
      role: "viewer",
      query: ComparisonParameters,
      parameters: {
        ...PARAMETERS,
        againstFrom: "The first day of the other period; the same where it is left out.",
        againstTo: "The last day of the other period.",
        againstValue: "The other value of the attribute.",
      },
      answers: { 200: { says: "Both sides, and their differences with p-values.", content: json(Compared) } },
      refusals: { 404: NO_PROGRAM },
    },
  },
};
