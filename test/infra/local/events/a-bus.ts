import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { onTestFinished } from "vitest";
import { startAwsEndpoint } from "../../../../infra/local/aws-endpoint.ts";
import { eventBus } from "../../../../infra/local/events/bus.ts";
import type { SendToQueue } from "../../../../infra/local/events/deliveries.ts";
import { aDirectory, aLocal, define } from "../a-local.ts";
import { clientOf, functionArn, queueArn, rememberingFunctions } from "../remembering.ts";

export const aResponse = {
  Source: "lifecycle-surveys",
  DetailType: "Response Received",
  EventBusName: "lifecycle-surveys",
};
export const anEntry = (detail: object = { nps: 9 }, over: object = {}) => ({
  ...aResponse,
  Detail: JSON.stringify(detail),
  ...over,
});

/** A bus of this test's own, not started, with an SDK client that puts events on it. */
export async function aBus(
  over: { dir?: string; sendToQueue?: SendToQueue; rules?: readonly object[] } = {},
) {
  const functions = rememberingFunctions();
  const said: string[] = [];
  const local = {
    ...aLocal({ dir: over.dir ?? aDirectory() }),
    functions,
    say: (line: string) => said.push(line),
  };
  const sent: { queue: string; body: unknown }[] = [];
  const remember: SendToQueue = async (queue, body) => {
    sent.push({ queue, body: JSON.parse(body) });
  };
  const bus = eventBus(local, over.sendToQueue ?? remember);
  await define(bus.resources, "AWS::Events::EventBus", "Bus", { Name: "lifecycle-surveys" });
  for (const [i, rule] of (over.rules ?? []).entries()) await aRule(bus, `Rule${i}`, rule);
  const endpoint = await startAwsEndpoint([bus.service]);
  const client = new EventBridgeClient(clientOf(endpoint.urlOf("eventbridge")));
  onTestFinished(async () => {
    client.destroy();
    await endpoint.stop();
    await bus.stop();
  });
  const put = (...Entries: object[]) => client.send(new PutEventsCommand({ Entries }));
  const pending = async () =>
    (await Promise.all(local.pending.map((work) => work.count()))).reduce((a, b) => a + b);
  return { bus, put, functions, sent, said, pending };
}

export const aRule = (bus: ReturnType<typeof eventBus>, id: string, over: object) =>
  define(bus.resources, "AWS::Events::Rule", id, {
    EventBusName: "lifecycle-surveys",
    EventPattern: { source: ["lifecycle-surveys"] },
    State: "ENABLED",
    ...over,
  });

export const toFunction = (name: string, over: object = {}) => ({
  Targets: [{ Id: "T", Arn: functionArn(name), ...over }],
});
export const toQueue = (name: string, over: object = {}) => ({
  Targets: [{ Id: "T", Arn: queueArn(name), ...over }],
});
