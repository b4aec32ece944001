import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { linkToken, tokenHashOf } from "#shared/domain/sending/link-token.ts";
import { invitationKey } from "#shared/dynamodb/keys.ts";
import { readPosted } from "#shared/survey/posted.ts";
import { submitResponse } from "../../functions/submit-response/submit-response.ts";
import { anInvitation } from "../builders.ts";
import { startTable } from "../table.ts";
import { bundleBytes } from "./bundle-bytes.ts";
import { count } from "./counted.ts";

/** What one answer costs: calls and write units on its path, and the size of the function that takes it. */
export async function answerBench() {
  const { table, stop } = await startTable();
  try {
    const { invitationId } = anInvitation();
    const token = linkToken(invitationId, Buffer.alloc(32, 1));
    const item = { ...invitationKey(invitationId), ...anInvitation({ tokenHash: tokenHashOf(token) }) };
    await table.client.send(
      new PutItemCommand({ TableName: table.name, Item: marshall(item, { removeUndefinedValues: true }) }),
    );
    const counted = count(table.client);
    const form = "program=post-onboarding&version=1&nps=9&csat=5&comment=A+word+of+thanks";
    const read = readPosted("application/x-www-form-urlencoded", form);
    if (read.kind !== "posted") throw new Error(`the form was read as ${read.kind}`);
    const submit = submitResponse({ table, newAttemptId: () => "attempt-1" });
    const outcome = await submit({ token, posted: read.posted }, new Date("2026-12-02T09:00:00Z"));
    if (outcome.kind !== "answered") throw new Error(`the answer was ${outcome.kind}`);
    const bundle = bundleBytes("functions/submit-response/handler.ts");
    return [
      { work: "one answer, SDK calls", figure: counted.calls },
      { work: "one answer, write units", figure: counted.writeUnits },
      { work: "answer function, bundle in bytes", figure: bundle.whole },
      {
        work: "answer function, bundle in bytes that load at its start (at most 230,000)",
        figure: bundle.eager,
      },
    ];
  } finally {
    stop();
  }
}
