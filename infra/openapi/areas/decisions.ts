import * as z from "zod";
import { Day } from "#shared/domain/accounts/account.ts";
import { touchpointBody } from "../../../functions/accept-touchpoint/accept-touchpoint.ts";
import {
  EligibilityQuery,
  type Eligibility as Explained,
} from "../../../functions/explain-eligibility/explain-eligibility.ts";
import type { Forecast as Forecasted } from "../../../functions/explain-eligibility/forecast-program.ts";
import { rangeFrom } from "../../../functions/explain-eligibility/forecast-route.ts";
import { DecisionFilters } from "../../../functions/read-records/decisions.ts";
import { Decision } from "../decision.ts";
import { listOf } from "../lists.ts";
import { type Area, json, pageOf, Time } from "../operation.ts";

const Eligibility = z.object({
  accountId: z.string(),
  programId: z.string(),
  on: Day,
  from: z
    .enum(["ledger", "evaluation"])
    .describe("As decided on that day, or as it would be decided with what is known today."),
  contacts: z.array(Decision),
  note: z.string().optional(),
  nearest: z
    .array(Day)
    .optional()
    .describe(
      "Of a past day on which nothing was decided: the days before and after it on which something was.",
    ),
}) satisfies z.ZodType<Explained>;

const figures = {
  accounts: z.int().nullable().describe("That come due; null where nobody can know before."),
  contacts: z.int().nullable().describe("That are decided."),
  sends: z.int().describe("Of those, who would be asked."),
};
const Forecast = z.object({
  programId: z.string(),
  from: Day,
  to: Day,
  asOf: Time,
  days: z.array(z.object({ on: Day, ...figures })),
  totals: z.object(figures),
  notReady: z.object({
    count: z.int(),
    items: z.array(
      z.object({
        accountId: z.string(),
        name: z.string().nullable(),
        dueOn: Day,
        reason: z.enum(["no-contacts", "no-wanted-role", "barring-persona"]),
      }),
    ),
  }),
  note: z.string().optional(),
}) satisfies z.ZodType<Forecasted>;

const NO_SUCH = "There is no such account, or no such program.";

export const decisions: Area = {
  name: "decisions",
  about: "Why somebody is, was or will be asked, or not; and what happened that a program asks about.",
  routes: {
    "GET /v1/accounts/{accountId}/eligibility": {
      summary: "Why each contact of an account is asked by a program, or not",
      description: "Of a past day as it was decided, of today and coming ones as the rules say.",
      role: "csm",
      query: EligibilityQuery,
      parameters: { program: "The program, by its id.", on: "The day, UTC; today where it is left out." },
      answers: { 200: { says: "Every contact, every rule.", content: json(Eligibility) } },
      refusals: { 404: NO_SUCH },
    },
    "GET /v1/accounts/{accountId}/decisions": {
      summary: "All that was decided of an account, the newest day first",
      role: "csm",
      query: listOf(DecisionFilters),
      answers: {
        200: {
          says: "A page of decisions, each with the run that made it.",
          content: json(
            pageOf(Decision.extend({ runId: z.string(), programId: z.string(), on: Day, at: Time })),
          ),
        },
      },
      refusals: { 404: "There is no account of that id." },
    },
    "GET /v1/programs/{programId}/forecast": {
      summary: "What comes due, what is sent, and which accounts have nobody to ask",
      role: "viewer",
      query: rangeFrom("1900-01-01"),
      parameters: {
        from: "The first day; today where it is left out, and not before it.",
        to: "The last day; 30 days after `from` where it is left out, 92 days in all at most.",
      },
      answers: { 200: { says: "The forecast.", content: json(Forecast) } },
      refusals: { 404: "There is no program of that id." },
    },
    "POST /v1/touchpoints": {
      summary: "Something happened to a contact",
      description:
        "The event program of that type asks them, at once or not at all, and about the same `reference` never twice. Whether it does is in the decisions.",
      role: "ops",
      body: {
        content: json(touchpointBody([], new Date(0))),
        example: {
          type: "case-closure",
          accountId: "acc-1",
          contactId: "con-1",
          reference: "case-1042",
          occurredAt: "2026-12-01T09:30:00Z",
        },
      },
      answers: {
        202: {
          says: "Put on the bus.",
          content: json(z.object({ touchpointId: z.string(), programId: z.string().nullable() })),
        },
      },
      refusals: { 404: NO_SUCH.replace("program", "contact of it") },
    },
  },
};
