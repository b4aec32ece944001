import { PutItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { Context, DynamoDBStreamEvent } from "aws-lambda";
import type { AnonymousAnswer } from "#shared/domain/answers/anonymous-answer.ts";
import type { Attempt } from "#shared/domain/answers/attempt.ts";
import { Cta } from "#shared/domain/ctas/cta.ts";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import { invitationKey } from "#shared/dynamodb/keys.ts";
import { fromItem, type Table, toItem } from "#shared/dynamodb/table.ts";
import { type BusEvent, EVENTS } from "#shared/events.ts";
import { anInvitation, someSettings } from "../../builders.ts";
import { startEndpoint } from "../../remembering-endpoint.ts";
import { startOpsTable } from "../ops-routes.ts";

export type Change = { readonly before?: Invitation; readonly after?: Invitation };
type CtaChange = { readonly before?: Cta; readonly after: Cta };
type Entry = { readonly DetailType: keyof typeof EVENTS; readonly Detail: string; readonly Source: string };

/** The function as deployed, on a real table, with a bus that remembers. */
export async function startReactions() {
  const { table, stop } = await startOpsTable();
  let failures = 0;
  const bus = await startEndpoint(({ body }) => {
    const { Entries } = JSON.parse(body) as { Entries: Entry[] };
    if (failures-- > 0) return { status: 400, body: JSON.stringify({ __type: "ValidationException" }) };
    return { status: 200, body: JSON.stringify({ FailedEntryCount: 0, Entries: Entries.map(() => ({})) }) };
  });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_EVENTBRIDGE: bus.url,
    BUS_NAME: "lifecycle-surveys",
    SETTINGS: JSON.stringify(someSettings({ timeZone: "Europe/Berlin" })),
  });
  const { handler } = await import("../../../functions/react-to-response/handler.ts");

  return {
    table,
    stop: () => {
      bus.stop();
      stop();
    },
    /** The next so many puts are refused. */
    failNext: (puts: number) => {
      failures = puts;
    },

    /** Delivers changes as the table's stream does; answers the positions from which it is to come back. */
    async deliver(...changes: readonly (Change | CtaChange)[]): Promise<string[]> {
      failures = Math.max(0, failures);
      const Records = changes.map(({ before, after }, i) => ({
        dynamodb: {
          SequenceNumber: String(i),
          ...(before === undefined ? {} : { OldImage: toItem(before) }),
          ...(after === undefined ? {} : { NewImage: toItem(after) }),
        },
      }));
      // Of the event, only what the function looks at.
      const event = { Records } as unknown as DynamoDBStreamEvent;
      const { batchItemFailures } = await handler(event, {} as Context);
      return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    },

    /** Leaves an invitation in the table as it has become by now, whatever of that is delivered when. */
    async keep(invitation: Invitation): Promise<void> {
      const Item = toItem({ ...invitationKey(invitation.invitationId), ...invitation });
      await table.client.send(new PutItemCommand({ TableName: table.name, Item }));
    },

    /** Delivers anonymous answers as they come to light. */
    async release(...answers: readonly AnonymousAnswer[]): Promise<string[]> {
      const Records = answers.map((answer, i) => ({
        eventName: "INSERT",
        dynamodb: {
          SequenceNumber: String(i),
          NewImage: toItem({ pk: "pk", sk: "sk", type: "anonymous-answer", version: 1, ...answer }),
        },
      }));
      const event = { Records } as unknown as DynamoDBStreamEvent;
      return (await handler(event, {} as Context)).batchItemFailures.map(
        ({ itemIdentifier }) => itemIdentifier,
      );
    },

    /** What the bus was given since the last time, each held against its contract. */
    events(): BusEvent[] {
      return bus.requests.splice(0).flatMap(({ body }) => {
        const { Entries } = JSON.parse(body) as { Entries: Entry[] };
        return Entries.map(
          ({ DetailType, Detail }) =>
            ({ type: DetailType, detail: EVENTS[DetailType].parse(JSON.parse(Detail)) }) as BusEvent,
        );
      });
    },

    async ctasOf(accountId: string): Promise<Cta[]> {
      const all = await partition(table, "CTA");
      const ctas = all.filter(({ type }) => type === "cta").map((item) => Cta.parse(item));
      return ctas.filter((cta) => cta.accountId === accountId);
    },

    async listedOn(programId: string, day: string): Promise<string[]> {
      return (await partition(table, `DAY#${programId}#${day}`)).map(({ sk }) => String(sk));
    },

    /** The days marked since they were last asked for by this program, in order. */
    async markedDays(programId: string): Promise<string[]> {
      const marks = await partition(table, "DIRTY");
      return marks.filter((mark) => mark.programId === programId).map(({ day }) => String(day));
    },

    /** The same of those that are to be counted by the hour. */
    async markedByTheHour(programId: string): Promise<string[]> {
      const marks = await partition(table, "DIRTY-HOURLY");
      return marks.filter((mark) => mark.programId === programId).map(({ day }) => String(day));
    },
  };
}

async function partition(table: Table, pk: string): Promise<Record<string, unknown>[]> {
  const { Items = [] } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: marshall({ ":pk": pk }),
      ConsistentRead: true,
    }),
  );
  return Items.map((item) => fromItem(item));
}

let attempts = 0;
export const anAttempt = (
  at: string,
  answers: { readonly nps?: number; readonly csat?: number; readonly comment?: string },
): Attempt => ({
  attemptId: `attempt-${++attempts}`,
  at,
  answers: [
    ...(answers.nps === undefined ? [] : [{ questionId: "nps", kind: "nps" as const, value: answers.nps }]),
    ...(answers.csat === undefined
      ? []
      : [{ questionId: "csat", kind: "csat" as const, value: answers.csat }]),
    ...(answers.comment === undefined
      ? []
      : [{ questionId: "comment", kind: "text" as const, value: answers.comment }]),
  ],
});

let invitations = 0;
/** A sent invitation of an account of its own. */
export function aSent(over: Partial<Invitation> = {}): Invitation {
  const n = ++invitations;
  return anInvitation({ invitationId: `invitation-${n}`, accountId: `acc-${n}`, ...over });
}

/** The change that an answer makes to an invitation. */
export const answered = (before: Invitation, ...added: readonly Attempt[]): Required<Change> => ({
  before,
  after: { ...before, attempts: [...(before.attempts ?? []), ...added] },
});

/** What becomes of an invitation, attempt by attempt. */
export function changesOf(sent: Invitation, attempts: readonly Attempt[]): Required<Change>[] {
  let before = sent;
  return attempts.map((attempt) => {
    const change = answered(before, attempt);
    before = change.after;
    return change;
  });
}

/** A second of the day on which a survey is answered, or of a later day. */
export const at = (second: number, day = 1): string =>
  new Date(Date.UTC(2026, 11, day, 10, 0, second)).toISOString();

/** Every score from 0 to 10, one a second. */
export const aBurst = () => Array.from({ length: 11 }, (_, nps) => anAttempt(at(nps), { nps }));
