import { describe, expect, test } from "vitest";
import { dirtyDays } from "#shared/dynamodb/day-counts.ts";
import { importedTouchpoints } from "#shared/dynamodb/imported-touchpoints.ts";
import { recordsOfDay } from "#shared/dynamodb/invitation-lists.ts";
import { saveProgram } from "#shared/dynamodb/programs.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { aProgram, hashOf } from "../../builders.ts";
import { dyingTable } from "../../dying-table.ts";
import { peopleByHash } from "../../people.ts";
import { aTable, startTable } from "../../table.ts";
import { dump, importText, NOW, writesTo } from "./files.ts";

const HEAD = "survey_id,program,account_id,contact_email,sent_at,answered_at,nps,csat,comment,plan";
const fileOf = (...rows: readonly string[]): string => [HEAD, ...rows].join("\n");
const importRows = (table: Table, ...rows: readonly string[]) =>
  importText(table, "responses", fileOf(...rows));

const ANSWERED = "s-1,Old tool,acc-1,mei@customer.example,2026-03-01,2026-03-02,9,,Obrigada!,premium";
const SILENT = "s-2,Old tool,,bo@customer.example,2026-03-01,,,,,";
const NOBODYS = "s-3,Old tool,,,,2026-03-02,,4,,";

const marked = async (table: Table) =>
  (await dirtyDays(table)).map(({ programId, day }) => `${programId} ${day}`);

describe("an imported response", () => {
  test("counts under the days of its sending and its answer, as the row says and with no more", async () => {
    const table = await aTable();
    expect(await importRows(table, ANSWERED, SILENT, NOBODYS)).toMatchObject({ accepted: 3, rejected: 0 });
    const { sent } = await recordsOfDay(table, "old-tool", "2026-03-01");
    expect(sent.map(({ accountId, attempts }) => [accountId, attempts?.length]).sort()).toEqual([
      ["", undefined],
      ["acc-1", 1],
    ]);
    const { answered } = await recordsOfDay(table, "old-tool", "2026-03-02");
    const said = answered.map(({ account, sentAt }) => [account?.plan ?? "?", sentAt ?? "unknown"]);
    expect(said.sort()).toEqual([
      ["?", "unknown"],
      ["premium", "2026-03-01T00:00:00.000Z"],
    ]);
    expect(await marked(table)).toEqual(["old-tool 2026-03-01", "old-tool 2026-03-02"]);
  });

  test("starts the cooldown of whoever it asked, by the day of the answer where no other is known", async () => {
    const table = await aTable();
    const unsent = "s-4,Old tool,,ada@customer.example,,2026-03-02,,4,,";
    await importRows(table, ANSWERED, SILENT, NOBODYS, unsent);
    const emails = ["mei@customer.example", "bo@customer.example", "ada@customer.example"];
    const people = await peopleByHash(table, emails.map(hashOf));
    const by = { tool: "import", program: "old-tool" };
    const asked = { lastOn: "2026-03-01", lastBy: by };
    expect(emails.map((email) => people.get(hashOf(email)))).toMatchObject([
      asked,
      asked,
      { lastOn: "2026-03-02", lastBy: by },
    ]);
  });

  test("keeps no e-mail address in the clear", async () => {
    const table = await aTable();
    await importRows(table, ANSWERED, SILENT);
    const stored = JSON.stringify(await dump(table));
    expect(stored).toContain(hashOf("mei@customer.example"));
    expect(stored).not.toContain("customer.example");
  });
});

describe("a row of an id that came before", () => {
  const other = ANSWERED.replace(",9,", ",3,");

  test("is refused in the same file, whatever it says", async () => {
    const table = await aTable();
    const { accepted, errors } = await importRows(table, ANSWERED, SILENT, other, ANSWERED);
    expect(accepted).toBe(2);
    const message = "stands on line 2 already; the first row counts";
    expect(errors).toEqual([4, 5].map((line) => ({ line, field: "survey_id", message })));
  });

  test("is refused from another file where it says something else, and changes nothing", async () => {
    const table = await aTable();
    await importRows(table, ANSWERED);
    const { accepted, errors } = await importRows(table, other, SILENT, ANSWERED);
    expect([accepted, errors.map(({ line, field }) => [line, field])]).toEqual([
      1,
      [
        [2, "survey_id"],
        [4, "survey_id"],
      ],
    ]);
    const { answered } = await recordsOfDay(table, "old-tool", "2026-03-02");
    expect(answered.map(({ attempts }) => attempts?.[0]?.answers[0]?.value)).toEqual([9]);
  });

  test("is another survey under another program", async () => {
    const table = await aTable();
    expect(await importRows(table, ANSWERED, ANSWERED.replace("Old tool", "Newer tool"))).toMatchObject({
      accepted: 2,
    });
  });
});

