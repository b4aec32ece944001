/**
 * A year over the portfolio, with the real clock moved day by day and nobody answering: what each program found due,
 * whom it asked, and why it did not ask the others. Rehearsed first, and held against what the rehearsal said.
 *
 * `npm run year`, some minutes; `-- 30` plays as many days.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startLocalStack } from "../../infra/local/stack.ts";
import { apiOf } from "../journeys/api.ts";
import { dayPlus } from "../journeys/by-hand.ts";
import { freePort } from "../table.ts";

type Counts = { due: number; selected: number; excluded: number; excludedBy: Record<string, number> };

const FIRST = "2026-11-25";
const days = Number(process.argv[2] ?? 365);
const last = dayPlus(FIRST, days - 1);
const dir = mkdtempSync(join(tmpdir(), "lifecycle-year-"));
const at = new Date("2026-11-24T12:00:00Z");
const stack = await startLocalStack({ dir, port: await freePort(), fresh: true, at });
try {
  const api = apiOf(stack.origin, await stack.token("ops"));
  for (const kind of ["accounts", "contacts", "sends"])
    await api.importText(kind, readFileSync(`test/data/portfolio/${kind}.csv`));

  const { rehearsalId } = await api.post("/v1/rehearsals", { from: FIRST, to: last });
  await api.idle();
  const rehearsal = await api.get(`/v1/rehearsals/${rehearsalId}`);
  if (rehearsal.status !== "done") throw new Error(`the rehearsal is ${rehearsal.status}`);

  for (let day = FIRST; day <= last; day = dayPlus(day, 1)) await api.moveClock(`${day}T12:00:00Z`);

  const rows: Record<string, string | number>[] = [];
  for (const { programId, ...rehearsed } of rehearsal.programs as (Counts & { programId: string })[]) {
    const { totals }: { totals: Counts } = await api.get(
      `/v1/programs/${programId}/runs?from=${FIRST}&to=${last}`,
    );
    const { due, selected, excluded, excludedBy } = totals;
    const reasons = Object.values(excludedBy).reduce((sum, n) => sum + n, 0);
    rows.push({
      program: programId,
      due,
      asked: selected,
      excluded,
      ...excludedBy,
      "adds up": due === selected + excluded && excluded === reasons ? "yes" : "NO",
      "as rehearsed": due === rehearsed.due && selected === rehearsed.selected ? "yes" : "NO",
    });
  }
  const checks = ["adds up", "as rehearsed"];
  const named = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const columns = [...named.filter((name) => !checks.includes(name)), ...checks];
  console.table(
    rows.map((row) => Object.fromEntries(columns.map((column) => [column, row[column] ?? 0]))),
    columns,
  );
  if (rows.some((row) => Object.values(row).includes("NO"))) process.exitCode = 1;
} finally {
  await stack.stop();
  rmSync(dir, { recursive: true, force: true });
}
