import { SSMClient } from "@aws-sdk/client-ssm";
import middy from "@middy/core";
import type { EventBridgeEvent } from "aws-lambda";
import * as z from "zod";
import { reasonOf } from "#shared/domain/eligibility/eligibility.ts";
import { touchpointId } from "#shared/domain/programs/touchpoint.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { TouchpointReached } from "#shared/events/touchpoints.ts";
import { now } from "#shared/lambda/clock.ts";
import { log } from "#shared/lambda/log.ts";
import { secretKeyFrom } from "#shared/lambda/secret-key.ts";
import { tablePorts } from "./ports.ts";
import { reachTouchpoint } from "./reach-touchpoint.ts";

const table = tableFrom(process.env);
const ssm = new SSMClient({});

/** One event of the bus, ours or another system's. One that is not to be understood ends with the dead letters. */
export const handler = middy(
  async (event: EventBridgeEvent<"Touchpoint Reached", unknown>): Promise<void> => {
    const read = TouchpointReached.safeParse(event.detail);
    if (!read.success) {
      // Of our own fields' names alone: what the event says may be anything.
      const fields = [...new Set(read.error.issues.map(({ path }) => String(path[0] ?? "detail")))].join(",");
      log("touchpoint-malformed", { eventId: event.id, fields });
      throw new Error(`the event ${event.id} breaks the contract of Touchpoint Reached: ${fields}`);
    }
    const personKey = await secretKeyFrom(ssm, z.string().parse(process.env.PERSON_KEY_PARAMETER));
    const outcome = await reachTouchpoint(tablePorts(table, personKey))(read.data, now());
    const id = touchpointId(read.data);
    switch (outcome.kind) {
      case "reached":
        for (const { programId, decision } of outcome.decisions) {
          log(`touchpoint-${decision.verdict}`, { touchpointId: id, programId, reason: reasonOf(decision) });
        }
        return;
      case "in-the-future":
        log("touchpoint-malformed", { eventId: event.id, fields: "occurredAt" });
        throw new Error(`the event ${event.id} has not happened yet, by our clock`);
      case "no-program":
      case "no-such-account":
      case "no-such-contact":
        log("touchpoint-ignored", { touchpointId: id, reason: outcome.kind });
    }
  },
);
