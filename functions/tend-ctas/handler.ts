import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import middy from "@middy/core";
import * as z from "zod";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { now } from "#shared/lambda/clock.ts";
import { log } from "#shared/lambda/log.ts";
import { publish } from "#shared/lambda/publish.ts";
import { settingsFrom } from "#shared/settings.ts";
import { tendPorts } from "./ports.ts";
import { tendCtas } from "./tend-ctas.ts";

const bus = new EventBridgeClient({});
const busName = z.string().parse(process.env.BUS_NAME);

const tend = tendCtas(
  tendPorts(tableFrom(process.env), {
    publish: (events) => publish(bus, busName, events),
    settings: settingsFrom(process.env),
  }),
);

const Input = z.object({ at: z.iso.datetime() });

export const handler = middy(async (event: unknown) => {
  const { failures, ...tended } = await tend(new Date(Input.parse(event).at), now());
  log("ctas-tended", { ...tended, failed: failures.length });
  const [first] = failures;
  // Thrown in the end, Lambda does it again: what has been done is not done twice.
  if (first !== undefined) throw first;
});
