import * as z from "zod";
import { Contact } from "#shared/domain/accounts/contact.ts";
import { ContactBody, RolesBody } from "#shared/domain/accounts/portfolio-body.ts";
import { listOf } from "../lists.ts";
import { named } from "../names.ts";
import { type Area, json, pageOf } from "../operation.ts";

named("Contact", Contact);

const CONTACT = "/v1/accounts/{accountId}/contacts/{contactId}";

export const contacts: Area = {
  name: "contacts",
  about: "The people at an account who may be asked.",
  routes: {
    "GET /v1/accounts/{accountId}/contacts": {
      summary: "An account's contacts, in the order of their ids",
      role: "ops",
      query: listOf({}),
      answers: { 200: { says: "A page of contacts.", content: json(pageOf(Contact)) } },
      refusals: { 404: "There is no account of that id." },
    },
    [`GET ${CONTACT}`]: {
      summary: "One contact",
      role: "ops",
      answers: { 200: { says: "The contact; what is not known is absent.", content: json(Contact) } },
      refusals: { 404: "This account has no contact of that id." },
    },
    [`PUT ${CONTACT}`]: {
      summary: "Save a contact, or set its roles",
      description:
        "For ops the contact as it now is, whole, but for a consent that is left out, which stays as it is. A CSM may set the `roles` of contacts in their own accounts, and change nothing else.",
      role: "csm",
      body: {
        content: json(
          z.union([
            named("ContactBody", ContactBody.meta({ description: "By ops." })),
            named("RolesBody", RolesBody.meta({ description: "By a CSM." })),
          ]),
        ),
        example: { email: "mei@example.com", name: "Mei Tanaka", locale: "ja", roles: ["admin"] },
      },
      answers: { 200: { says: "The contact as it is stored.", content: json(Contact) } },
      refusals: {
        403: "The token does not carry the role csm; or a CSM would do what ops alone may, or in an account that is not theirs.",
        404: "There is no account of that id.",
        409: "The contact has unsubscribed, which saving does not lift.",
      },
    },
    [`DELETE ${CONTACT}`]: {
      summary: "Remove a contact",
      description: "Whether there was one or not.",
      role: "ops",
      answers: { 204: { says: "It is there no more." } },
    },
  },
};
