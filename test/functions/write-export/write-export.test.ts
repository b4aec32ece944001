import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ExportRequest } from "#shared/domain/exports/export.ts";
import { beginExport, exportById, keepProgress, type Part, takeUpExport } from "#shared/dynamodb/exports.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { hasPartsLeft } from "../../../functions/write-export/draft.ts";
import { type WritePorts, writeExport } from "../../../functions/write-export/write-export.ts";
import { dyingAfter } from "../../dying.ts";
import { startTable } from "../../table.ts";
import { someFiles, startFiles } from "./some-files.ts";

const NOW = new Date("2026-12-01T10:00:00Z");
const REQUEST: ExportRequest = { what: "responses", from: "2026-01-01", to: "2026-11-30", format: "csv" };
const PAGES = 7;
const MOST_RUNS = 60;
/** Three pages are more than a part, so that the file comes in several and a rest. */
const PAGE_BYTES = { ofS3: 3_000_000, inMemory: 300 };
const whole = (bytes: number) =>
  `\uFEFFa,b\r\n${Array.from({ length: PAGES }, (_, page) => `${String(page).repeat(bytes)},${page}\r\n`).join("")}`;

let table: Table;
let files: Awaited<ReturnType<typeof startFiles>>;
const ends: (() => unknown)[] = [];
beforeAll(async () => {
  const started = await startTable({ hasStream: false });
  table = started.table;
  files = await startFiles();
  ends.push(started.stop, files.stop);
});
afterAll(async () => {
  for (const end of ends) await end();
});

type Event = { readonly exportId: string; readonly leg: number };

type Given = Partial<WritePorts> & { readonly pages?: number; readonly isS3?: boolean };

/** An export of its own, and the invocations that it asked for. */
async function given({ pages = PAGES, isS3 = false, ...over }: Given = {}) {
  const bytes = isS3 ? PAGE_BYTES.ofS3 : PAGE_BYTES.inMemory;
  const memory = someFiles();
  const exportId = randomUUID();
  await beginExport(table, { exportId, request: REQUEST, now: NOW });
  const events: Event[] = [{ exportId, leg: 0 }];
  const ports: WritePorts = {
    takeUp: (id, leg, now) => takeUpExport(table, id, leg, now),
    keep: (of, progress, now) => keepProgress(table, of, progress, now),
    page: async (_, place = "0") => {
      const next = Number(place) + 1;
      const rows = [{ a: place.repeat(bytes), b: Number(place) }];
      return { kind: "page", columns: ["a", "b"], rows, next: next < pages ? String(next) : undefined };
    },
    files: isS3 ? files.files : memory.files,
    handOn: async (id, leg) => void events.push({ exportId: id, leg }),
    hasTime: () => true,
    ...over,
  };
  const stored = async () => {
    const found = await exportById(table, exportId);
    if (found === undefined) throw new Error("the export is gone");
    return found;
  };
  const file = async () => {
    const { key } = await stored();
    if (key === undefined) return undefined;
    return isS3 ? await files.read(key) : memory.read(key);
  };
  return { ports, events, stored, file };
}

/** Runs what was asked for until nothing more is; how many invocations it took. */
async function runAll(ports: WritePorts, events: Event[]): Promise<number> {
  let runs = 0;
  for (let event = events.shift(); event !== undefined; event = events.shift()) {
    if (++runs > MOST_RUNS) throw new Error("it does not end");
    await writeExport(ports)(event, NOW);
  }
  return runs;
}

async function runOne(ports: WritePorts, events: Event[]): Promise<void> {
  const event = events.shift();
  if (event !== undefined) await writeExport(ports)(event, NOW);
}

/** Long texts are not for printing. */
const lookOf = (text: string | undefined, bytes: number) => ({
  isWhole: text === whole(bytes),
  length: text?.length,
});
const wholeFile = (bytes: number) => ({ isWhole: true, length: whole(bytes).length });

