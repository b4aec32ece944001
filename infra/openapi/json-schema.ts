import { isDeepStrictEqual } from "node:util";
import * as z from "zod";
import { names } from "./names.ts";

export type JsonSchema = z.core.JSONSchema.BaseSchema;

const IN_COMPONENTS = "#/components/schemas/";

/** Keeps what is named under `components` and gives each schema with references to it. */
export class JsonSchemas {
  readonly components: Record<string, JsonSchema> = {};

  /** What is sent is described as it may be written, what is answered as it is read, with no field beside. */
  of(schema: z.ZodType, direction: "sent" | "answered"): JsonSchema {
    const io = direction === "sent" ? "input" : "output";
    const made = z.toJSONSchema(schema, { io, metadata: names, override: plain, target: "draft-2020-12" });
    const { $schema: _, $defs = {}, ...root } = withReferences(made) as JsonSchema;
    for (const [name, definition] of Object.entries($defs)) this.#keep(name, definition as JsonSchema);
    const { id: name, ...own } = root as JsonSchema & { readonly id?: string };
    if (name === undefined) return own;
    this.#keep(name, own);
    return { $ref: IN_COMPONENTS + name };
  }

  #keep(name: string, { id: _, ...schema }: JsonSchema): void {
    const before = this.components[name];
    if (before !== undefined && !isDeepStrictEqual(before, schema))
      throw new Error(`${name} is sent otherwise than it is answered: give each a name of its own`);
    this.components[name] = schema;
  }
}

/** In words that tools of every language read. */
function plain({ jsonSchema }: { readonly jsonSchema: JsonSchema }): void {
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
  jsonSchema.pattern &&= jsonSchema.pattern.replaceAll("\\p{Cc}", "\\u0000-\\u001f\\u007f-\\u009f");
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
}

/** What zod puts beside a schema is put where the whole document finds it. */
function withReferences(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withReferences);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      name === "$ref" ? String(inner).replace("#/$defs/", IN_COMPONENTS) : withReferences(inner),
    ]),
  );
}
