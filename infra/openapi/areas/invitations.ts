import * as z from "zod";
import { InvitationFilters, type InvitationView } from "../../../functions/read-records/invitations.ts";
import { listOf } from "../lists.ts";
import { named } from "../names.ts";
import { type Area, json, pageOf, Time } from "../operation.ts";

const STATUS =
  "`selected` waits for its send window, `queued` for the sender, `sending` is with it; of an `unknown` one nobody knows yet whether it went out; `refused` by SES, `withdrawn` by a rule; `expired` is sent, and closed without an answer.";

const Invitation = named(
  "Invitation",
  z.object({
    invitationId: z.string(),
    programId: z.string(),
    imported: z
      .boolean()
      .describe(
        "Taken over from another tool: of no version and cycle of ours, and maybe of nobody known here.",
      ),
    programVersion: z.int(),
    accountId: z.string().nullable(),
    contactId: z.string().nullable(),
    cycle: z.string().nullable(),
    status: InvitationFilters.status.unwrap().describe(STATUS),
    reason: z.string().nullable().describe("Of one that was refused or withdrawn."),
    notBefore: Time,
    sentAt: Time.nullable(),
    closesAt: Time.nullable(),
    anonymous: z.boolean().describe("Its history says nothing of the person."),
    tracksOpens: z.boolean(),
    history: z
      .array(z.object({ at: Time, type: z.string() }))
      .describe("What became of it, the oldest first: `selected`, `sent`, `delivered`, `answered`, …"),
  }),
) satisfies z.ZodType<InvitationView>;

export const invitations: Area = {
  name: "invitations",
  about: "Each survey to each contact, with what became of its mail.",
  routes: {
    "GET /v1/invitations": {
      summary: "Invitations",
      description:
        "Of an account all of them, the newest first. Otherwise those that wait to be sent, then those sent in the range, the newest day first.",
      role: "csm",
      query: listOf(InvitationFilters),
      parameters: {
        status: STATUS,
        from: "The first day, UTC; without it and `account`, 90 days before the last.",
        to: "The last day, UTC; today where it is left out.",
      },
      answers: { 200: { says: "A page of invitations.", content: json(pageOf(Invitation)) } },
    },
  },
};
