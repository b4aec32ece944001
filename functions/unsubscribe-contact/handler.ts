import middy from "@middy/core";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import * as z from "zod/mini";
import { suppress } from "#shared/dynamodb/suppressions.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { invitationOfUnsubscribeLink, recordUnsubscribed } from "#shared/dynamodb/unsubscribe-links.ts";
import { now } from "#shared/lambda/clock.ts";
import { internalErrors } from "#shared/lambda/internal-errors.ts";
import { log } from "#shared/lambda/log.ts";
import type { Reply } from "#shared/lambda/reply.ts";
import { acceptedLanguage } from "#shared/survey/accepted-language.ts";
import { brandFrom } from "#shared/survey/brand.ts";
import { withoutBody } from "#shared/survey/layout.ts";
import { noticePage } from "#shared/survey/notices.ts";
import { unsubscribedPage, unsubscribePage } from "#shared/survey/unsubscribe-page.ts";
import { wordsFor } from "#shared/survey/words.ts";
import {
  showUnsubscribe,
  type Unsubscribed,
  type UnsubscribePorts,
  unsubscribeContact,
} from "./unsubscribe-contact.ts";

const table = tableFrom(process.env);
const brand = brandFrom(process.env);
const { mail } = z
  .object({ mail: z.object({ from: z.string(), replyTo: z.optional(z.string()) }) })
  .parse(JSON.parse(process.env.SETTINGS ?? "{}"));

const ports: UnsubscribePorts = {
  invitationOfLink: (link) => invitationOfUnsubscribeLink(table, link),
  suppress: (personHash, suppression) => suppress(table, personHash, suppression),
  recordUnsubscribed: (invitationId, at) => recordUnsubscribed(table, invitationId, at),
};
const show = showUnsubscribe(ports);
const unsubscribe = unsubscribeContact(ports);

/**
 * `GET`, `HEAD` and `POST /u/{token}`. A POST is RFC 8058's, or our own page's button: the address says all there is to
 * know, so that its body, cookies and who sent it are not looked at.
 */
export const handler = middy<APIGatewayProxyEventV2, Reply>(async (event: APIGatewayProxyEventV2) => {
  const token = event.pathParameters?.token ?? "";
  const { method } = event.requestContext.http;
  const outcome = method === "POST" ? await unsubscribe(token, now()) : await show(token);
  if (outcome.kind === "unsubscribed") log("unsubscribed", { invitationId: outcome.invitation.invitationId });
  const reply = await pageOf(token, outcome, acceptedLanguage(event));
  return method === "HEAD" ? withoutBody(reply) : reply;
}).use(
  internalErrors(async (event) =>
    noticePage("failed-to-show", brand, await wordsFor(acceptedLanguage(event))),
  ),
);

/** @param accepted what the browser asks for, where nothing is known of the contact */
async function pageOf(token: string, outcome: Unsubscribed, accepted: string | undefined): Promise<Reply> {
  if (outcome.kind === "unknown") return noticePage("unknown", brand, await wordsFor(accepted));
  const words = await wordsFor(outcome.invitation.locale ?? accepted);
  if (outcome.kind === "found") return unsubscribePage(token, brand, words);
  return unsubscribedPage(mail.replyTo ?? mail.from, brand, words);
}
