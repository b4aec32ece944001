import { describe, expect, test } from "vitest";
import { areAccountsImporting, type ImportRecord, importById, saveImport } from "#shared/dynamodb/imports.ts";
import { accountWithContacts } from "#shared/dynamodb/portfolio.ts";
import {
  type ImportTask,
  importPortfolio,
  type Ports,
} from "../../../functions/import-portfolio/import-portfolio.ts";
import { aTable } from "../../table.ts";
import { dump, importText, NOW } from "./files.ts";

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

/** Sends to 130 people: good rows, bad ones, one that is no CSV, one over two lines. */
const SENDS = [
  "email,sent_at",
  ...numbers(130).map((n) => {
    if (n % 40 === 0) return `"p${n}@x.example\n",2026-10-01T09:00:00Z`;
    if (n % 31 === 0) return `p${n}@x.example,"never`;
    return `p${n}@x.example,${n % 7 === 0 ? "never" : "2026-10-01T09:00:00Z"}`;
  }),
].join("\n");

describe("a file that takes several invocations", () => {
  test("ends as in one: every row once, counted once, its errors in order", async () => {
    const [whole, parts] = [await aTable(), await aTable()];
    const inOne = await importText(whole, "sends", SENDS);
    const inMany = await importText(parts, "sends", SENDS, NOW, { batchesEach: 1 });
    expect(inOne.accepted + inOne.rejected).toBeGreaterThan(125);
    expect(inOne.rejected).toBeGreaterThan(15);
    expect(inMany).toEqual(inOne);
    const everything = (items: Record<string, unknown>[]) => items.filter(({ type }) => type !== "import");
    expect(everything(await dump(parts))).toEqual(everything(await dump(whole)));
  });

  test("has of rows with one id the first count, whichever invocation read it", async () => {
    const account = (n: number, name: string) => `acc-${n},${name},premium,active`;
    const rows = [
      ...numbers(120).map((n) => account(n, "First")),
      account(3, "Again"),
      account(119, "Again"),
    ];
    const table = await aTable();
    const csv = `account_id,name,plan,status\n${rows.join("\n")}`;
    const { accepted, errors } = await importText(table, "accounts", csv, NOW, { batchesEach: 1 });
    expect(accepted).toBe(120);
    expect(errors.map(({ line, message }) => [line, message])).toEqual([
      [122, "stands on line 4 already; the first row counts"],
      [123, "stands on line 120 already; the first row counts"],
    ]);
    for (const id of ["acc-3", "acc-119"]) {
      expect((await accountWithContacts(table, id)).account?.name).toBe("First");
    }
  });

  test("says meanwhile how far it is, and holds up the contacts of its accounts", async () => {
    const table = await aTable();
    const rows = numbers(60).map((n) => `acc-${n}`);
    const { ports, handedOn } = aRun(`account_id\n${rows.join("\n")}`, {
      save: (record) => saveImport(table, record),
      hasTime: () => false,
      now: () => new Date("2026-12-01T10:14:00Z"),
    });
    await saveImport(table, {
      ...{ importId: "i", kind: "accounts", status: "running", startedAt: "2026-12-01T10:00:00.000Z" },
      ...{ accepted: 0, rejected: 0, errors: [], errorsLeftOut: 0 },
    });
    await importPortfolio({ ...ports, importById: (id) => importById(table, id) })({
      importId: "i",
      kind: "accounts",
    });
    const { finishedAt, ...record } = (await importById(table, "i")) ?? {};
    expect(record).toMatchObject({ status: "running", accepted: 50, startedAt: "2026-12-01T10:00:00.000Z" });
    expect(finishedAt).toBeUndefined();
    expect(handedOn).toMatchObject([{ importId: "i", after: { line: 51, accepted: 50, etag: "v1" } }]);
    expect(await areAccountsImporting(table, new Date("2026-12-01T10:20:00Z"))).toBe(true);
  });

  test("is failed where it cannot be handed on", async () => {
    const { ports, saved } = aRun(`account_id\n${numbers(60).join("\n")}`, {
      ...{ hasTime: () => false, handOn: () => Promise.reject(new Error("throttled")) },
    });
    await expect(importPortfolio(ports)({ importId: "i", kind: "accounts" })).rejects.toThrow();
    expect(saved.at(-1)).toBe("failed");
  });

  test("is failed where it is another file by then, which is no fault of ours: whoever sent it is told", async () => {
    const { ports, handedOn, stored } = aRun("", { open: async () => "another-file" });
    const after = { line: 51, etag: "v1", accepted: 49, rejected: 1, errorCount: 1 };
    const record = await importPortfolio(ports)({ importId: "i", kind: "accounts", after });
    expect(record).toMatchObject({ status: "failed", accepted: 49, finishedAt: NOW.toISOString() });
    expect(record.message).toBe(
      "The file was replaced by another while it was imported. Send the same file again to import it from its beginning.",
    );
    expect([handedOn, stored]).toEqual([[], []]);
  });

  test("is handed on also where all of its rows are bad", async () => {
    const { ports, handedOn } = aRun(`account_id\n${'1,"\n'.repeat(6000)}`, { hasTime: () => false });
    await importPortfolio(ports)({ importId: "i", kind: "accounts" });
    expect(handedOn).toMatchObject([{ after: { line: 5000, accepted: 0, rejected: 4999 } }]);
  });

  test("is not handed on for ever where nobody comes further in it, but failed, and says why", async () => {
    const { ports, handedOn, stored } = aRun(`account_id\n${numbers(9000).join("\n")}`, {
      hasTime: () => false,
    });
    const after = { line: 8001, etag: "v1", accepted: 8000, rejected: 0, errorCount: 0 };
    const tasks: ImportTask[] = [{ importId: "i", kind: "accounts", after }];
    let record: ImportRecord | undefined;
    for (let task = tasks.shift(); task !== undefined; task = tasks.shift()) {
      record = await importPortfolio(ports)(task);
      tasks.push(...handedOn.splice(0));
      if (stored.length > 0) break;
    }
    expect(record).toMatchObject({ status: "failed", accepted: 8000 });
    expect(record?.message).toContain("Split it into smaller files");
    expect(stored).toEqual([]);
  });

  test("has nothing counted twice where one of them dies half-way and is run again", async () => {
    let record: ImportRecord | undefined;
    const tasks: ImportTask[] = [{ importId: "i", kind: "accounts" }];
    let failsAt = 3;
    const { ports } = aRun(`account_id\n${numbers(220).join("\n")}`, {
      importer: async () => async (batch) => {
        if (--failsAt === 0) throw new Error("died");
        return batch
          .filter(({ line }) => line % 2 === 0)
          .map(({ line }) => ({ line, field: "x", message: "bad" }));
      },
      importById: async () => record,
      save: async (saved) => {
        record = saved;
      },
      handOn: async (task) => {
        tasks.push(task);
      },
      hasTime: () => tasks.length > 1,
    });
    const run = importPortfolio(ports);
    await run({ importId: "i", kind: "accounts" });
    const second = tasks.at(-1) ?? { importId: "", kind: "accounts" };
    await expect(run(second)).rejects.toThrow("died");
    expect(record).toMatchObject({ status: "failed", accepted: 50, rejected: 50 });
    await run(second);
    expect(record).toMatchObject({ status: "done", accepted: 110, rejected: 110, errorsLeftOut: 0 });
    expect(record?.errors.map(({ line }) => line)).toEqual(numbers(110).map((n) => n * 2));
  });

  test("that waits for others has its turn in a later invocation, with nothing read before", async () => {
    const { ports, handedOn, stored } = aRun("account_id\n1", { importer: async () => "not-yet" });
    expect(await importPortfolio(ports)({ importId: "i", kind: "contacts" })).toMatchObject({
      status: "running",
    });
    expect(handedOn).toEqual([{ importId: "i", kind: "contacts" }]);
    expect(stored).toEqual([]);
  });
});

/** A run on a text that remembers what became of it. */
function aRun(csv: string, over: Partial<Ports> = {}) {
  const handedOn: ImportTask[] = [];
  const saved: string[] = [];
  const stored: number[] = [];
  const ports: Ports = {
    open: async () => ({ chunks: new Blob([csv]).stream(), etag: "v1" }),
    importer: async () => async (batch) => {
      stored.push(...batch.map(({ line }) => line));
      return [];
    },
    importById: async () => undefined,
    save: async ({ status }) => {
      saved.push(status);
    },
    handOn: async (task) => {
      handedOn.push(task);
    },
    hasTime: () => true,
    now: () => NOW,
    ...over,
  };
  return { ports, handedOn, saved, stored };
}
