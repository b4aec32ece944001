import { randomUUID } from "node:crypto";
import middy from "@middy/core";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { callBacksIn } from "#shared/dynamodb/call-backs.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { now } from "#shared/lambda/clock.ts";
import { internalErrors } from "#shared/lambda/internal-errors.ts";
import { log } from "#shared/lambda/log.ts";
import type { Reply } from "#shared/lambda/reply.ts";
import { scannerNetworksFrom } from "#shared/lambda/scanner-networks.ts";
import { readPosted } from "#shared/survey/posted.ts";
import type { Asked } from "./ask-call-back.ts";
import { type Submitted, submitResponse } from "./submit-response.ts";

const table = tableFrom(process.env);
const submit = submitResponse({ table, newAttemptId: randomUUID });
const callBacks = { submit, ...callBacksIn(table) };
const scannerNetworkOf = scannerNetworksFrom(process.env);

/** `POST /s/{token}`, a form or JSON. */
export const handler = middy<APIGatewayProxyEventV2, Reply>(async (event: APIGatewayProxyEventV2) => {
  const token = event.pathParameters?.token ?? "";
  const read = readPosted(event.headers["content-type"], bodyOf(event));
  if (read.kind !== "posted") return (await replies()).noticeReply(read.kind, event);
  const scannerNetwork = scannerNetworkOf(event.requestContext.http.sourceIp);
  const take = read.posted.callBack === undefined ? submit : (await asking()).withCallBack(callBacks);
  const submitted = await take({ token, posted: read.posted, scannerNetwork }, now());
  log("response-submitted", { outcome: submitted.kind, ...whoseOf(submitted) });
  if (submitted.kind === "call-back-asked" || submitted.kind === "call-back-invalid")
    return (await import("./call-back-reply.ts")).askedReply(submitted, read.posted, event);
  return (await replies()).submittedReply(submitted, read.posted, event);
}).use(internalErrors(async (event) => (await replies()).noticeReply("failed", event)));

/** Of an anonymous survey nothing: when it was answered would stand beside whom it was sent to. */
const whoseOf = (submitted: Submitted | Asked): { readonly invitationId?: string } =>
  "invitation" in submitted && submitted.invitation.anonymous === undefined
    ? { invitationId: submitted.invitation.invitationId }
    : {};

/** Loaded by who asks to be called back; it knows nothing of the table, which would be loaded with it. */
const asking = () => import("./ask-call-back.ts");

/** Pages, words and languages, loaded once the answer is kept. */
const replies = () => import("./replies.ts");

function bodyOf(event: APIGatewayProxyEventV2): string {
  const body = event.body ?? "";
  return event.isBase64Encoded ? Buffer.from(body, "base64").toString("utf8") : body;
}
