import * as z from "zod";
import { PreviewBody } from "../../../functions/preview-program/preview-program.ts";
import { TestBody } from "../../../functions/preview-program/send-test.ts";
import { type Area, json } from "../operation.ts";

const note = z.string().describe("That its links are made up.");
const Preview = z.object({
  programId: z.string(),
  version: z.int().positive(),
  locale: z.string(),
  language: z.string().describe("The one of ours that this locale is written to in."),
  mail: z.object({
    subject: z.string(),
    from: z.object({ name: z.string(), address: z.string() }),
    html: z.string(),
    text: z.string(),
    headers: z.record(z.string(), z.string()),
  }),
  page: z.object({ html: z.string() }),
  note,
});
const Sent = z.object({
  messageId: z.string().describe("The mail's id at SES."),
  programId: z.string(),
  version: z.int().positive(),
  note,
});

const NO_PROGRAM = "There is no such program, or no such version of it.";

export const previews: Area = {
  name: "previews",
  about: "Mails and pages before anybody gets them.",
  routes: {
    "POST /v1/programs/{programId}/preview": {
      summary: "The mail and the page as a contact would get them",
      description:
        "Of the newest version, or of a `version`, or of a `definition` before it is PUT. HTML stands in the answer as text.",
      role: "ops",
      body: { content: json(PreviewBody), example: { locale: "de", score: 9 } },
      answers: { 200: { says: "Both of them.", content: json(Preview) } },
      refusals: { 404: NO_PROGRAM },
    },
    "POST /v1/programs/{programId}/test-send": {
      summary: "Send oneself the mail",
      description:
        "To the address that the token carries, and to no other. Nothing of it is kept or counted.",
      role: "ops",
      body: { content: json(TestBody), example: { email: "ops@example.com", locale: "de" } },
      answers: { 202: { says: "SES has taken it.", content: json(Sent) } },
      refusals: {
        403: "The token does not carry the role ops, or it carries another address.",
        404: NO_PROGRAM,
        409: "The address is suppressed, or SES does not take the mail; `detail` says which.",
        503: "SES gave no clear answer, or takes no more mails at this moment; or there was none within 30 seconds.",
      },
    },
  },
};
