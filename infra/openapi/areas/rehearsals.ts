import * as z from "zod";
import { Day } from "#shared/domain/accounts/account.ts";
import { type Differing, Rehearsal, type RehearsedDecision } from "#shared/dynamodb/rehearsals.ts";
import { Body } from "../../../functions/accept-rehearsal/accept-rehearsal.ts";
import { Decision } from "../decision.ts";
import { type Area, Cursor, json, pageOf } from "../operation.ts";

const Rehearsed = Decision.extend({
  programId: z.string(),
  on: Day,
  sendsOn: Day.optional().describe("Of somebody selected: when the mail goes out."),
  remindsOn: Day.optional().describe("When the reminder does, if they are silent."),
}) satisfies z.ZodType<RehearsedDecision>;

const Asked = z.object({ on: Day, sendsOn: Day }).nullable();
const Different = z.object({
  kind: z.enum(["added", "dropped", "moved"]),
  accountId: z.string(),
  contactId: z.string(),
  programId: z.string(),
  cycle: z.string(),
  now: Asked.describe("When they are asked with the programs as they are."),
  candidate: Asked.describe("When they are asked with the candidate."),
  barredBy: z
    .object({ rule: z.string(), reason: z.string(), on: Day, dueOn: Day.optional() })
    .nullable()
    .describe("Of somebody dropped: what bars them with the candidate."),
}) satisfies z.ZodType<Differing>;

const { counts, programs, days, difference } = Rehearsal.shape.report.unwrap().shape;
const Shown = z.object({
  ...Rehearsal.pick({
    rehearsalId: true,
    status: true,
    reason: true,
    from: true,
    to: true,
    startedAt: true,
    notRehearsed: true,
  }).shape,
  finishedAt: z.string().nullable(),
  ...{ counts, programs, days },
  difference: difference
    .unwrap()
    .extend(pageOf(Different).shape)
    .nullable()
    .describe("What the candidate changes; null without one."),
  decisions: pageOf(Rehearsed),
});

export const rehearsals: Area = {
  name: "rehearsals",
  about: "Coming days as they would be, with nothing sent.",
  routes: {
    "POST /v1/rehearsals": {
      summary: "Play some coming days",
      description: "With a `candidate` definition also whom it adds, drops and moves.",
      role: "ops",
      body: { content: json(Body), example: { from: "2026-12-01", to: "2026-12-31" } },
      answers: { 202: { says: "Begun.", content: json(z.object({ rehearsalId: z.string() })) } },
    },
    "GET /v1/rehearsals/{rehearsalId}": {
      summary: "How a rehearsal went",
      description:
        "It has two lists, and goes on in the one whose `next` is handed back; it is kept for 30 days.",
      role: "ops",
      query: z.strictObject({ cursor: Cursor }),
      answers: { 200: { says: "How it stands.", content: json(Shown) } },
      refusals: { 404: "There is no rehearsal of that id." },
    },
  },
};
