import { createHash } from "node:crypto";
import * as z from "zod";
import type { ApiRequest } from "./api.ts";

/** Of a request, what says which list it asks for. */
type Asked = Pick<ApiRequest, "route" | "path" | "query">;

/** Where a list goes on, as a caller hands it back: opaque text around which list it is, and what that needs to know. */
export const encodeCursor = (position: unknown, of: Asked): string =>
  Buffer.from(JSON.stringify([listOf(of), position])).toString("base64url");

/** The parameter that brings a cursor back, to the list that gave it out and with the filters it had then. */
export const cursorFor = <T>(position: z.ZodType<T>, of: Asked) =>
  z
    .string()
    .transform((cursor, context) => {
      const found = decodeCursor(position, cursor, of);
      if (found === undefined) context.addIssue("is not one that this list, with these filters, gave out");
      return found;
    })
    .optional();

function decodeCursor<T>(position: z.ZodType<T>, cursor: string, of: Asked): T | undefined {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    if (!Array.isArray(read) || read[0] !== listOf(of)) return undefined;
    return position.safeParse(read[1]).data;
  } catch {
    return undefined;
  }
}

/** A short name of a list: by its route, the ids of its path, and its filters. Pages of any size are of the same list. */
function listOf({ route, path, query }: Asked): string {
  const filters = Object.entries(query).filter(
    ([name, value]) => name !== "cursor" && name !== "limit" && value !== "",
  );
  const list = JSON.stringify([route, inOrder(Object.entries(path)), inOrder(filters)]);
  return createHash("sha256").update(list).digest("base64url").slice(0, 11);
}

const inOrder = <T>(entries: [string, T][]) => entries.toSorted(([a], [b]) => (a < b ? -1 : 1));
