import { type AttributeValue, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { marshall } from "@aws-sdk/util-dynamodb";
import middy from "@middy/core";
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import * as z from "zod";
import { Account } from "#shared/domain/accounts/account.ts";
import type { AnonymousAnswer } from "#shared/domain/answers/anonymous-answer.ts";
import { Cta } from "#shared/domain/ctas/cta.ts";
import { digestEntry, nextDigestDay } from "#shared/domain/ctas/digest.ts";
import { Invitation } from "#shared/domain/sending/invitation.ts";
import { noteOnCta } from "#shared/dynamodb/cta-notes.ts";
import { takeUpCta, withdrawCta } from "#shared/dynamodb/cta-withdrawals.ts";
import { ctaById, openInSlot, openOrJoinCta } from "#shared/dynamodb/ctas.ts";
import { hourlyMarks, listUnderDay, markDay } from "#shared/dynamodb/days.ts";
import { dropFromDigest, keepForDigest } from "#shared/dynamodb/digests.ts";
import { accountKey, invitationKey } from "#shared/dynamodb/keys.ts";
import { itemAt } from "#shared/dynamodb/partition.ts";
import { programVersion } from "#shared/dynamodb/programs.ts";
import { anonymousAnswerIn } from "#shared/dynamodb/released-answers.ts";
import { fromItem, tableFrom } from "#shared/dynamodb/table.ts";
import { now } from "#shared/lambda/clock.ts";
import { log } from "#shared/lambda/log.ts";
import { publish } from "#shared/lambda/publish.ts";
import { settingsFrom } from "#shared/settings.ts";
import { type CtaChange, ctaEvents } from "./cta-events.ts";
import { type ReactPorts, reactToResponse } from "./react-to-response.ts";
import type { Change } from "./reactions.ts";
import { releasedAnswer } from "./released-answer.ts";

const table = tableFrom(process.env);
const bus = new EventBridgeClient({});
const busName = z.string().parse(process.env.BUS_NAME);

const settings = settingsFrom(process.env);
const areReportsCountedHourly = process.env.REPORTS_COUNTED_HOURLY !== "false";
const markWithinTheHour = hourlyMarks(table);

const ports: ReactPorts = {
  account: async (accountId) => {
    const { Item } = await table.client.send(
      new GetItemCommand({ TableName: table.name, Key: marshall(accountKey(accountId)) }),
    );
    return Item === undefined ? undefined : Account.parse(fromItem(Item));
  },
  invitation: async (invitationId) => {
    const item = await itemAt(table, invitationKey(invitationId));
    return item === undefined ? undefined : Invitation.parse(item);
  },
  program: (programId, version) => programVersion(table, programId, version),
  openOrJoinCta: (cta) => openOrJoinCta(table, cta),
  keepForDigest: async (cta) => {
    const entry = digestEntry(cta, nextDigestDay(now(), settings));
    if (entry !== undefined) await keepForDigest(table, entry);
  },
  dropFromDigest: (of, givenBy) => dropFromDigest(table, of, givenBy),
  cta: (ctaId) => ctaById(table, ctaId),
  noteOnCta: ({ cta, note }) => noteOnCta(table, cta, note),
  noteOnSilence: async ({ accountId, programId: program }, note) => {
    const ctaId = await openInSlot(table, { accountId, program, kind: "silent-renewal" });
    if (ctaId !== undefined) await noteOnCta(table, { ctaId }, note);
  },
  withdrawCta: ({ cta, note }) => withdrawCta(table, cta, note),
  takeUpCta: (cta, { note }) => takeUpCta(table, cta, note),
  listUnderDay: (kind, day, invitation) => listUnderDay(table, kind, day, invitation),
  publish: (events) => publish(bus, busName, events),
  settings,
};

/** The stream's records carry the table's own attribute values, under another package's type. */
const itemFrom = (image: unknown) => fromItem(image as Record<string, AttributeValue>);
const invitationFrom = (image: unknown): Invitation | undefined =>
  image === undefined ? undefined : Invitation.parse(itemFrom(image));

/** The anonymous answer that a record says has come to light, if that is what it is of. */
function releasedIn({ dynamodb }: DynamoDBRecord): AnonymousAnswer | undefined {
  if (dynamodb?.NewImage?.type?.S !== "anonymous-answer") return undefined;
  return anonymousAnswerIn(itemFrom(dynamodb.NewImage));
}

/** What a record says has become of a call to action, if that is what it is of. */
function ctaChangeIn({ dynamodb }: DynamoDBRecord): CtaChange | undefined {
  if (dynamodb?.NewImage?.type?.S !== "cta") return undefined;
  const before = dynamodb.OldImage === undefined ? undefined : Cta.parse(itemFrom(dynamodb.OldImage));
  return { before, after: Cta.parse(itemFrom(dynamodb.NewImage)) };
}

function changeOf(record: DynamoDBRecord): Change | undefined {
  const after = invitationFrom(record.dynamodb?.NewImage);
  return after === undefined ? undefined : { before: invitationFrom(record.dynamodb?.OldImage), after };
}

type Touched = Map<string, { readonly programId: string; readonly day: string; readonly isSoon: boolean }>;

/**
 * In order, up to the first that fails: the stream comes back to that one and what follows it. The days that the
 * batch touched are marked once, after all that belongs to them is listed.
 */
export const handler = middy(async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
  const touched: Touched = new Map();
  const failed = await reactToAll(event.Records, touched);
  for (const { programId, day, isSoon } of touched.values())
    await (isSoon ? markDay(table, programId, day) : markWithinTheHour({ programId, day }, now()));
  return { batchItemFailures: failed === undefined ? [] : [{ itemIdentifier: failed }] };
});

/** Answers the sequence number of the record at which it stopped; undefined where it came through. */
async function reactToAll(records: readonly DynamoDBRecord[], touched: Touched): Promise<string | undefined> {
  for (const record of records) {
    const itemIdentifier = record.dynamodb?.SequenceNumber ?? "";
    try {
      const released = releasedIn(record);
      if (released !== undefined) {
        await tellReleased(released);
        continue;
      }
      const ofCta = ctaChangeIn(record);
      if (ofCta !== undefined) {
        await tellOfCta(ofCta);
        continue;
      }
      const change = changeOf(record);
      if (change === undefined) continue;
      const { published, days, daysWithinTheHour } = await reactToResponse(ports)(change);
      const { programId } = change.after;
      for (const day of daysWithinTheHour) {
        const name = `${programId}#${day}`;
        if (!touched.has(name)) touched.set(name, { programId, day, isSoon: !areReportsCountedHourly });
      }
      for (const day of days) touched.set(`${programId}#${day}`, { programId, day, isSoon: true });
      if (published > 0) log("reacted", { invitationId: change.after.invitationId, published });
    } catch (error) {
      log("reaction-failed", {
        sequenceNumber: itemIdentifier,
        error: error instanceof Error ? error.name : "unknown",
      });
      return itemIdentifier;
    }
  }
  return undefined;
}

/** Its day's figures are marked already, with its release. */
async function tellReleased(answer: AnonymousAnswer): Promise<void> {
  const events = await releasedAnswer(ports, answer);
  if (events.length === 0) return;
  await ports.publish(events);
  log("reacted", { responseId: answer.answerId, published: events.length });
}

/** From the stream, so that what was written is told, whatever became of whoever wrote it. */
async function tellOfCta(change: CtaChange): Promise<void> {
  const events = ctaEvents(change);
  if (events.length === 0) return;
  await ports.publish(events);
  log("cta-told", { ctaId: change.after.ctaId, published: events.length });
}
