import * as z from "zod";
import type { Promised } from "#shared/survey/promise.ts";
import { named } from "../names.ts";
import { type Answer, type Area, type Content, json, type Operation, Time } from "../operation.ts";
import { problem } from "../refusals.ts";

const html: Content = { "text/html": z.string() };
const page = (says: string): Answer => ({ says, content: html });
/** To a program, what a page says to a person. */
const either = (says: string): Answer => ({ says, content: { ...html, ...problem } });

const Answers = named(
  "Answers",
  z
    .looseObject({
      program: z
        .string()
        .optional()
        .describe("The program and version that are answered, which are checked."),
      version: z.union([z.int(), z.string()]).optional(),
      answers: z
        .union([
          z.record(z.string(), z.unknown()),
          z.array(z.looseObject({ questionId: z.string(), value: z.unknown() })),
        ])
        .optional()
        .describe("By question id; they may as well stand beside `program`, each as a field of its own."),
      callBack: z.unknown().optional().describe("`true` asks to be called back."),
      reach: z.unknown().optional().describe("How and when, in words."),
    })
    .describe("A score is a whole number, a single choice an option's id, a multiple one a list of such."),
);

const CallBack = z.object({
  askedAt: Time,
  dueAt: Time,
  timeZone: z.string().describe("By whose clock a day ends (IANA)."),
  reach: z.string().optional(),
}) satisfies z.ZodType<Promised>;

const Receipt = z.object({
  responseId: z.string().nullable().describe("Null of an anonymous answer, which is nobody's to find."),
  answeredAt: Time.optional(),
  callBack: CallBack.optional(),
  notAsked: z
    .array(z.string())
    .optional()
    .describe("What was given that this survey does not ask, and was not kept."),
});

const show: Operation = {
  summary: "The survey's page",
  description: "Records no answer, whatever the link carries.",
  role: "anyone",
  query: z.object({ score: z.string().optional() }),
  parameters: { score: "Preselects an answer to the first question; the person confirms it." },
  answers: {
    200: page("The survey, or, of an anonymous one that was answered, that it was."),
    404: page("No survey is open here: which of the reasons it is, nobody is told."),
    500: { says: "It cannot be shown at the moment.", content: html },
  },
};
const unsubscribe: Operation = {
  summary: "The page that asks whether to unsubscribe",
  description: "Changes nothing.",
  role: "anyone",
  answers: {
    200: page("The page, with its button."),
    404: page("This link unsubscribes nobody."),
    500: { says: "It cannot be shown at the moment.", content: html },
  },
};

export const customers: Area = {
  name: "customers",
  about: "Where the links of a mail lead. The link is the key: no token is needed.",
  routes: {
    "GET /s/{token}": show,
    "HEAD /s/{token}": {
      ...show,
      summary: "Whether there is a survey",
      description: "Notes nothing at all.",
    },
    "POST /s/{token}": {
      summary: "Answer",
      description:
        "Who posts JSON, or accepts it and no page, is answered in JSON. Answers can be partial, and changed until the survey closes; 32 KB at most.",
      role: "anyone",
      body: {
        content: {
          "application/json": Answers,
          "application/x-www-form-urlencoded": z.record(z.string(), z.string()),
        },
      },
      answers: {
        200: {
          says: "Kept; to a person, also that an anonymous survey was answered before.",
          content: { ...html, ...json(Receipt) },
        },
        400: either("Something is wrong with an answer, or this is no form and no JSON; nothing was kept."),
        404: either("No survey is open here: which of the reasons it is, nobody is told."),
        409: { says: "An anonymous survey is answered once.", content: problem },
        413: either("More than an answer can have."),
        415: either("Neither a form nor JSON."),
        429: either("It was changed too often, or there were too many requests at once."),
        500: either("It was not kept: please send it again."),
      },
    },
    "GET /u/{token}": unsubscribe,
    "HEAD /u/{token}": { ...unsubscribe, summary: "Whether the link would unsubscribe somebody" },
    "POST /u/{token}": {
      summary: "Unsubscribe",
      description:
        "One click, RFC 8058, or the page's button: at every account, at once. The body is not looked at.",
      role: "anyone",
      body: {
        content: { "application/x-www-form-urlencoded": z.record(z.string(), z.string()) },
        example: { "List-Unsubscribe": "One-Click" },
      },
      answers: {
        200: page("Nobody writes to this person any more."),
        404: page("This link unsubscribes nobody."),
        500: { says: "It did not succeed: please try again.", content: html },
      },
    },
  },
};
