import { describe, expect, it } from "vitest";
import { matchesPattern } from "../../../../infra/local/events/event-pattern.ts";

const instanceEvent = {
  version: "0",
  "detail-type": "EC2 Instance State-change Notification",
  source: "aws.ec2",
  time: "2017-10-02T16:24:49Z",
  region: "us-east-1",
  resources: [
    "arn:aws:ec2:us-east-1:123456789012:instance/i-1",
    "arn:aws:ec2:us-east-1:123456789012:volume/v-1",
  ],
  detail: {
    "c-count": 5,
    "d-count": 3,
    "x-limit": 301.8,
    "source-ip": "10.0.0.33",
    state: "running",
    eventVersion: "",
    responseElements: null,
    encrypted: true,
  },
};

const inDetail = (field: string, ...tests: unknown[]) => ({ detail: { [field]: tests } });
const onField = (value: unknown, ...tests: unknown[]) => matchesPattern({ field: tests }, { field: value });

describe("an event passes a pattern", () => {
  it.each([
    ["a value of the list", { source: ["aws.s3", "aws.ec2"] }],
    ["every field", { source: ["aws.ec2"], detail: { state: ["running"], "d-count": [3] } }],
    ["one of an event's list", { resources: ["arn:aws:ec2:us-east-1:123456789012:volume/v-1"] }],
    ["null", inDetail("responseElements", null)],
    ["an empty string", inDetail("eventVersion", "")],
    ["a boolean", inDetail("encrypted", true)],
    ["a number written otherwise", inDetail("x-limit", 3.018e2)],
    ["prefix", { time: [{ prefix: "2017-10-02" }] }],
    ["prefix in any case", { source: [{ prefix: { "equals-ignore-case": "AWS.E" } }] }],
    ["suffix", { source: [{ suffix: "ec2" }] }],
    ["suffix in any case", { source: [{ suffix: { "equals-ignore-case": "EC2" } }] }],
    ["equals-ignore-case", inDetail("state", { "equals-ignore-case": "RUNning" })],
    ["wildcard", { resources: [{ wildcard: "arn:*:instance/*" }] }],
    ["a range", inDetail("c-count", { numeric: [">", 0, "<=", 5] })],
    ["a lower or equal bound", inDetail("d-count", { numeric: ["<", 10] })],
    ["an equal number", inDetail("x-limit", { numeric: ["=", 3.018e2] })],
    ["cidr", inDetail("source-ip", { cidr: "10.0.0.0/24" })],
    ["exists", inDetail("c-count", { exists: true })],
    ["exists, though null", inDetail("responseElements", { exists: true })],
    ["does not exist", inDetail("e-count", { exists: false })],
    ["one operator of several", inDetail("state", { prefix: "stop" }, { prefix: "run" })],
    ["absent or a value", inDetail("state", { exists: false }, "running")],
    ["a dotted name for a nested one", { "detail.state": ["running"] }],
  ])("by %s", (_, pattern) => {
    expect(matchesPattern(pattern, instanceEvent)).toBe(true);
  });

  it.each([
    ["a value that is not listed", { source: ["aws.s3"] }],
    ["one field of two", { source: ["aws.ec2"], detail: { state: ["stopped"] } }],
    ["null where the value is empty", inDetail("eventVersion", null)],
    ["empty where the value is null", inDetail("responseElements", "")],
    ["a number where the value is text", { version: [0] }],
    ["prefix on a number", inDetail("c-count", { prefix: "" })],
    ["a range that ends before", inDetail("c-count", { numeric: [">", 0, "<", 5] })],
    ["a network that does not hold it", inDetail("source-ip", { cidr: "10.0.1.0/24" })],
    ["exists on an object, which is no leaf", { detail: [{ exists: true }] }],
    ["exists, though absent", inDetail("e-count", { exists: true })],
    ["does not exist, though it does", inDetail("state", { exists: false })],
    ["a field below a value", { source: { name: ["aws.ec2"] } }],
  ])("but not by %s", (_, pattern) => {
    expect(matchesPattern(pattern, instanceEvent)).toBe(false);
  });

  it("takes an object where exists is false for no leaf", () => {
    expect(
      matchesPattern(inDetail("c-count", { exists: false }), { detail: { "c-count": { c1: 100 } } }),
    ).toBe(true);
  });
});

