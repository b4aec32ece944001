import { describe, expect, test } from "vitest";
import { Mapping } from "#shared/domain/imports/mapping.ts";
import { aTable } from "../../table.ts";
import { dump, importText, NOW } from "./files.ts";

/** As a marketplace keeps its surveys: words of its own, two texts, no program. */
const MARKET = Mapping.parse({
  name: "Market",
  columns: {
    survey_id: "survey_id",
    account_id: "customer_id",
    geography: "customer_state",
    sent_at: "survey_sent_at",
    answered_at: "answered_at",
    csat: "score",
    comment: ["comment_title", "comment"],
  },
  constants: { program: "market-csat" },
});
const HEADER =
  "survey_id,order_id,customer_id,customer_state,delivered_at,survey_sent_at,answered_at,score,comment_title,comment";
const csv = (...rows: string[]) => [HEADER, ...rows].join("\n");
const stored = async (table: Parameters<typeof dump>[0]) =>
  (await dump(table)).filter(({ type }) => type === "imported-response");

describe("answers of another tool", () => {
  test("are read by a mapping file alone", async () => {
    const table = await aTable();
    const file = csv(
      '1,o-1,c-1,SP,,2018-08-15 00:00:00,2018-08-15 04:10:37,1,Não chegou,"Péssimo,\nde novo"',
      "2,o-2,c-2,MT,,2018-08-16 00:00:00,2018-08-17 04:10:37,5,,",
    );
    const record = await importText(table, "responses", file, NOW, { mapping: MARKET });
    expect(record).toMatchObject({ status: "done", accepted: 2, rejected: 0 });
    expect(
      (await stored(table)).toSorted((a, b) => String(a.surveyId).localeCompare(String(b.surveyId))),
    ).toMatchObject([
      {
        ...{ surveyId: "1", programId: "market-csat", accountId: "c-1", account: { geography: "SP" } },
        ...{ sentAt: "2018-08-15T00:00:00.000Z", answeredAt: "2018-08-15T04:10:37.000Z" },
        answers: [
          { questionId: "csat", value: 1 },
          { questionId: "comment", value: "Não chegou\nPéssimo,\nde novo" },
        ],
      },
      { surveyId: "2", answers: [{ questionId: "csat", value: 5 }] },
    ]);
  });

  test("that are refused are named by line and their own column, and nothing that stood there is repeated", async () => {
    const table = await aTable();
    const file = csv(
      "1,o-1,c-1,SP,,2018-08-15 00:00:00,2018-08-15 04:10:37,secret,,",
      "2,o-2,c-2,SP,,15/08/2018,2018-08-15 04:10:37,5,,",
      "3,o-3,c-3,SP,,,2018-08-15 04:10:37,5,,",
      "3,o-3,c-3,SP,,,2018-08-16 04:10:37,4,,",
      ",o-4,c-4,SP,,,2018-08-16 04:10:37,4,,",
    );
    const { accepted, errors } = await importText(table, "responses", file, NOW, { mapping: MARKET });
    expect(accepted).toBe(1);
    expect(errors).toMatchObject([
      { line: 2, field: "score", message: expect.stringContaining("(read as csat)") },
      { line: 3, field: "survey_sent_at", message: expect.stringContaining("(read as sent_at)") },
      { line: 5, field: "survey_id", message: expect.stringContaining("stands on line 4 already") },
      { line: 6, field: "survey_id" },
    ]);
    expect(JSON.stringify(errors)).not.toMatch(/secret|15\/08/);
  });

  test("without a column that their mapping reads are refused as a whole, with which", async () => {
    const table = await aTable();
    const file = csv("1,o-1,c-1,SP,,,2018-08-15 04:10:37,5,,").replace("score", "rating");
    const { accepted, rejected, errors } = await importText(table, "responses", file, NOW, {
      mapping: MARKET,
    });
    expect([accepted, rejected]).toEqual([0, 1]);
    expect(errors).toMatchObject([{ line: 1, field: "header" }]);
    expect(errors[0]?.message).toContain('there is no column "score", which is read as csat');
  });

  test("in several invocations are stored as in one", async () => {
    const [whole, parts] = [await aTable(), await aTable()];
    const rows = Array.from(
      { length: 120 },
      (_, i) => `${i % 110},o,c-${i},SP,,,2018-08-${10 + (i % 20)} 04:10:37,${1 + (i % 6)},,`,
    );
    const inOne = await importText(whole, "responses", csv(...rows), NOW, { mapping: MARKET });
    const inMany = await importText(parts, "responses", csv(...rows), NOW, {
      mapping: MARKET,
      batchesEach: 1,
    });
    expect(inMany).toEqual(inOne);
    const lasting = async (table: typeof whole) =>
      (await dump(table)).filter(({ type }) => type !== "import").map(({ mark: _, ...item }) => item);
    expect(await lasting(parts)).toEqual(await lasting(whole));
  });
});
