import { expect, test } from "vitest";
import * as z from "zod";
import { fieldErrors } from "#shared/lambda/api.ts";

const errorsOf = (schema: z.ZodType, value: unknown) => {
  const { error } = schema.safeParse(value);
  return error === undefined ? [] : fieldErrors(error).map(({ path, message }) => [path, message]);
};

const shape = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("circle"), radius: z.number() }),
  z.strictObject({ kind: z.literal("square") }),
]);

test.each<[string, z.ZodType, unknown, string]>([
  ["text that is missing", z.string(), undefined, "must be given"],
  ["text that is a number", z.string(), 7, "must be text"],
  ["text that is null", z.string(), null, "must be text"],
  ["a number that is text", z.number(), "7", "must be a number"],
  ["a number of a query that is none", z.coerce.number(), "many", "must be a number"],
  ["a whole number of a query that is none", z.coerce.number().int(), "many", "must be a whole number"],
  ["a whole number that is text", z.int(), "7", "must be a whole number"],
  ["a whole number with a fraction", z.int(), 1.5, "must be a whole number"],
  ["a whole number, checked, with a fraction", z.number().int(), 1.5, "must be a whole number"],
  ["a switch that is text", z.boolean(), "yes", "must be true or false"],
  ["a list that is text", z.array(z.string()), "a", "must be a list"],
  ["an object that is a list", z.object({}), [], "must be an object with fields of its own"],
  ["a map that is text", z.record(z.string(), z.string()), "a", "must be an object with fields of its own"],
  ["a day that does not exist", z.iso.date(), "2026-02-30", "must be a day as YYYY-MM-DD"],
  ["a day that is a number", z.iso.date(), 20261201, "must be a day as YYYY-MM-DD"],
  ["a day that is missing", z.iso.date(), undefined, "must be given"],
  ["a time without a zone", z.iso.datetime(), "2026-12-01", "must be a time such as 2026-12-01T09:30:00Z"],
  ["an e-mail address that is none", z.email(), "ana", "must be an e-mail address"],
  ["text of no pattern", z.string().regex(/^a$/), "b", "is not written as it has to be"],
  ["text that is empty", z.string().min(1), "", "is empty and must not be"],
  ["text that is too short", z.string().min(3), "ab", "must have 3 characters or more"],
  ["text that is too long", z.string().max(2), "abc", "must have 2 characters or less"],
  ["a list that is too short", z.array(z.int()).min(2), [1], "must list 2 or more"],
  ["a list that is too long", z.array(z.int()).max(1), [1, 2], "must list 1 or less"],
  ["a number that is too small", z.int().min(1), 0, "must be 1 or more"],
  ["a number that is too great", z.int().max(730), 731, "must be 730 or less"],
  ["a number that is not above", z.number().positive(), 0, "must be more than 0"],
  ["a number that is not below", z.number().lt(5), 5, "must be less than 5"],
  ["a number off its steps", z.number().multipleOf(5), 7, "must be a multiple of 5"],
  ["none of a choice", z.enum(["a", "b"]), "c", "must be one of a, b"],
  ["nothing of a choice", z.enum(["a", "b"]), undefined, "must be given: one of a, b"],
  ["another than the only value", z.literal("a"), "c", "must be a"],
  [
    "a union of which it is none",
    z.union([z.int(), z.boolean()]),
    "c",
    "has none of the forms that it may have",
  ],
  ["a check without words", z.string().refine(() => false), "a", "is not possible here"],
])("says of %s what is wanted", (_, schema, value, message) => {
  expect(errorsOf(z.object({ field: schema }), { field: value })).toEqual([["field", message]]);
});

test.each([
  ["unknown", { kind: "star" }],
  ["missing", {}],
])("lists what there is where a kind is %s", (what, value) => {
  const message =
    what === "missing" ? "must be given: one of circle, square" : "must be one of circle, square";
  expect(errorsOf(z.object({ shape }), { shape: value })).toEqual([["shape.kind", message]]);
});

test("names each key that is not known, and those that are", () => {
  const value = { shape: { kind: "square", size: 1 }, colour: "red", smell: "none" };
  expect(errorsOf(z.strictObject({ shape }), value)).toEqual([
    ["shape.size", "is not known here; there is kind"],
    ["colour", "is not known here; there is shape"],
    ["smell", "is not known here; there is shape"],
  ]);
  expect(errorsOf(z.strictObject({}), { x: 1 })).toEqual([["x", "is not known here; nothing is"]]);
});

test("names a key that a map does not have", () => {
  const map = z.partialRecord(z.enum(["plan", "segment"]), z.string());
  const known = "is not known here; there is plan, segment";
  expect(errorsOf(z.object({ map }), { map: { shoeSize: "44" } })).toEqual([["map.shoeSize", known]]);
});

test("says of a body that is no JSON that it must be", () => {
  expect(errorsOf(z.object({ a: z.string() }), undefined)).toEqual([["", "must be an object in JSON"]]);
});

test("leaves what a schema says itself", () => {
  const schema = z.object({ a: z.string("say a"), b: z.string().min(2, "too little of b") });
  expect(errorsOf(schema, { b: "" })).toEqual([
    ["a", "say a"],
    ["b", "too little of b"],
  ]);
});
