import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { cursorFor, encodeCursor } from "#shared/lambda/cursor.ts";

type Asked = Parameters<typeof encodeCursor>[1];
const read = <T>(schema: z.ZodType<T>, cursor: string, of: Asked = asked()) =>
  cursorFor(schema, of).safeParse(cursor);
const asked = (over: Partial<Asked> = {}): Asked => ({
  route: "GET /v1/runs/{runId}",
  path: { runId: "one" },
  query: { program: "pre-renewal", from: "2026-12-01" },
  ...over,
});

describe("a cursor", () => {
  test("comes back as it was given out", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.nat(), (after, n) => {
        const schema = z.object({ after: z.string(), n: z.number() });
        const cursor = encodeCursor({ after, n }, asked());
        expect(cursor).toMatch(/^[\w-]+$/);
        expect(read(schema, cursor).data).toEqual({ after, n });
      }),
      { seed: 13 },
    );
  });

  test("that nobody gave out is none", () => {
    const text = (json: string) => Buffer.from(json).toString("base64url");
    const foreign = ["", "?", "bm90IGpzb24", text("null"), text("7"), text("[]"), text('"after"')];
    for (const cursor of [...foreign, encodeCursor(7, asked()), encodeCursor(null, asked())]) {
      expect(read(z.string(), cursor).success).toBe(false);
    }
  });

  test.each<[string, Partial<Asked>]>([
    ["another route", { route: "GET /v1/ctas" }],
    ["another id in the path", { path: { runId: "other" } }],
    ["another filter", { query: { program: "pre-renewal" } }],
    ["another value of a filter", { query: { program: "case-closure", from: "2026-12-01" } }],
    ["values that have changed places", { query: { program: "2026-12-01", from: "pre-renewal" } }],
  ])("of %s is none", (_, over) => {
    expect(read(z.string(), encodeCursor("after", asked(over))).success).toBe(false);
  });

  test.each<[string, Asked["query"]]>([
    ["in another order", { from: "2026-12-01", program: "pre-renewal" }],
    ["with pages of another size", { ...asked().query, limit: "7" }],
    ["on a later page", { ...asked().query, cursor: "another" }],
    ["with an empty filter, which is none", { ...asked().query, to: "" }],
  ])("holds for the same list asked for %s", (_, query) => {
    const cursor = encodeCursor("after", asked());
    expect(read(z.string(), cursor, asked({ query })).data).toBe("after");
  });
});