describe("writing an export", () => {
  it("of little is one invocation and one write", async () => {
    const { ports, events, stored, file } = await given({ pages: 1, isS3: true });
    expect(await runAll(ports, events)).toBe(1);
    expect(await stored()).toMatchObject({ status: "done", rows: 1, parts: [] });
    expect((await file())?.length).toBe((await stored()).bytes - 2);
  });

  it("with time for a page only goes on from invocation to invocation, and is there once it is whole", async () => {
    const { ports, events, stored, file } = await given({ hasTime: () => false, isS3: true });
    const write = writeExport(ports);
    let runs = 0;
    for (let event = events.shift(); event !== undefined; event = events.shift(), runs++) {
      expect(await file()).toBeUndefined();
      await write(event, NOW);
    }
    expect(runs).toBe(PAGES + 1);
    expect(lookOf(await file(), PAGE_BYTES.ofS3)).toEqual(wholeFile(PAGE_BYTES.ofS3));
    const { parts, rows, bytes, status } = await stored();
    const length = Buffer.byteLength(whole(PAGE_BYTES.ofS3));
    expect([status, rows, bytes, parts.length]).toEqual(["done", PAGES, length, 3]);
  });

  it("that dies at any of its steps is begun again from the leg before, and comes out the same", async () => {
    let died = 0;
    for (let calls = 0; ; calls++) {
      const { ports, events, stored, file } = await given({ hasTime: () => false });
      const all = { ...ports, ...ports.files };
      const dying = dyingAfter(all, calls);
      const { partBytes, write, read, begin, part, complete, ...others } = dying.ports;
      let hasDied = false;
      let runs = 0;
      for (let event = events.shift(); event !== undefined; event = events.shift()) {
        if (++runs > MOST_RUNS) throw new Error("it does not end");
        const now: WritePorts = hasDied
          ? ports
          : { ...others, files: { partBytes, write, read, begin, part, complete } };
        try {
          await writeExport(now)(event, NOW);
        } catch {
          hasDied = true;
          died++;
          // As Lambda tries the same event again, behind whatever it had still asked for.
          events.push(event);
        }
      }
      expect((await stored()).status).toBe("done");
      expect(await file()).toBe(whole(PAGE_BYTES.inMemory));
      if (!hasDied) break;
    }
    expect(died).toBeGreaterThan(15);
  });

  it("by two invocations at once is written by one of them, and whole", async () => {
    const { ports, events, stored, file } = await given({ hasTime: () => false });
    const write = writeExport(ports);
    for (let event = events.shift(); event !== undefined; event = events.at(-1)) {
      events.length = 0;
      await Promise.all([write(event, NOW), write(event, NOW)]);
    }
    expect(await stored()).toMatchObject({ status: "done", rows: PAGES });
    expect(await file()).toBe(whole(PAGE_BYTES.inMemory));
  });

  it("whose progress was kept, though the reply said otherwise, goes on all the same", async () => {
    const { ports, events, stored } = await given({ pages: 3, hasTime: () => false });
    // As where the first reply is lost, and the SDK tries again what then is done.
    const keep: WritePorts["keep"] = async (...of) => {
      await ports.keep(...of);
      return await ports.keep(...of);
    };
    await runAll({ ...ports, keep }, events);
    expect((await stored()).status).toBe("done");
  });

  it("begun twice where it ends has the bytes of the one that was kept", async () => {
    const { ports, events, stored, file } = await given({ pages: 2, hasTime: () => false });
    await runOne(ports, events);
    const [last = { exportId: "", leg: 0 }] = events;
    const page: WritePorts["page"] = async () => {
      await writeExport(ports)(last, NOW);
      return { kind: "page", columns: ["a", "b"], rows: [], next: undefined };
    };
    expect((await writeExport({ ...ports, page })(last, NOW)).status).toBe("passed");
    expect(await stored()).toMatchObject({ status: "done", rows: 2 });
    expect((await file())?.length).toBe((await stored()).bytes - 2);
  });

  it("that cannot be says why, and leaves no file", async () => {
    const page: WritePorts["page"] = async () => ({ kind: "impossible", message: "It is anonymous." });
    const { ports, events, stored, file } = await given({ page });
    expect(await runAll(ports, events)).toBe(1);
    expect(await stored()).toMatchObject({ status: "failed", message: "It is anonymous." });
    expect(await file()).toBeUndefined();
  });

  it("of so many parts that its item holds no more of them gives up and says so", async () => {
    const { ports, events, stored } = await given({ pages: 2, hasTime: () => false });
    const part = { number: 10_000, etag: `"${"f".repeat(32)}"` };
    const parts: Part[] = [];
    while (hasPartsLeft({ attempts: 1, parts })) parts.push(part);
    // Its item may be of 400 KB, and holds a place and a request beside them.
    expect(JSON.stringify(parts).length).toBeLessThan(330 * 1024);
    const takeUp: WritePorts["takeUp"] = async (id, leg, now) => {
      const taken = await ports.takeUp(id, leg, now);
      return taken.kind === "taken" ? { ...taken, export: { ...taken.export, parts } } : taken;
    };
    await runAll({ ...ports, takeUp }, events);
    expect((await stored()).message).toContain("shorter range");
  });

  it("begun more often than there are part numbers for gives up and says so", async () => {
    const { ports, events, stored } = await given({ pages: 2, hasTime: () => false });
    const takeUp: WritePorts["takeUp"] = async (id, leg, now) => {
      const taken = await ports.takeUp(id, leg, now);
      return taken.kind === "taken" ? { ...taken, export: { ...taken.export, attempts: 501 } } : taken;
    };
    await runAll({ ...ports, takeUp }, events);
    expect((await stored()).message).toContain("shorter range");
  });
});
