import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { EVENT_SOURCE } from "#shared/events/envelope.ts";
import { TouchpointReached } from "#shared/events/touchpoints.ts";
import { EVENTS, type EventType } from "#shared/events.ts";

/**
 * What is published is a promise: the examples are added to, and never changed. After a change of shared/events.ts
 * `UPDATE=1 npx vitest run test/shared/events.test.ts` writes the JSON Schemas anew.
 */
const EXAMPLES = new URL("../data/events/", import.meta.url);
const SCHEMAS = new URL("../../shared/event-schemas/", import.meta.url);

type Schema = z.core.JSONSchema.BaseSchema;
type Detail = Readonly<Record<string, unknown>> & { readonly occurredAt: string };
type Envelope = { readonly source: string; readonly "detail-type": EventType; readonly detail: Detail };

const readJson = (url: URL): unknown => JSON.parse(readFileSync(url, "utf8"));

/** `CTA Opened` → `cta-opened.v1`, with the version that is published today. */
const nameOf = (type: EventType): string =>
  `${type.toLowerCase().replaceAll(" ", "-")}.v${EVENTS[type].shape.version.value}`;

/** Open to what is added later, and in patterns that validators of every language read. */
function generated(type: EventType): Schema {
  const { $schema, ...rest } = z.toJSONSchema(EVENTS[type], {
    target: "draft-2020-12",
    io: "input",
    override: ({ jsonSchema }) => {
      if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
      jsonSchema.pattern &&= jsonSchema.pattern.replaceAll("\\p{Cc}", "\\u0000-\\u001f\\u007f-\\u009f");
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    },
  });
  const title = `The detail of ${type}, version ${EVENTS[type].shape.version.value}`;
  return { $schema, title, ...rest };
}

/** Every field that a schema knows, as `.owner.name`. */
function fieldsIn({ properties = {}, items = [], anyOf = [] }: Schema, at = ""): string[] {
  const own = Object.entries(properties).flatMap(([name, one]) => [
    `${at}.${name}`,
    ...fieldsIn(one as Schema, `${at}.${name}`),
  ]);
  return [...own, ...[items, anyOf].flat().flatMap((one) => fieldsIn(one as Schema, at))];
}

/** Every field of which a value tells anything, in the same words. */
function toldIn(value: unknown, at = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => toldIn(one, at));
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([name, one]) =>
    one === null ? [] : [`${at}.${name}`, ...toldIn(one, `${at}.${name}`)],
  );
}

const types = Object.keys(EVENTS) as EventType[];
const examples = readdirSync(EXAMPLES).map((file) => ({
  file,
  name: file.split(".", 2).join("."),
  event: readJson(new URL(file, EXAMPLES)) as Envelope,
}));
if (process.env.UPDATE === "1") {
  for (const type of types) {
    const text = JSON.stringify(generated(type), null, 2);
    writeFileSync(new URL(`${nameOf(type)}.json`, SCHEMAS), `${text}\n`);
  }
}
const schemaOf = (name: string) => readJson(new URL(`${name}.json`, SCHEMAS)) as Schema;

describe.each(types)("%s", (type) => {
  const own = examples.filter(({ name }) => name === nameOf(type));

  test("has examples, in which each of its fields has a value", () => {
    const told = new Set(own.flatMap(({ event }) => toldIn(event.detail)));
    expect(fieldsIn(generated(type)).filter((field) => !told.has(field))).toEqual([]);
  });

  test("has a JSON Schema, which is that of its contract", () => {
    expect(schemaOf(nameOf(type))).toEqual(generated(type));
  });
});

describe.each(examples)("$file", ({ name, event }) => {
  const { source, "detail-type": type, detail } = event;
  const contracts = [EVENTS[type], z.fromJSONSchema(schemaOf(name))];

  test("is an event as the bus delivers it", () => {
    expect(name).toBe(`${type.toLowerCase().replaceAll(" ", "-")}.v${detail.version}`);
    const seconds = new Date(detail.occurredAt).toISOString().slice(0, 19);
    expect(event).toMatchObject({ version: "0", time: `${seconds}Z`, resources: [] });
    expect(source === EVENT_SOURCE || type === "Touchpoint Reached").toBe(true);
  });

  test("is read whole, whatever is added to it later", () => {
    expect(EVENTS[type].parse({ ...detail, added: { later: true } })).toStrictEqual(detail);
    for (const contract of contracts) expect(contract.safeParse({ ...detail, added: 1 }).success).toBe(true);
  });

  test("is not read without any one of its required fields", () => {
    for (const field of schemaOf(name).required ?? []) {
      const { [field]: _, ...rest } = detail;
      for (const contract of contracts) expect(contract.safeParse(rest).success, field).toBe(false);
    }
  });
});

test.each(["", "case#1", "case\u0000", "case\n1", "x".repeat(129)])(
  "Touchpoint Reached is not read with the reference %j, which keys cannot hold",
  (reference) => {
    for (const contract of [TouchpointReached, z.fromJSONSchema(schemaOf("touchpoint-reached.v1"))]) {
      const { detail } = examples.find(({ name }) => name === "touchpoint-reached.v1")?.event ?? {};
      expect(contract.safeParse(detail).success).toBe(true);
      expect(contract.safeParse({ ...detail, reference }).success).toBe(false);
    }
  },
);
