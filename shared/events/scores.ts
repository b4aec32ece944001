import * as z from "zod";
import { envelope } from "./envelope.ts";

export const MEASURES = ["nps", "csat"] as const;

export type Measure = (typeof MEASURES)[number];

const score = {
  value: z.number().describe("NPS in points, -100 to 100; of CSAT the mean, 1 to 5."),
  n: z.int().positive().nullable().describe("How many answered; null of a value that somebody set."),
  date: z.iso
    .datetime()
    .describe("When the newest of them first answered; of a value that somebody set, as of when."),
  program: z
    .string()
    .nullable()
    .describe("Null of a value that somebody set, which is of the account as a whole."),
  source: z.enum(["automatic", "manual"]),
};

/** A score, and how it compares with the one before it of the same program, or set as it was; null where there is none. */
export const Standing = z.object({
  ...score,
  trend: z.enum(["up", "down", "same"]).nullable(),
  previous: z.object(score).nullable(),
});

export type Standing = z.infer<typeof Standing>;

/** How an account stands by a measure, as of now: whole, and nothing but what stands. */
export const ScorecardUpdated = z.object({
  ...envelope,
  accountId: z.string(),
  measure: z.enum(MEASURES),
  revision: z
    .int()
    .positive()
    .describe("Rises with the account's changes: what comes with a lower one has been overtaken."),
  ...Standing.shape,
  value: score.value
    .nullable()
    .describe(
      "Null, as all of the score, where what stood does not count any more and there is nothing else.",
    ),
  date: score.date.nullable(),
  source: score.source.nullable(),
  programs: z
    .array(Standing)
    .describe("The newest of each program, compared with that program's own before it."),
});

const quarter = {
  value: z.number().describe("NPS in points, -100 to 100; of CSAT the mean, 1 to 5."),
  n: z.int().positive(),
  period: z.string().describe("The calendar's, in UTC: `2026-Q4`."),
  from: z.iso.date().describe("The days that were counted, both inclusive."),
  to: z.iso.date(),
};

/** Of two figures, the later less the earlier, with its 95 % interval and the two-sided p-value of no difference. */
const difference = { difference: z.number(), low: z.number(), high: z.number(), pValue: z.number() };

/** A program's score is significantly lower than in the quarter before. Said once for a measure and quarter. */
export const ScoreFell = z.object({
  ...envelope,
  touchpoint: z.string(),
  programId: z.string(),
  measure: z.enum(MEASURES),
  before: z.object(quarter),
  now: z.object(quarter).describe("Of a quarter that is not over, as far as it has come."),
  ...difference,
  satisfied: z
    .object({ before: z.number(), now: z.number(), ...difference })
    .nullable()
    .describe(
      "Of CSAT the share of 4 and 5, in 0..1, beside the mean by which the fall was found; null of NPS.",
    ),
});
