// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how Fn::Sub is written.
import { expect, test } from "vitest";
import type { ResourceType } from "../../../infra/local/context.ts";
import { createResources, Template } from "../../../infra/local/template.ts";

const PLACE = { region: "us-east-1", accountId: "000000000000", stackName: "surveys" };

/** A type that remembers what it was asked to create. */
function aType(type: string, uses: string[] = ["Value"]) {
  const created: { logicalId: string; properties: Readonly<Record<string, unknown>> }[] = [];
  const resourceType: ResourceType = {
    type,
    uses,
    ignores: ["Tags"],
    create: async (logicalId, properties) => {
      created.push({ logicalId, properties });
      return { ref: `ref-${logicalId}`, attributes: { Arn: `arn:${logicalId}`, "Endpoint.Port": "80" } };
    },
  };
  return { resourceType, created };
}

async function resolved(value: unknown, rest: Record<string, unknown> = {}): Promise<unknown> {
  const { resourceType, created } = aType("Test::Thing");
  const template = Template.parse({
    ...rest,
    Resources: {
      Asking: { Type: "Test::Thing", Properties: { Value: value } },
      Other: { Type: "Test::Thing" },
    },
  });
  await createResources(template, [resourceType], PLACE);
  return created.find(({ logicalId }) => logicalId === "Asking")?.properties.Value;
}

const IS_LOCAL = { Conditions: { IsLocal: { "Fn::Equals": [{ Ref: "AWS::Region" }, "us-east-1"] } } };

test.each([
  ["a plain value", { a: [1, "b"] }, { a: [1, "b"] }],
  ["Ref to a resource", { Ref: "Other" }, "ref-Other"],
  ["Ref to a pseudo parameter", { Ref: "AWS::AccountId" }, "000000000000"],
  ["GetAtt as a list", { "Fn::GetAtt": ["Other", "Arn"] }, "arn:Other"],
  ["GetAtt as a text, with a dotted attribute", { "Fn::GetAtt": "Other.Endpoint.Port" }, "80"],
  ["Join", { "Fn::Join": ["/", ["a", { Ref: "Other" }, 1]] }, "a/ref-Other/1"],
  [
    "Sub",
    { "Fn::Sub": "${Other}:${Other.Arn}:${AWS::Region}:${!Literal}" },
    "ref-Other:arn:Other:us-east-1:${Literal}",
  ],
  ["Sub with values", { "Fn::Sub": ["${a}-${Other}", { a: { Ref: "AWS::Partition" } }] }, "aws-ref-Other"],
  [
    "Select of Split",
    { "Fn::Select": [1, { "Fn::Split": [":", { "Fn::GetAtt": ["Other", "Arn"] }] }] },
    "Other",
  ],
  ["If that holds", { "Fn::If": ["IsLocal", "yes", "no"] }, "yes"],
  ["NoValue in a list", [1, { Ref: "AWS::NoValue" }], [1]],
  ["NoValue in a map", { a: { Ref: "AWS::NoValue" }, b: 1 }, { b: 1 }],
  ["a map with one key that is no intrinsic", { Reference: "Other" }, { Reference: "Other" }],
])("resolves %s", async (_, value, expected) => {
  expect(await resolved(value, IS_LOCAL)).toEqual(expected);
});

test("resolves parameters by their default, and mappings", async () => {
  const rest = {
    Parameters: { Colour: { Type: "String", Default: "red" } },
    Mappings: { Paint: { red: { hex: "#f00" } } },
  };
  expect(await resolved({ "Fn::FindInMap": ["Paint", { Ref: "Colour" }, "hex"] }, rest)).toBe("#f00");
});

