import { describe, expect, it } from "vitest";
import { targetInput } from "../../../../infra/local/events/target-input.ts";

const event = {
  version: "0",
  id: "7bf73129-1428-4cd3-a780-95db273d1602",
  "detail-type": "EC2 Instance State-change Notification",
  source: "aws.ec2",
  account: "123456789012",
  time: "2015-11-11T21:29:54Z",
  region: "us-east-1",
  resources: ["arn:aws:ec2:us-east-1:123456789012:instance/i-abcd1111"],
  detail: {
    "instance-id": "i-0123456789",
    state: "RUNNING",
    said: 'she said "hi"',
    list: [{ n: 1 }, { n: 2 }],
  },
} as const;
const context = { ruleArn: "arn:rule", ruleName: "watch", ingestedAt: new Date("2015-11-11T21:30:00.123Z") };

const given = (target: object) => JSON.parse(targetInput({ ...target })(event, context));
const transformed = (InputTemplate: string, InputPathsMap: object = {}) =>
  given({ InputTransformer: { InputTemplate, InputPathsMap } });
const paths = {
  instance: "$.detail.instance-id",
  state: "$.detail.state",
  said: "$.detail.said",
  gone: "$.detail.no",
};

it("gives the event itself where nothing is asked", () => {
  expect(given({})).toEqual(event);
});

it("gives a constant", () => {
  expect(given({ Input: '{"programId":"pre-renewal"}' })).toEqual({ programId: "pre-renewal" });
});

it.each([
  ["$", event],
  ["$.detail", event.detail],
  ["$.detail-type", event["detail-type"]],
  ["$.resources[0]", event.resources[0]],
  ["$.detail.list[*].n", [1, 2]],
  ["$.detail.nowhere.deep", null],
])("gives the part at %s", (InputPath, part) => {
  expect(given({ InputPath })).toEqual(part);
});

describe("a template", () => {
  it.each([
    ["a text", '"instance <instance> is in <state>"', "instance i-0123456789 is in RUNNING"],
    ["escaped quotes", '"instance <instance> is in \\"<state>\\""', 'instance i-0123456789 is in "RUNNING"'],
    ["a text without quotes", "<instance> is in state", '"i-0123456789" is in state'],
    ["values of an object", '{"i": <instance>, "s": "<state>"}', { i: "i-0123456789", s: "RUNNING" }],
    [
      "a value that has quotes",
      '{"a": <said>, "b": "so <said>"}',
      { a: event.detail.said, b: 'so she said "hi"' },
    ],
    ["a list", '["<state>", <instance>]', ["RUNNING", "i-0123456789"]],
    ["an absent value", '{"a": "[<gone>]", "b": <gone>}', { a: "[]", b: "" }],
    ["an unknown variable", '"<who> is <state>"', "<who> is RUNNING"],
    ["the whole event", '{"e": <aws.events.event.json>}', { e: event }],
    ["the rule", '"<aws.events.rule-name> <aws.events.rule-arn>"', "watch arn:rule"],
    ["the ingestion time", "<aws.events.event.ingestion-time>", "2015-11-11T21:30:00.123Z"],
  ])("fills in %s", (_, template, result) => {
    expect(transformed(template, paths)).toEqual(result);
  });

  it("knows the event without its detail", () => {
    const { detail: _, ...rest } = event;
    expect(transformed('{"e": <aws.events.event>}')).toEqual({ e: rest });
  });

  it("takes an object as text where it stands in quotes", () => {
    expect(transformed('{"d": "<list>"}', { list: "$.detail.list" })).toEqual({ d: '[{"n":1},{"n":2}]' });
  });
});

it.each([
  ["two ways at once", { Input: "{}", InputPath: "$" }, "one of"],
  ["an input that is not JSON", { Input: "hello" }, "must be JSON"],
  ["a path of another kind", { InputPath: "$..detail" }, "$..detail"],
  [
    "a filter in a path",
    { InputTransformer: { InputPathsMap: { a: "$.a[?(@.b)]" }, InputTemplate: "<a>" } },
    "[?(@.b)]",
  ],
  ["no template", { InputTransformer: { InputPathsMap: {} } }, "InputTemplate"],
])("refuses %s", (_, target, message) => {
  expect(() => targetInput(target)).toThrow(message);
});
