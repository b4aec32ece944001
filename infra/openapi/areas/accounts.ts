import * as z from "zod";
import { Account, PLANS, SEGMENTS, STATUSES } from "#shared/domain/accounts/account.ts";
import { Hold } from "#shared/domain/accounts/hold.ts";
import { AccountBody } from "#shared/domain/accounts/portfolio-body.ts";
import { Standing } from "#shared/events/scores.ts";
import { holdBody, LiftBody } from "../../../functions/place-hold/place-hold.ts";
import { AccountFilters } from "../../../functions/read-records/accounts.ts";
import { listOf } from "../lists.ts";
import { named } from "../names.ts";
import { type Area, json, pageOf } from "../operation.ts";

named("Account", Account);
named("Hold", Hold);
named("Standing", Standing);

const Listed = named(
  "ListedAccount",
  z.object({
    ...Account.pick({ accountId: true }).shape,
    name: z.string().nullable(),
    plan: z.enum(PLANS).nullable(),
    status: z.enum(STATUSES).nullable(),
    segment: z.enum(SEGMENTS).nullable(),
    csm: Account.shape.csm.unwrap().nullable(),
    renewalOn: z.iso.date().nullable(),
    arrUsd: z.number().nullable(),
    score: z.object({ nps: Standing.nullable(), csat: Standing.nullable() }),
    openCtas: z.int().describe("Calls to action that are not closed."),
    nextSurvey: z.object({ programId: z.string(), dueOn: z.iso.date() }).nullable(),
  }),
);

export const accounts: Area = {
  name: "accounts",
  about: "Customer organisations, and until when not to survey them.",
  routes: {
    "GET /v1/accounts": {
      summary: "Find accounts, in the order of their names",
      description: "A page has 50 at most.",
      role: "csm",
      query: listOf(AccountFilters),
      parameters: {
        q: "Stands in the name or the id, whatever the case and the accents.",
        csm: "The CSM's name, or `me`; not an e-mail address, which has no place in a URL.",
        segment: "Of this segment alone; `unknown` for those of none.",
        renewsBefore: "Renews before this day.",
      },
      answers: { 200: { says: "A page of accounts.", content: json(pageOf(Listed)) } },
    },
    "GET /v1/accounts/{accountId}": {
      summary: "One account, and the holds over it and its contacts",
      description: "What is not known of it is absent.",
      role: "ops",
      answers: {
        200: {
          says: "The account as it is stored.",
          content: json(Account.extend({ holds: z.array(Hold).describe("Those that are not over yet.") })),
        },
      },
      refusals: { 404: "There is no account of that id." },
    },
    "PUT /v1/accounts/{accountId}": {
      summary: "Save an account",
      description:
        "The account as it now is, whole: what is left out or null is unknown. The same again changes nothing. `holds` are passed over.",
      role: "ops",
      body: {
        content: json(named("AccountBody", AccountBody)),
        example: { name: "Example Works", plan: "premium", status: "active", renewalOn: "2027-03-01" },
      },
      answers: { 200: { says: "The account as it is stored.", content: json(Account) } },
    },
    "POST /v1/holds": {
      summary: "Survey nobody at an account, or not one contact, until a day",
      description:
        "Placing it again replaces the one before. `contactId` alone is enough where one account only has it.",
      role: "csm",
      body: {
        content: json(holdBody(new Date(0))),
        example: { accountId: "acc-1", until: "2027-01-31", reason: "In escalation" },
      },
      answers: { 200: { says: "The hold as it is stored.", content: json(Hold) } },
      refusals: {
        404: "There is no such account, or no such contact.",
        409: "More than one account has a contact of that id: `accountId` must be given.",
      },
    },
    "DELETE /v1/holds": {
      summary: "Lift a hold",
      description: "Whether there was one or not.",
      role: "csm",
      body: { content: json(LiftBody), example: { accountId: "acc-1" } },
      answers: { 204: { says: "There is none any more." } },
      refusals: {
        404: "There is no such account, or no such contact.",
        409: "More than one account has a contact of that id: `accountId` must be given.",
      },
    },
  },
};
