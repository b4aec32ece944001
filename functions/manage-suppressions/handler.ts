import { SSMClient } from "@aws-sdk/client-ssm";
import * as z from "zod";
import { personHash } from "#shared/domain/accounts/person.ts";
import { invitationById } from "#shared/dynamodb/invitations.ts";
import { peopleOf } from "#shared/dynamodb/person-state.ts";
import { contactsByIds } from "#shared/dynamodb/portfolio.ts";
import { liftSuppressions, suppressionRecord } from "#shared/dynamodb/suppressions.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { apiHandler } from "#shared/lambda/api.ts";
import { now } from "#shared/lambda/clock.ts";
import { log } from "#shared/lambda/log.ts";
import { secretKeyFrom } from "#shared/lambda/secret-key.ts";
import { liftSuppression, type SuppressionPorts, searchSuppressions } from "./manage-suppressions.ts";

const table = tableFrom(process.env);
const ssm = new SSMClient({});
const personKeyParameter = z.string().parse(process.env.PERSON_KEY_PARAMETER);

const ports = (personKey: Uint8Array): SuppressionPorts => ({
  personHash: (email) => personHash(email, personKey),
  record: (hash) => suppressionRecord(table, hash),
  programOf: async (invitationId) => (await invitationById(table, invitationId))?.programId,
  contactsOf: async (hash) => {
    const ids = (await peopleOf(table, [hash])).get(hash)?.contacts ?? [];
    // Of a contact whose address was changed, the item may still lead here.
    return (await contactsByIds(table, ids)).filter(({ email }) => personHash(email, personKey) === hash);
  },
  lift: async (hash, seen, lifting) => {
    const isLifted = await liftSuppressions(table, hash, seen, lifting);
    if (isLifted) log("suppression-lifted", { reasons: seen.map(({ reason }) => reason).join() });
    return isLifted;
  },
});

export const handler = apiHandler("ops", async (request) => {
  const of = ports(await secretKeyFrom(ssm, personKeyParameter));
  return request.method === "DELETE"
    ? await liftSuppression(of)(request, now())
    : await searchSuppressions(of)(request);
});
