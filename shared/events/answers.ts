import * as z from "zod";
import { envelope } from "./envelope.ts";

const Answers = z.array(
  z.object({
    questionId: z.string(),
    kind: z.enum(["nps", "csat", "text", "single-choice", "multiple-choice"]),
    value: z.union([z.number(), z.string(), z.array(z.string()).readonly()]),
    chosen: z
      .array(z.string())
      .optional()
      .describe("The words of the options chosen, in the program's own language; only of choices."),
  }),
);

export const InvitationSent = z.object({
  ...envelope,
  invitationId: z.string(),
  programId: z.string(),
  accountId: z.string(),
  contactId: z.string(),
  sentAt: z.iso.datetime(),
});

export const ResponseReceived = z.object({
  ...envelope,
  responseId: z.string(),
  invitationId: z.string().nullable().describe("Null, as account and contact, of an anonymous answer."),
  programId: z.string(),
  programVersion: z.int(),
  accountId: z.string().nullable(),
  accountName: z.string().nullable(),
  segment: z.string().nullable(),
  contactId: z.string().nullable(),
  answeredAt: z.iso.datetime(),
  responseVersion: z.int().positive().describe("1 for the first answer; a changed answer is a higher one."),
  isFirst: z
    .boolean()
    .optional()
    .describe(
      "Whether it is the first that counts: of a changed answer not, but of a person's after all that may not have been.",
    ),
  nps: z.int().min(0).max(10).nullable(),
  csat: z.int().min(1).max(5).nullable(),
  answers: Answers,
});
