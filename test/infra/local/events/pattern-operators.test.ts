import { describe, expect, it } from "vitest";
import { checkPattern } from "../../../../infra/local/events/event-pattern.ts";

const inDetail = (field: string, ...tests: unknown[]) => ({ detail: { [field]: tests } });

describe("a pattern is refused, naming what is wrong,", () => {
  it.each([
    [
      "an unknown operator",
      inDetail("state", { startsWith: "r" }),
      'unknown operator "startsWith" at detail.state',
    ],
    [
      "one inside anything-but",
      inDetail("a", { "anything-but": { cidr: "::/0" } }),
      '"cidr" inside "anything-but"',
    ],
    ["one inside prefix", inDetail("a", { prefix: { wildcard: "x" } }), '"wildcard" inside "prefix"'],
    ["a value without a list", { source: "aws.ec2" }, "list at source"],
    ["an empty list", { source: [] }, "must not be empty at source"],
    ["an empty object", { detail: {} }, "must not be empty at detail"],
    ["no object at all", ["aws.ec2"], "must be an object"],
    ["two operators in one", { a: [{ prefix: "x", suffix: "y" }] }, "one operator at a"],
    ["a nested list", { a: [["x"]] }, "one operator at a"],
    ["mixed types in anything-but", { a: [{ "anything-but": ["x", 1] }] }, "strings or only numbers at a"],
    ["an unknown comparison", { a: [{ numeric: ["!=", 1] }] }, 'comparison "!="'],
    ["bounds the wrong way round", { a: [{ numeric: ["<", 5, ">", 0] }] }, "lower one first"],
    ["an empty range", { a: [{ numeric: [">", 5, "<", 5] }] }, "lower one first"],
    ["a number out of range", { a: [{ numeric: ["<", 6e9] }] }, "5.0e9"],
    ["a prefix length out of range", { a: [{ cidr: "10.0.0.0/33" }] }, "cidr"],
    ["two wildcards in a row", { a: [{ wildcard: "x**y" }] }, "in a row"],
    ["an escape of nothing special", { a: [{ wildcard: "x\\y" }] }, "escapes only"],
    ["a number for prefix", { a: [{ prefix: 5 }] }, '"prefix" takes'],
    ["a word for exists", { a: [{ exists: "yes" }] }, "true or false"],
    ["alternatives that name no field", { $or: [{ numeric: [">", 1] }, { scope: ["x"] }] }, "at $or"],
  ])("%s", (_, pattern, message) => {
    expect(() => checkPattern(pattern)).toThrow(message);
  });
});