test.each([
  [{ "Fn::And": [{ Condition: "Yes" }, { Condition: "Yes" }] }, "then"],
  [{ "Fn::And": [{ Condition: "Yes" }, { "Fn::Not": [{ Condition: "Yes" }] }] }, "else"],
  [{ "Fn::Or": [{ "Fn::Not": [{ Condition: "Yes" }] }, { Condition: "Yes" }] }, "then"],
])("judges the condition %j", async (condition, expected) => {
  const Conditions = { Yes: { "Fn::Equals": ["a", "a"] }, Asked: condition };
  expect(await resolved({ "Fn::If": ["Asked", "then", "else"] }, { Conditions })).toBe(expected);
});

test("makes a resource after those it names anywhere, by Ref, GetAtt, Sub or DependsOn", async () => {
  const { resourceType, created } = aType("Test::Thing");
  const template = Template.parse({
    Resources: {
      Fifth: { Type: "Test::Thing", DependsOn: "Fourth" },
      Fourth: { Type: "Test::Thing", Properties: { Value: { "Fn::Sub": "x-${Third.Arn}" } } },
      Third: { Type: "Test::Thing", Properties: { Value: { deep: [{ "Fn::GetAtt": ["Second", "Arn"] }] } } },
      Second: { Type: "Test::Thing", Properties: { Value: { "Fn::Join": ["", [{ Ref: "First" }]] } } },
      First: { Type: "Test::Thing" },
    },
  });
  await createResources(template, [resourceType], PLACE);
  expect(created.map(({ logicalId }) => logicalId)).toEqual(["First", "Second", "Third", "Fourth", "Fifth"]);
});

test("leaves out a resource whose condition does not hold", async () => {
  const { resourceType, created } = aType("Test::Thing");
  const template = Template.parse({
    Conditions: { Never: { "Fn::Equals": ["a", "b"] } },
    Resources: { Absent: { Type: "Test::Thing", Condition: "Never" }, There: { Type: "Test::Thing" } },
  });
  await createResources(template, [resourceType], PLACE);
  expect(created.map(({ logicalId }) => logicalId)).toEqual(["There"]);
});

test("an ignored property is let through and an unknown one is not, before anything is made", async () => {
  const { resourceType, created } = aType("Test::Thing");
  const make = (Properties: object) =>
    createResources(
      Template.parse({
        Resources: { First: { Type: "Test::Thing" }, Odd: { Type: "Test::Thing", Properties } },
      }),
      [resourceType],
      PLACE,
    );
  await expect(make({ Shape: "round" })).rejects.toThrow(
    "Odd: the laptop does not know the property Shape of Test::Thing",
  );
  expect(created).toEqual([]);
  await make({ Tags: [] });
  expect(created).toHaveLength(2);
});

test.each([
  [
    "an unknown type",
    { Type: "AWS::Mars::Rover" },
    "Odd: the laptop does not know the resource type AWS::Mars::Rover",
  ],
  [
    "an unknown intrinsic",
    { Type: "Test::Thing", Properties: { Value: { a: { "Fn::Cidr": [] } } } },
    "Odd (Test::Thing), property Value: the laptop does not know Fn::Cidr",
  ],
  [
    "an unknown attribute",
    { Type: "Test::Thing", Properties: { Value: { "Fn::GetAtt": ["Other", "Colour"] } } },
    "Odd (Test::Thing), property Value: the laptop does not know the attribute Colour of Other (Test::Thing)",
  ],
  [
    "a reference to nothing",
    { Type: "Test::Thing", Properties: { Value: { Ref: "Nobody" } } },
    "Odd (Test::Thing), property Value: the template has no Nobody to refer to",
  ],
  [
    "a circle",
    { Type: "Test::Thing", Properties: { Value: { Ref: "Odd" } } },
    "resources depend on each other in a circle: Odd → Odd",
  ],
])("names %s by resource, type and property", async (_, odd, message) => {
  const template = Template.parse({ Resources: { Odd: odd, Other: { Type: "Test::Thing" } } });
  await expect(createResources(template, [aType("Test::Thing").resourceType], PLACE)).rejects.toThrow(
    message,
  );
});
