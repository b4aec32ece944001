import type * as z from "zod";

/** Where a list goes on, as a caller hands it back: opaque text around what the list needs to know. */
export const encodeCursor = (position: unknown): string =>
  Buffer.from(JSON.stringify(position)).toString("base64url");

/** Reads a cursor back; undefined where it is not one that this list gave out. */
export function decodeCursor<T>(schema: z.ZodType<T>, cursor: string): T | undefined {
  try {
    return schema.safeParse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"))).data;
  } catch {
    return undefined;
  }
}
