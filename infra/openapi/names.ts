import * as z from "zod";

/** Schemas under `components`, by themselves: elsewhere stands a reference. */
class Names extends z.core.$ZodRegistry<{ id?: string }> {
  /** With what a schema says of itself, too. */
  override get<S extends z.core.$ZodType>(schema: S) {
    return { ...z.globalRegistry.get(schema), ...super.get(schema) };
  }
}

export const names = new Names();

/** Gives a schema a name, by which clients that are generated from the description will know it. */
export function named<S extends z.ZodType>(id: string, schema: S): S {
  names.add(schema, { id });
  return schema;
}
