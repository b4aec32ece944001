import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import middy from "@middy/core";
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import * as z from "zod";
import { Scorecard, scorecardUpdated } from "#shared/domain/scorecard/scorecard.ts";
import { Invitation } from "#shared/domain/sending/invitation.ts";
import { invitationsByIds } from "#shared/dynamodb/invitation-lists.ts";
import { enterScore } from "#shared/dynamodb/scorecards.ts";
import { fromItem, tableFrom } from "#shared/dynamodb/table.ts";
import { now } from "#shared/lambda/clock.ts";
import { log } from "#shared/lambda/log.ts";
import { publish } from "#shared/lambda/publish.ts";
import { keepScorecard } from "./keep-scorecard.ts";

const table = tableFrom(process.env);
const bus = new EventBridgeClient({});
const busName = z.string().parse(process.env.BUS_NAME);

const keep = keepScorecard({
  invitations: (ids) => invitationsByIds(table, ids),
  enter: (accountId, entryFrom, at) => enterScore(table, accountId, entryFrom, at),
});

/**
 * In order, up to the first that fails: the stream comes back to that one and what follows it. A changed card comes by the
 * stream as well, and is told from there: once written it is told, whatever becomes of whoever wrote it.
 */
export const handler = middy(async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
  for (const record of event.Records) {
    const itemIdentifier = record.dynamodb?.SequenceNumber ?? "";
    try {
      await follow(record);
    } catch (error) {
      log("scorecard-failed", {
        sequenceNumber: itemIdentifier,
        error: error instanceof Error ? error.name : "unknown",
      });
      return { batchItemFailures: [{ itemIdentifier }] };
    }
  }
  return { batchItemFailures: [] };
});

async function follow({ dynamodb }: DynamoDBRecord): Promise<void> {
  const before = itemFrom(dynamodb?.OldImage);
  const after = itemFrom(dynamodb?.NewImage);
  if (after?.type === "scorecard") {
    const events = scorecardUpdated(before && Scorecard.parse(before), Scorecard.parse(after));
    if (events.length > 0) await publish(bus, busName, events);
  } else if (after?.type === "invitation") {
    const change = { before: before && Invitation.parse(before), after: Invitation.parse(after) };
    const { invitationId } = change.after;
    if (await keep(change, now())) log("scored", { invitationId });
  }
}

/** The stream's records carry the table's own attribute values, under another package's type. */
const itemFrom = (image: unknown): Record<string, unknown> | undefined =>
  image === undefined ? undefined : fromItem(image as Record<string, AttributeValue>);
