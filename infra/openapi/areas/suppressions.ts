import * as z from "zod";
import { Contact } from "#shared/domain/accounts/contact.ts";
import { SUPPRESSION_REASONS } from "#shared/domain/accounts/suppression.ts";
import { LiftBody, SearchBody } from "../../../functions/manage-suppressions/manage-suppressions.ts";
import { type Area, json, Time } from "../operation.ts";

const said = { reason: z.enum(SUPPRESSION_REASONS), at: Time };

const Found = z.object({
  items: z.array(
    z.object({
      suppressionId: z.string(),
      ...said,
      invitationId: z.string().nullable(),
      programId: z.string().nullable(),
    }),
  ),
  lifted: z.array(z.object({ ...said, liftedAt: Time, by: z.string(), note: z.string() })),
  contacts: z
    .array(Contact.pick({ accountId: true, contactId: true, consent: true }))
    .describe("The contacts that this person is, over all accounts."),
  definitions: z.record(z.string(), z.string()),
});

export const suppressions: Area = {
  name: "suppressions",
  about: "Whom nobody writes to any more, at whatever account, and why.",
  routes: {
    "POST /v1/suppressions/search": {
      summary: "Why nobody writes to an address any more",
      description: "The address stands in the body, since it has no place in a URL.",
      role: "ops",
      body: { content: json(SearchBody), example: { email: "mei@example.com" } },
      answers: { 200: { says: "What bars this person; nothing where nothing does.", content: json(Found) } },
    },
    "DELETE /v1/suppressions/{suppressionId}": {
      summary: "Lift all that bars a person",
      description: "Again it changes nothing. A contact's own consent stays as it is.",
      role: "ops",
      body: { content: json(LiftBody), example: { note: "The mailbox was full; it is open again" } },
      answers: { 204: { says: "Nothing bars them any more." } },
      refusals: { 404: "There is no suppression of that id." },
    },
  },
};
