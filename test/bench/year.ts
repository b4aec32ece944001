/**
 * A year over the portfolio, with the real clock moved day by day and a share of those who get a mail answering it: what
 * each program found due, whom it asked, why it did not ask the others, what was answered and who is to act on it. The asking
 * is rehearsed first and held against the rehearsal; what followed from the answers, against the answers as they were drawn.
 *
 * `npm run year`, some minutes; `-- 30` plays as many days, `-- 30 7` with the seed 7.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startLocalStack } from "../../infra/local/stack.ts";
import { apiOf } from "../journeys/api.ts";
import { dayPlus } from "../journeys/by-hand.ts";
import { freePort } from "../table.ts";
import { customersOf } from "./year-customers.ts";
import { differencesIn } from "./year-reconciled.ts";
import { firstScored, humanPosts, kindsOf } from "./year-truth.ts";

type Counts = { due: number; selected: number; excluded: number; excludedBy: Record<string, number> };
type Row = Record<string, string | number>;

const FIRST = "2026-11-25";
/** For a machine that has other things to do; fetch waits for an answer a little longer. */
const LONGEST_SETTLING_MS = 280_000;
const [days, seed] = [Number(process.argv[2] ?? 365), Number(process.argv[3] ?? 20261125)];
const last = dayPlus(FIRST, days - 1);
const dir = mkdtempSync(join(tmpdir(), "lifecycle-year-"));
const at = new Date("2026-11-24T12:00:00Z");
console.log(`${days} days from ${FIRST}; answers are drawn from the seed ${seed}`);
const stack = await startLocalStack({ dir, port: await freePort(), fresh: true, at });
try {
  const api = apiOf(stack.origin, await stack.token("ops"));
  const settle = () => api.post("/_local/idle", { timeoutMs: LONGEST_SETTLING_MS });
  for (const kind of ["accounts", "contacts", "sends"]) {
    const { importId } = await api.acceptImport(kind, readFileSync(`test/data/portfolio/${kind}.csv`));
    await settle();
    const { status, rejected } = await api.get(`/v1/imports/${importId}`);
    if (status !== "done" || rejected > 0)
      throw new Error(`the import of ${kind} is ${status}, ${rejected} refused`);
  }

  const { rehearsalId } = await api.post("/v1/rehearsals", { from: FIRST, to: last });
  await settle();
  const rehearsal = await api.get(`/v1/rehearsals/${rehearsalId}`);
  if (rehearsal.status !== "done") throw new Error(`the rehearsal is ${rehearsal.status}`);

  const customers = customersOf(stack, { ...api, settle }, seed);
  for (let day = FIRST; day <= last; day = dayPlus(day, 1)) {
    await api.moveClock(`${day}T12:00:00Z`);
    await customers.live(day);
    if (day.endsWith("-01")) console.log(`${day}: ${customers.answered().length} answered`);
  }
  await settle();

  const askedRows: Row[] = [];
  for (const { programId, ...rehearsed } of rehearsal.programs as (Counts & { programId: string })[]) {
    const { totals }: { totals: Counts } = await api.get(
      `/v1/programs/${programId}/runs?from=${FIRST}&to=${last}`,
    );
    const { due, selected, excluded, excludedBy } = totals;
    const reasons = Object.values(excludedBy).reduce((sum, n) => sum + n, 0);
    askedRows.push({
      program: programId,
      due,
      asked: selected,
      excluded,
      ...excludedBy,
      "adds up": due === selected + excluded && excluded === reasons ? "yes" : "NO",
      "as rehearsed": due === rehearsed.due && selected === rehearsed.selected ? "yes" : "NO",
    });
  }
  print(askedRows, ["adds up", "as rehearsed"]);
  if (askedRows.some((row) => Object.values(row).includes("NO"))) process.exitCode = 1;

  const answered = customers.answered();
  print(
    askedRows.map(({ program = "" }): Row => {
      const own = answered.filter((one) => one.program === program);
      const kinds = own.map(firstScored).flatMap((post) => (post ? [kindsOf(post)] : []));
      const groups = customers.groups.filter((one) => one.program === program);
      const countOf = (kind: "negative" | "positive") => ({
        [kind]: kinds.filter((some) => some.includes(kind)).length,
        [`${kind} CTAs`]: groups.filter((one) => one.kind === kind).length,
      });
      return {
        program,
        answered: own.filter((one) => humanPosts(one).length > 0).length,
        "machines only": own.filter((one) => humanPosts(one).length === 0).length,
        changed: own.filter((one) => humanPosts(one).length > 1).length,
        "no score": own.filter((one) => humanPosts(one).length > 0 && !firstScored(one)).length,
        mixed: kinds.filter((some) => some.length === 2).length,
        ...countOf("negative"),
        ...countOf("positive"),
        "closed CTAs": groups.filter((one) => one.isClosed).length,
      };
    }),
  );
  const differences = [
    ...customers.problems,
    ...customers.remindedInVain().map((id) => `invitation ${id}: a mail after its answer`),
    ...(await differencesIn(api, { ...customers, answered }, { from: FIRST, to: dayPlus(last, 1) })),
  ];
  for (const difference of differences) console.log(difference);
  console.log(`${differences.length} differences between what was answered and what became of it`);
  if (differences.length > 0 || answered.length === 0) process.exitCode = 1;
} finally {
  await stack.stop();
  rmSync(dir, { recursive: true, force: true });
}

/** @param checks columns that come last */
function print(rows: readonly Row[], checks: readonly string[] = []): void {
  const named = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const columns = [...named.filter((name) => !checks.includes(name)), ...checks];
  console.table(
    rows.map((row) => Object.fromEntries(columns.map((column) => [column, row[column] ?? 0]))),
    columns,
  );
}