describe("the same file again", () => {
  const file = [ANSWERED, SILENT, NOBODYS];

  test("changes nothing, and writes nothing but the record of the import", async () => {
    const table = await aTable();
    await importRows(table, ...file);
    const once = await dump(table);
    const writes = writesTo(table);
    expect(await importRows(table, ...file)).toMatchObject({ accepted: 3, rejected: 0 });
    expect(await dump(table)).toEqual(once);
    expect(writes.filter((pk) => !/^(IMPORT|IMPORT-MARKED|LAST-IMPORT)($|#)/.test(pk))).toEqual([]);
  });

  test("finishes what died at any call, with every day marked", async () => {
    const whole = await aTable();
    await importRows(whole, ...file);
    const everything = (await dump(whole)).map(({ mark: _, ...item }) => item);
    for (const last of ["undone", "done"] as const) {
      for (let calls = 0; ; calls++) {
        const { table, stop } = await startTable();
        const dying = dyingTable(table, calls, last);
        await importRows(dying.table, ...file).catch(() => undefined);
        await importRows(table, ...file);
        expect((await dump(table)).map(({ mark: _, ...item }) => item)).toEqual(everything);
        stop();
        if (dying.survived()) break;
        expect(calls).toBeLessThan(40);
      }
    }
  });
});

describe("the program of a row", () => {
  test("is ours where the name is its id or name in any case, and else a touchpoint of its own", async () => {
    const table = await aTable();
    const named = (id: string, program: string) => `${id},${program},,,2026-03-01,,,,,`;
    await importRows(
      table,
      named("1", "pre-renewal"),
      named("2", "All-customer CSAT"),
      named("3", "NPS (EMEA)"),
      named("4", "nps emea"),
    );
    expect(await marked(table)).toEqual([
      "all-customer-csat 2026-03-01",
      "nps-emea 2026-03-01",
      "pre-renewal 2026-03-01",
    ]);
    expect(await importedTouchpoints(table)).toEqual([
      { programId: "nps-emea", name: "NPS (EMEA)", firstImportedAt: NOW.toISOString() },
    ]);
  });

  test("stays the touchpoint that it was when a program is given its name", async () => {
    const table = await aTable();
    await importRows(table, ANSWERED);
    const program = aProgram("product-csat", { programId: "relationship", name: "Old tool" });
    await saveProgram(table, program, { isReplanDue: false, at: NOW });
    const once = await dump(table);
    await importRows(table, ANSWERED);
    expect(await dump(table)).toEqual(once);
  });

  test("cannot be one of ours whose answers are anonymous", async () => {
    const table = await aTable();
    const program = aProgram("product-csat", { programId: "pulse", name: "Pulse", anonymous: true });
    await saveProgram(table, program, { isReplanDue: false, at: NOW });
    const { errors } = await importRows(table, ANSWERED.replace("Old tool", "Pulse"), SILENT);
    expect(errors.map(({ line, field }) => [line, field])).toEqual([[2, "program"]]);
  });

  test("of which no row is good is not kept", async () => {
    const table = await aTable();
    await importRows(table, "1,Bad,,,2099-01-01,,,,,", SILENT);
    expect((await importedTouchpoints(table)).map(({ name }) => name)).toEqual(["Old tool"]);
  });
});

describe("two files with the same rows at once", () => {
  test("store each row once, and the days of both are marked", async () => {
    const table = await aTable();
    const rows = Array.from(
      { length: 60 },
      (_, i) => `s-${i},Old tool,,,2026-03-01,2026-03-02,,${(i % 5) + 1},,`,
    );
    const [one, other] = await Promise.all([
      importRows(table, ...rows),
      importRows(table, ...rows.toReversed()),
    ]);
    expect([one.accepted, other.accepted]).toEqual([60, 60]);
    const { sent, answered } = await recordsOfDay(table, "old-tool", "2026-03-02");
    expect([sent.length, answered.length]).toEqual([0, 60]);
    expect(await marked(table)).toEqual(["old-tool 2026-03-01", "old-tool 2026-03-02"]);
  });
});
