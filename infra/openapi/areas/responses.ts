import * as z from "zod";
import type { ResponseView } from "#shared/domain/answers/response-view.ts";
import type { Answer as Answered } from "#shared/domain/answers/survey-answer.ts";
import { Confirmation } from "../../../functions/confirm-response/confirm-response.ts";
import { ResponseFilters } from "../../../functions/read-records/responses.ts";
import { listOf } from "../lists.ts";
import { named } from "../names.ts";
import { type Area, json, pageOf, Time } from "../operation.ts";

const Answer = named(
  "Answer",
  z.object({
    questionId: z.string(),
    kind: z.enum(["nps", "csat", "text", "single-choice", "multiple-choice"]),
    value: z
      .union([z.number(), z.string(), z.array(z.string())])
      .describe("A score, words, an option's id, or several."),
    isBeside: z
      .literal(true)
      .optional()
      .describe("A further CSAT question's: the program's score is its first one's."),
  }),
) satisfies z.ZodType<Answered>;
const suspect = z
  .array(z.enum(["burst", "hidden-field", "too-fast", "scanner-network"]))
  .describe("Why it may not be a person's; empty of one that counts.");

const Response = named(
  "Response",
  z.object({
    responseId: z.string(),
    invitationId: z
      .string()
      .nullable()
      .describe("Null of an imported one and, as account and contact, of an anonymous one."),
    imported: z.boolean().describe("Taken over from another tool."),
    programId: z.string(),
    programVersion: z.int().describe("0 of an imported one."),
    accountId: z.string().nullable(),
    contactId: z.string().nullable(),
    segment: z.string().nullable().describe("The account's when the survey was sent."),
    answeredAt: Time.describe("Of an anonymous one the day alone, at its beginning."),
    version: z.int(),
    suspect,
    nps: z.int().min(0).max(10).nullable(),
    csat: z.int().min(1).max(5).nullable(),
    answers: z.array(Answer),
    waiting: z
      .object({ version: z.int(), at: Time, suspect, answers: z.array(Answer) })
      .nullable()
      .describe("A newer version, suspect, that would count if it were confirmed."),
    confirmations: z.array(z.object({ at: Time, by: z.string(), note: z.string() })),
  }),
) satisfies z.ZodType<ResponseView>;

export const responses: Area = {
  name: "responses",
  about: "What came back, each as it counts now.",
  routes: {
    "GET /v1/responses": {
      summary: "Responses",
      description:
        "Of an account all of them but the anonymous, the newest first. Otherwise what was first answered in the range, the newest day first.",
      role: "csm",
      query: listOf(ResponseFilters),
      parameters: {
        from: "The first day, UTC; without it and `account`, 90 days before the last.",
        to: "The last day, UTC; today where it is left out.",
      },
      answers: {
        200: {
          says: "A page of responses; as CSV for who accepts `text/csv`.",
          content: { ...json(pageOf(Response)), "text/csv": z.string() },
          headers: { Link: 'Where CSV goes on: the next page as `rel="next"`; absent at the end.' },
        },
      },
    },
    "PATCH /v1/responses/{responseId}": {
      summary: "Vouch that a person gave a suspect answer",
      description: "It counts from then on, and is followed up. Of one that is not suspect nothing changes.",
      role: "csm",
      body: {
        content: json(Confirmation),
        example: { suspect: false, note: "She told me so on the phone" },
      },
      answers: { 200: { says: "The response as it now is.", content: json(Response) } },
      refusals: {
        404: "There is no response of that id that anybody could confirm.",
        409: "It was imported, and is not suspect.",
      },
    },
  },
};
