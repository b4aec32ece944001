import * as z from "zod";
import type { Score as Scored } from "#shared/domain/scorecard/scores.ts";
import { MEASURES, Standing } from "#shared/events/scores.ts";
import { scoreBody } from "../../../functions/score-account/score-account.ts";
import { listOf } from "../lists.ts";
import { named } from "../names.ts";
import { type Area, json, pageOf, Time } from "../operation.ts";

const Score = named(
  "Score",
  z.object({
    measure: z.enum(MEASURES),
    ...Standing.omit({ trend: true, previous: true }).shape,
    cycle: z.string().nullable(),
    mean: z.number().nullable().describe("Of the answers, 0 to 10 or 1 to 5."),
    satisfied: z.number().min(0).max(1).nullable().describe("The share of 4 and 5, of CSAT alone."),
    counts: z.array(z.int()).nullable().describe("How many answered 0, 1, … 10, or 1, 2, … 5."),
    responses: z.array(z.string()),
    at: Time.nullable().describe("Of a value that somebody set: when, who, and why."),
    by: z.string().nullable(),
    note: z.string().nullable(),
  }),
) satisfies z.ZodType<Scored>;
const Compared = Score.extend(Standing.pick({ trend: true, previous: true }).shape).nullable();

const Scorecard = z.object({
  accountId: z.string(),
  measures: z.object({ nps: Compared, csat: Compared }).describe("The newest of each."),
  programs: z.array(z.object({ program: z.string(), nps: Compared, csat: Compared })),
  history: z.array(Score).describe("What it ever scored, the newest first; the part of this that is paged."),
  next: pageOf(Score).shape.next,
});

const Given = z.object({
  accountId: z.string(),
  measure: z.enum(MEASURES),
  value: z.number(),
  date: Time,
  by: z.string(),
  note: z.string(),
  latest: Standing.nullable().describe("What stands now: this, unless there is something newer."),
});

export const scorecards: Area = {
  name: "scorecards",
  about: "How an account stands by its NPS and CSAT.",
  routes: {
    "GET /v1/accounts/{accountId}/scorecard": {
      summary: "The latest NPS and CSAT, their trend, and what they ever were",
      role: "csm",
      query: listOf({}),
      answers: { 200: { says: "The scorecard.", content: json(Scorecard) } },
      refusals: { 404: "There is no account of that id." },
    },
    "PUT /v1/accounts/{accountId}/scorecard/{measure}": {
      summary: "Give an account a score of one's own",
      description:
        "NPS is -100 to 100, CSAT 1 to 5. It stands until there is something newer than `asOf`, a day or a time; now where it is left out.",
      role: "csm",
      body: {
        content: json(scoreBody("nps", new Date(0))),
        example: { value: 4, note: "Said so at the business review" },
      },
      answers: { 200: { says: "What was set, and what stands.", content: json(Given) } },
      refusals: { 404: "There is no such account, or no such measure." },
    },
  },
};
