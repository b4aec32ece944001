import { describe, expect, it, vi } from "vitest";
import { eventBus } from "../../../../infra/local/events/bus.ts";
import type { SendToQueue } from "../../../../infra/local/events/deliveries.ts";
import { aDirectory, aLocal, define } from "../a-local.ts";
import { functionArn, queueArn } from "../remembering.ts";
import { aBus, anEntry, aRule, toFunction, toQueue } from "./a-bus.ts";

describe("an accepted event", () => {
  it("reaches a function asynchronously in the documented envelope", async () => {
    const { bus, put, functions } = await aBus({ rules: [toFunction("track-cta")] });
    bus.start();

    const reply = await put(anEntry({ nps: 9 }, { Resources: ["arn:x"] }));

    expect(functions.invocations).toEqual([
      {
        name: functionArn("track-cta"),
        isAsync: true,
        event: {
          version: "0",
          id: reply.Entries?.[0]?.EventId,
          "detail-type": "Response Received",
          source: "lifecycle-surveys",
          account: "123456789012",
          time: "2026-12-01T10:00:00Z",
          region: "eu-central-1",
          resources: ["arn:x"],
          detail: { nps: 9 },
        },
      },
    ]);
  });

  it("carries the time that its sender gave", async () => {
    const { bus, put } = await aBus();
    await put(anEntry({}, { Time: new Date("2026-03-04T05:06:07Z") }));
    expect(bus.events()[0]?.at).toBe("2026-03-04T05:06:07Z");
  });

  it("reaches a queue as JSON", async () => {
    const { bus, put, sent } = await aBus({ rules: [toQueue("archive")] });
    bus.start();
    await put(anEntry({ nps: 3 }));
    await vi.waitFor(() =>
      expect(sent).toMatchObject([{ queue: queueArn("archive"), body: { detail: { nps: 3 } } }]),
    );
  });

  it("goes only where a rule of its bus, enabled, has a pattern for it", async () => {
    const { bus, put, functions } = await aBus({
      rules: [
        { ...toFunction("low"), EventPattern: { detail: { nps: [{ numeric: ["<=", 6] }] } } },
        { ...toFunction("high"), EventPattern: JSON.stringify({ detail: { nps: [{ numeric: [">", 6] }] } }) },
        { ...toFunction("off"), State: "DISABLED" },
        { ...toFunction("elsewhere"), EventBusName: "default" },
      ],
    });
    bus.start();
    await put(anEntry({ nps: 9 }));
    expect(functions.invocations.map(({ name }) => name)).toEqual([functionArn("high")]);
  });

  it("is found by the bus's ARN, and on the default bus where none is named", async () => {
    const { bus, put, functions } = await aBus({
      rules: [toFunction("custom"), { ...toFunction("default"), EventBusName: undefined }],
    });
    bus.start();
    await put(
      anEntry({}, { EventBusName: "arn:aws:events:eu-central-1:123456789012:event-bus/lifecycle-surveys" }),
      anEntry({}, { EventBusName: undefined }),
    );
    expect(functions.invocations.map(({ name }) => name)).toEqual([
      functionArn("custom"),
      functionArn("default"),
    ]);
  });

  it("can be read back in order, by type too", async () => {
    const { bus, put } = await aBus();
    await put(anEntry({ n: 1 }), anEntry({ n: 2 }, { DetailType: "CTA Opened" }), anEntry({ n: 3 }));
    expect(bus.events().map(({ detail }) => detail)).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
    expect(bus.events("CTA Opened")).toMatchObject([
      { type: "CTA Opened", source: "lifecycle-surveys", at: "2026-12-01T10:00:00Z", detail: { n: 2 } },
    ]);
  });

  it("counts as pending work until its target has it", async () => {
    const { bus, put, pending } = await aBus({ rules: [toFunction("track-cta")] });
    await put(anEntry(), anEntry());
    expect(await pending()).toBe(2);
    bus.start();
    expect(await vi.waitUntil(async () => (await pending()) === 0)).toBe(true);
  });
});

