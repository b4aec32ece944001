import { type EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { EVENT_SOURCE } from "../events/envelope.ts";
import { type BusEvent, EVENTS } from "../events.ts";

/** PutEvents takes at most ten entries. */
const ENTRIES = 10;

/** Puts events on the bus, each checked against its contract; throws where the bus did not take every one. */
export async function publish(
  client: EventBridgeClient,
  busName: string,
  events: readonly BusEvent[],
): Promise<void> {
  for (let i = 0; i < events.length; i += ENTRIES) {
    const { FailedEntryCount = 0, Entries = [] } = await client.send(
      new PutEventsCommand({
        Entries: events.slice(i, i + ENTRIES).map(({ type, detail }) => ({
          EventBusName: busName,
          Source: EVENT_SOURCE,
          DetailType: type,
          Detail: JSON.stringify(EVENTS[type].parse(detail)),
          Time: new Date(detail.occurredAt),
        })),
      }),
    );
    if (FailedEntryCount > 0) {
      const codes = [...new Set(Entries.flatMap(({ ErrorCode }) => ErrorCode ?? []))].join(", ");
      throw new Error(
        `the bus ${busName} refused ${FailedEntryCount} events (${codes}); they will be put again`,
      );
    }
  }
}
