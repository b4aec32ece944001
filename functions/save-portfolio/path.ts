import type * as z from "zod";
import { problem, type Reply } from "#shared/lambda/reply.ts";

/** What is wrong with the ids of a path. */
export const refusedPath = (ids: Readonly<Record<string, z.ZodSafeParseResult<string>>>): Reply =>
  problem(
    400,
    "An id is a single line of at most 128 characters, without #.",
    Object.entries(ids).flatMap(([path, { error }]) =>
      (error?.issues ?? []).map(({ message }) => ({ path, message })),
    ),
  );

export const otherId = (field: string): Reply =>
  problem(400, `The body's ${field} is not the one of the path. Leave it out, or give the same.`, [
    { path: field, message: "must be the one of the path" },
  ]);