describe("an event whose target was not reached", () => {
  it("is delivered by the next start, in order, with the input it was accepted with", async () => {
    const dir = aDirectory();
    const hangs: SendToQueue = () => new Promise(() => {});
    const killed = eventBus(aLocal({ dir }), hangs);
    await define(killed.resources, "AWS::Events::EventBus", "Bus", { Name: "lifecycle-surveys" });
    await aRule(killed, "Rule", toQueue("archive", { InputPath: "$.detail" }));
    killed.start();
    const entries = [anEntry({ n: 1 }), anEntry({ n: 2 })];
    const headers = { "x-amz-target": "AWSEvents.PutEvents" };
    const body = Buffer.from(JSON.stringify({ Entries: entries }));
    await killed.service.handle({ method: "POST", path: "/", headers, body });

    const { bus, sent, pending } = await aBus({ dir });
    bus.start();
    await vi.waitUntil(async () => (await pending()) === 0);

    expect(sent.map((message) => message.body)).toEqual([{ n: 1 }, { n: 2 }]);
    expect(bus.events()).toHaveLength(2);
  });

  it("is tried again without holding up others", async () => {
    const sent: string[] = [];
    let failures = 2;
    const sendToQueue: SendToQueue = async (queue) => {
      if (queue === queueArn("shaky") && failures-- > 0) throw new Error("queue is away");
      sent.push(queue);
    };
    const { bus, put, said, pending } = await aBus({
      sendToQueue,
      rules: [toQueue("shaky"), toQueue("steady")],
    });
    bus.start();
    await put(anEntry());
    await vi.waitUntil(async () => (await pending()) === 0, { timeout: 5_000 });
    expect(sent).toEqual([queueArn("steady"), queueArn("shaky")]);
    expect(said).toEqual([`Rule Rule0 cannot reach ${queueArn("shaky")}, and tries on: queue is away`]);
  });

  it("ends in the dead-letter queue after its last retry", async () => {
    const tried: string[] = [];
    const sendToQueue: SendToQueue = async (queue) => {
      tried.push(queue);
      if (queue === queueArn("gone")) throw new Error("no such queue");
    };
    const policy = { RetryPolicy: { MaximumRetryAttempts: 1 }, DeadLetterConfig: { Arn: queueArn("dead") } };
    const { bus, put, pending } = await aBus({ sendToQueue, rules: [toQueue("gone", policy)] });
    bus.start();
    await put(anEntry());
    await vi.waitUntil(async () => (await pending()) === 0, { timeout: 5_000 });
    expect(tried).toEqual([queueArn("gone"), queueArn("gone"), queueArn("dead")]);
  });
});

describe("a rule is refused by name", () => {
  it.each([
    [
      "with a target of another kind",
      { Targets: [{ Id: "T", Arn: "arn:aws:states:eu-central-1:1:stateMachine:x" }] },
      "stateMachine:x",
    ],
    [
      "with an unknown target property",
      toQueue("q", { SqsParameters: { MessageGroupId: "g" } }),
      "SqsParameters",
    ],
    ["with an unknown operator", { EventPattern: { source: [{ contains: "x" }] } }, '"contains"'],
    ["without a pattern", { EventPattern: undefined }, "no EventPattern"],
    ["with a schedule", { ScheduleExpression: "rate(1 day)" }, "ScheduleExpression"],
  ])("%s", async (_, over, named) => {
    const { bus } = await aBus();
    await expect(aRule(bus, "Broken", over)).rejects.toThrow(named);
  });
});

it("gives what Ref and GetAtt give of buses and rules", async () => {
  const { bus } = await aBus();
  const place = "arn:aws:events:eu-central-1:123456789012";
  expect(await define(bus.resources, "AWS::Events::EventBus", "Other", {})).toMatchObject({
    ref: "Other",
    attributes: { Arn: `${place}:event-bus/Other`, Name: "Other" },
  });
  expect(await aRule(bus, "R", {})).toEqual({
    ref: "lifecycle-surveys|R",
    attributes: { Arn: `${place}:rule/lifecycle-surveys/R` },
  });
  expect(await aRule(bus, "R", { EventBusName: undefined, Name: "n" })).toEqual({
    ref: "n",
    attributes: { Arn: `${place}:rule/n` },
  });
});
