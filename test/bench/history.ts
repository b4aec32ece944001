/**
 * Takes another tool's answers over, through the real stack: how long it takes until they are in and until their figures
 * are there, which rows were refused, and whether each month's CSAT of each geography is what a count of the file gives.
 *
 * `node test/bench/history.ts answers.csv mapping.json`, the mapping one of plain columns.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { startLocalStack } from "../../infra/local/stack.ts";
import { apiOf } from "../journeys/api.ts";
import { freePort } from "../table.ts";
import { byMonthAndPlace, rowsOf } from "./history-truth.ts";

const LONGEST_MS = 300_000;
const [file, mappingFile] = process.argv.slice(2);
if (file === undefined || mappingFile === undefined)
  throw new Error("Name the CSV file and the mapping file");
const mapping = JSON.parse(readFileSync(mappingFile, "utf8"));
const csv = readFileSync(file);
const rows = rowsOf(csv);
const dir = mkdtempSync(join(tmpdir(), "lifecycle-history-"));
const stack = await startLocalStack({ dir, port: await freePort(), fresh: true });
try {
  const token = await stack.token("ops");
  const api = apiOf(stack.origin, token);
  const send = async (method: string, path: string, type: string, body: string | Buffer) => {
    const headers = { authorization: `Bearer ${token}`, "content-type": type };
    const reply = await fetch(`${stack.origin}${path}`, { method, headers, body });
    if (!reply.ok) throw new Error(`${method} ${path} was answered ${reply.status}: ${await reply.text()}`);
    return (await reply.json()) as { readonly importId: string };
  };
  await send("PUT", "/v1/mappings/history", "application/json", JSON.stringify(mapping));

  const start = performance.now();
  const seconds = () => ((performance.now() - start) / 1000).toFixed(1);
  const path = "/v1/imports?kind=responses&mapping=history";
  const { importId } = await send("POST", path, "text/csv", csv);
  const done = await until(
    () => api.get(`/v1/imports/${importId}`),
    ({ status }) => status !== "running",
  );
  const imported = seconds();

  const truth = byMonthAndPlace(rows, mapping.columns, new Set(done.errors.map(({ line }: Line) => line)));
  const { programId } = (await api.get("/v1/programs")).imported[0];
  const years = [...new Set([...truth.keys()].map((name) => name.slice(0, 4)))].sort();
  await until(
    () => figuresOf(years, ""),
    (found) => answersIn(found) >= answersIn(truth),
  );
  const there = seconds();
  const figures = await figuresOf(years, mapping.columns.geography === undefined ? "" : "&groupBy=geography");

  const differences = [...new Set([...truth.keys(), ...figures.keys()])]
    .filter((name) => String(truth.get(name)) !== String(figures.get(name)))
    .sort();
  const reasons = Map.groupBy(done.errors as Line[], ({ field, message }) =>
    `${field} ${message}`.replaceAll(/\d+/g, "…"),
  );
  console.table({
    "rows in the file": rows.length,
    status: done.status,
    accepted: done.accepted,
    rejected: done.rejected,
    "seconds until imported": imported,
    "seconds until the figures are there": there,
    "months × places": truth.size,
    "answers counted": answersIn(figures),
    differences: differences.length,
  });
  for (const [reason, of] of reasons)
    console.log(`${of.length} × ${reason} (lines ${of.slice(0, 5).map(({ line }) => line)} …)`);
  for (const name of differences)
    console.log(`${name}: ${truth.get(name)} in the file, ${figures.get(name)} here`);
  if (differences.length > 0 || done.accepted + done.rejected !== rows.length) process.exitCode = 1;

  /** How many answered 1, 2, … 5, by month and place, as the API says it. */
  async function figuresOf(ofYears: readonly string[], by: string): Promise<Map<string, number[]>> {
    const found = new Map<string, number[]>();
    for (const year of ofYears) {
      const range = `from=${year}-01-01&to=${year}-12-31&interval=month`;
      const { groups } = await api.get(`/v1/results?program=${programId}&${range}${by}`);
      for (const { key, period, csat } of groups)
        if (csat !== null) found.set(`${period} ${key.geography ?? "all"}`, csat.counts);
    }
    return found;
  }
} finally {
  await stack.stop();
  rmSync(dir, { recursive: true, force: true });
}

type Line = { readonly line: number; readonly field: string; readonly message: string };

function answersIn(counts: ReadonlyMap<string, readonly number[]>): number {
  return [...counts.values()].flat().reduce((sum, count) => sum + count, 0);
}

async function until<T>(ask: () => Promise<T>, isThere: (found: T) => boolean): Promise<T> {
  const end = performance.now() + LONGEST_MS;
  for (;;) {
    const found = await ask();
    if (isThere(found) || performance.now() > end) return found;
    await pause(1000);
  }
}