describe("anything-but", () => {
  it.each([
    ["stopped", "initializing", true],
    ["initializing", "initializing", false],
    [5, 123, true],
    [123, 123, false],
    ["running", ["stopped", "overloaded"], true],
    ["stopped", ["stopped", "overloaded"], false],
    [200, [100, 200, 300], false],
    ["eu-west-1", { prefix: "us-" }, true],
    ["us-east-1", { prefix: "us-" }, false],
    ["eu-west-1", { prefix: ["us-", "eu-"] }, false],
    ["notes.txt", { suffix: ".png" }, true],
    ["cat.png", { suffix: [".png", ".jpg"] }, false],
    ["INITIALIZING", { "equals-ignore-case": "initializing" }, false],
    ["Stopped", { "equals-ignore-case": ["initializing", "stopped"] }, false],
    ["running", { "equals-ignore-case": ["initializing", "stopped"] }, true],
    ["/var/lib/log", { wildcard: "*/lib/*" }, false],
    ["/var/bin/log", { wildcard: ["*/lib/*", "*/etc/*"] }, true],
    [null, "initializing", true],
    [7, { prefix: "us-" }, true],
  ])("takes %j against %j: %j", (value, barred, isTaken) => {
    expect(onField(value, { "anything-but": barred })).toBe(isTaken);
  });

  it("needs the field to be there", () => {
    expect(matchesPattern({ state: [{ "anything-but": "x" }] }, { other: 1 })).toBe(false);
  });
});

describe("wildcard", () => {
  it.each([
    ["dir/cat.png", "dir/*.png", true],
    ["dir/.png", "dir/*.png", true],
    ["other/cat.png", "dir/*.png", false],
    ["two\nlines", "two*lines", true],
    ["a+b", "a+*", true],
    ["us-east-1", "us-*-1", true],
    ["aab", "a+*", false],
    ["dirXcat", "dir.cat", false],
    ["3*4", "3\\*4", true],
    ["3x4", "3\\*4", false],
    ["a\\b", "a\\\\b", true],
    ["déjà vu 🎉", "d*vu 🎉", true],
  ])("takes %j against %j: %j", (value, pattern, isTaken) => {
    expect(onField(value, { wildcard: pattern })).toBe(isTaken);
  });
});

it("compares addresses only with networks of their family", () => {
  expect(onField("2001:db8::1", { cidr: "2001:db8::/32" })).toBe(true);
  expect(onField("2001:db9::1", { cidr: "2001:db8::/32" })).toBe(false);
  expect(onField("10.0.0.1", { cidr: "::/0" })).toBe(false);
  expect(onField("elsewhere", { cidr: "0.0.0.0/0" })).toBe(false);
});

describe("$or", () => {
  const source = ["aws.cloudwatch"];
  const pattern = {
    source,
    $or: [
      { metricName: ["CPUUtilization", "ReadLatency"] },
      {
        metricType: ["MetricType"],
        namespace: ["AWS/EC2"],
        $or: [{ metricId: [1234] }, { spaceId: [1000] }],
      },
      { scope: ["Service"] },
    ],
  };

  it.each([
    [{ metricName: "ReadLatency" }, true],
    [{ scope: "Service" }, true],
    [{ metricType: "MetricType", namespace: "AWS/EC2", spaceId: 1000 }, true],
    [{ metricType: "MetricType", namespace: "AWS/EC2" }, false],
    [{ metricType: "MetricType", spaceId: 1000 }, false],
    [{ scope: "Region" }, false],
  ])("takes %j: %j", (fields, isTaken) => {
    expect(matchesPattern(pattern, { source: "aws.cloudwatch", ...fields })).toBe(isTaken);
    expect(matchesPattern(pattern, { source: "aws.s3", ...fields })).toBe(false);
  });

  it("names fields where it stands, inside detail too", () => {
    const nested = { detail: { $or: [{ count: [{ numeric: [">", 5] }] }, { state: ["ok"] }] } };
    expect(matchesPattern(nested, { detail: { count: 6, state: "bad" } })).toBe(true);
    expect(matchesPattern(nested, { count: 6, state: "ok", detail: { count: 5, state: "bad" } })).toBe(false);
  });

  it("is a field of that name where it lists no alternatives", () => {
    expect(matchesPattern({ $or: { scope: ["Service"] } }, { $or: { scope: "Service" } })).toBe(true);
    expect(matchesPattern({ $or: ["x", "y"] }, { $or: "y" })).toBe(true);
  });
});

describe("arrays of objects in an event", () => {
  const event = {
    employees: [
      { firstName: "John", lastName: "Doe" },
      { firstName: "Anna", lastName: "Smith", tags: ["a", "b"] },
      [{ firstName: "Peter", lastName: "Jones" }],
    ],
  };
  const employees = (firstName: string, more: object = {}) => ({
    employees: { firstName: [firstName], ...more },
  });

  it("match by any member, at any depth", () => {
    expect(matchesPattern(employees("Anna"), event)).toBe(true);
    expect(matchesPattern(employees("Peter", { lastName: ["Jones"] }), event)).toBe(true);
    expect(matchesPattern(employees("Anna", { tags: ["b"] }), event)).toBe(true);
  });

  it("never by fields of different members", () => {
    expect(matchesPattern(employees("Anna", { lastName: ["Jones"] }), event)).toBe(false);
    expect(matchesPattern(employees("John", { tags: ["b"] }), event)).toBe(false);
  });

  it("are absent where they are empty", () => {
    expect(matchesPattern({ resources: [{ exists: false }] }, { resources: [] })).toBe(true);
  });
});
