import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import * as z from "zod";
import { openApiDocument } from "../../../infra/openapi/document.ts";
import { named } from "../../../infra/openapi/names.ts";
import { type Area, json, type Operation } from "../../../infra/openapi/operation.ts";
import { synthesized } from "../synthesized.ts";

const document = openApiDocument();
const routes = synthesized("production")
  .ofType("AWS::ApiGatewayV2::Route")
  .map(([, { Properties }]) => ({
    key: String(Properties.RouteKey),
    isGuarded: Properties.AuthorizationType === "JWT",
  }));
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(
    ([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const,
  ),
);

test("is valid OpenAPI 3.1", async () => {
  const { valid, errors } = await new Validator().validate(structuredClone(document));
  expect(errors).toBeUndefined();
  expect(valid).toBe(true);
});

test("describes the stack's routes, all of them and no others", () => {
  expect(operations.map(([route]) => route).toSorted()).toEqual(routes.map(({ key }) => key).toSorted());
});

test("says of each route whether it wants a token, as the gateway does", () => {
  const guarded = operations.filter(([, { security }]) => security.length > 0).map(([route]) => route);
  const wanted = routes.filter(({ isGuarded }) => isGuarded).map(({ key }) => key);
  expect(guarded.toSorted()).toEqual(wanted.toSorted());
});

test("names each operation once", () => {
  const ids = operations.map(([, { operationId }]) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
});

const ajv = new Ajv2020({ strict: false, validateFormats: false });
const examples = operations.flatMap(([route, { requestBody, responses }]) =>
  [requestBody, ...Object.values(responses)].flatMap((given) =>
    Object.values(given?.content ?? {}).flatMap(({ schema, example }) =>
      example === undefined ? [] : [[route, schema, example] as const],
    ),
  ),
);

test.each(examples)("the example of %s is one", (_, schema, example) => {
  const validate = ajv.compile({ ...schema, components: document.components });
  expect(validate(example), JSON.stringify(validate.errors)).toBe(true);
});

test("a schema is sent and answered alike under one name, or has two", () => {
  const Dated = named("Dated", z.object({ at: z.string().default("now") }));
  const area: Area = {
    name: "dates",
    about: "",
    routes: {
      "PUT /dates": {
        summary: "Both ways",
        role: "ops",
        body: { content: json(Dated) },
        answers: { 200: { says: "It.", content: json(Dated) } },
      },
    },
  };
  expect(() => openApiDocument([area])).toThrow("Dated is sent otherwise than it is answered");
});

test("a parameter that nothing is said of is found", () => {
  const list: Operation = {
    summary: "A list",
    role: "ops",
    query: z.strictObject({ shoeSize: z.string() }),
    answers: { 204: { says: "Nothing." } },
  };
  const area: Area = { name: "shoes", about: "", routes: { "GET /shoes": list } };
  expect(() => openApiDocument([area])).toThrow("GET /shoes: nothing says what the parameter shoeSize is");
});
