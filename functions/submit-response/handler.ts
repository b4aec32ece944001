import { randomUUID } from "node:crypto";
import middy from "@middy/core";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { now } from "#shared/lambda/clock.ts";
import { internalErrors } from "#shared/lambda/internal-errors.ts";
import { log } from "#shared/lambda/log.ts";
import type { Reply } from "#shared/lambda/reply.ts";
import { brandFrom } from "#shared/survey/brand.ts";
import { readPosted } from "#shared/survey/posted.ts";
import { noticeReply, submittedReply } from "./replies.ts";
import { submitResponse } from "./submit-response.ts";

const brand = brandFrom(process.env);
const submit = submitResponse({ table: tableFrom(process.env), newAttemptId: randomUUID });

/** `POST /s/{token}`, a form or JSON. */
export const handler = middy<APIGatewayProxyEventV2, Reply>(async (event: APIGatewayProxyEventV2) => {
  const caller = { brand, format: formatOf(event), token: event.pathParameters?.token ?? "" };
  const read = readPosted(event.headers["content-type"], bodyOf(event));
  if (read.kind !== "posted") return noticeReply(read.kind, caller);
  const submitted = await submit({ token: caller.token, posted: read.posted }, now());
  log("response-submitted", {
    outcome: submitted.kind,
    ...("invitation" in submitted ? { invitationId: submitted.invitation.invitationId } : {}),
  });
  return submittedReply(submitted, read.posted, caller);
}).use(internalErrors((event) => noticeReply("failed", { brand, format: formatOf(event), token: "" })));

function bodyOf(event: APIGatewayProxyEventV2): string {
  const body = event.body ?? "";
  return event.isBase64Encoded ? Buffer.from(body, "base64").toString("utf8") : body;
}

/** A program is answered as it asks: one that posts JSON, or accepts it and no page. */
function formatOf({ headers }: APIGatewayProxyEventV2): "page" | "json" {
  const accept = headers.accept ?? "";
  if (/^application\/json\b/i.test(headers["content-type"]?.trim() ?? "")) return "json";
  return /\bapplication\/(problem\+)?json\b/i.test(accept) && !/\btext\/html\b/i.test(accept)
    ? "json"
    : "page";
}
