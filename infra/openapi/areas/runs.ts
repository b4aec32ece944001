import * as z from "zod";
import { Run } from "#shared/dynamodb/runs.ts";
import { RunDays } from "../../../functions/run-program/list-runs.ts";
import { RunBody } from "../../../functions/run-program/run-program.ts";
import { Decision } from "../decision.ts";
import { type Area, Cursor, json, pageOf } from "../operation.ts";

const Shown = Run.omit({ type: true, version: true, finishedAt: true }).extend({
  finishedAt: Run.shape.finishedAt.unwrap().nullable(),
});

export const runs: Area = {
  name: "runs",
  about: "Who was asked on a day, or would be, and who was not.",
  routes: {
    "POST /v1/programs/{programId}/runs": {
      summary: "Run a program for a day",
      description:
        "With `dryRun` nobody is asked, and the day may be to come. A day that was run already is run again, which asks nobody twice.",
      role: "ops",
      body: { content: json(RunBody), example: { on: "2026-12-01", dryRun: true } },
      answers: { 202: { says: "Begun.", content: json(z.object({ runId: z.string() })) } },
      refusals: { 404: "There is no program of that id." },
    },
    "GET /v1/programs/{programId}/runs": {
      summary: "The runs of some days, and what they add up to",
      description: "Those that asked people, the newest last; 400 days at most.",
      role: "csm",
      query: RunDays,
      parameters: {
        from: "The first day; 30 days up to `to` where it is left out.",
        to: "The last day; today where it is left out.",
      },
      answers: {
        200: {
          says: "All of them; there is never a next page.",
          content: json(z.object({ items: z.array(Shown), totals: Run.shape.counts, next: z.null() })),
        },
      },
      refusals: { 404: "There is no program of that id." },
    },
    "GET /v1/programs/{programId}/runs/{runId}": {
      summary: "A run: who was asked and who was not, rule by rule",
      role: "csm",
      query: z.strictObject({ cursor: Cursor }),
      answers: {
        200: {
          says: "The run, and a page of its decisions in the order of accounts.",
          content: json(Shown.extend({ decisions: pageOf(Decision) })),
        },
      },
      refusals: { 404: "This program has no run of that id." },
    },
  },
};
