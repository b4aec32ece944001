import { randomUUID } from "node:crypto";
import middy from "@middy/core";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { now } from "#shared/lambda/clock.ts";
import { internalErrors } from "#shared/lambda/internal-errors.ts";
import { log } from "#shared/lambda/log.ts";
import type { Reply } from "#shared/lambda/reply.ts";
import { scannerNetworksFrom } from "#shared/lambda/scanner-networks.ts";
import { readPosted } from "#shared/survey/posted.ts";
import { submitResponse } from "./submit-response.ts";

const submit = submitResponse({ table: tableFrom(process.env), newAttemptId: randomUUID });
const scannerNetworkOf = scannerNetworksFrom(process.env);

/** `POST /s/{token}`, a form or JSON. */
export const handler = middy<APIGatewayProxyEventV2, Reply>(async (event: APIGatewayProxyEventV2) => {
  const token = event.pathParameters?.token ?? "";
  const read = readPosted(event.headers["content-type"], bodyOf(event));
  if (read.kind !== "posted") return (await replies()).noticeReply(read.kind, event);
  const scannerNetwork = scannerNetworkOf(event.requestContext.http.sourceIp);
  const submitted = await submit({ token, posted: read.posted, scannerNetwork }, now());
  log("response-submitted", {
    outcome: submitted.kind,
    ...("invitation" in submitted ? { invitationId: submitted.invitation.invitationId } : {}),
  });
  return (await replies()).submittedReply(submitted, read.posted, event);
}).use(internalErrors(async (event) => (await replies()).noticeReply("failed", event)));

/** Pages, words and languages, loaded once the answer is kept. */
const replies = () => import("./replies.ts");

function bodyOf(event: APIGatewayProxyEventV2): string {
  const body = event.body ?? "";
  return event.isBase64Encoded ? Buffer.from(body, "base64").toString("utf8") : body;
}
