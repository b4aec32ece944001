import { describe, expect, test } from "vitest";
import { importById, type RowError } from "#shared/dynamodb/imports.ts";
import { importPortfolio } from "../../../functions/import-portfolio/import-portfolio.ts";
import { aTable } from "../../table.ts";
import { importText, NOW, portfolioFile } from "./files.ts";

const lineAndField = ({ line, field }: RowError) => [line, field];

describe("a whole file", () => {
  test("with the header of another kind is refused, row by row counted, with one error", async () => {
    const table = await aTable();
    const record = await importText(table, "contacts", portfolioFile("sends.csv"));
    expect(record).toMatchObject({ status: "done", accepted: 0, rejected: 162 });
    expect(record.errors.map(lineAndField)).toEqual([[1, "header"]]);
  });

  test("that is not CSV is refused", async () => {
    const table = await aTable();
    const record = await importText(table, "accounts", `PK\u0003\u0004"\u0000\nx"y`);
    expect(record).toMatchObject({ status: "done", accepted: 0 });
    expect(record.errors.map(lineAndField)).toEqual([[1, "header"]]);
  });

  test("with more errors than are kept has all of them counted", async () => {
    const table = await aTable();
    const csv = `email,sent_at\n${"mei@customer.example,never\n".repeat(1200)}`;
    await importText(table, "sends", csv);
    const record = await importById(table, "import-sends");
    expect(record).toMatchObject({ accepted: 0, rejected: 1200, errorsLeftOut: 200 });
    expect(record?.errors.map(({ line }) => line)).toEqual(Array.from({ length: 1000 }, (_, i) => i + 2));
    await importText(table, "sends", "email,sent_at\nmei@customer.example,2026-10-01T09:00:00Z");
    expect((await importById(table, "import-sends"))?.errors).toEqual([]);
  });

  test("that cannot be read to its end is failed, and tried again by whoever runs it", async () => {
    const saved: unknown[] = [];
    const chunks = (async function* () {
      yield Buffer.from("email,sent_at\nbad,bad\n");
      throw new Error("connection lost");
    })();
    const run = importPortfolio({
      open: async () => ({ chunks, etag: "" }),
      importer: async () => async () => [],
      importById: async () => undefined,
      save: async ({ status }) => {
        saved.push(status);
      },
      handOn: async () => {},
      hasTime: () => true,
      now: () => NOW,
    });
    await expect(run({ importId: "import-sends", kind: "sends" })).rejects.toThrow("connection lost");
    expect(saved).toEqual(["failed"]);
  });
});
