import { expect, test } from "vitest";
import { addDays } from "#shared/domain/days.ts";
import { openCtas } from "#shared/dynamodb/cta-list.ts";
import { tendedUpTo } from "#shared/dynamodb/tended.ts";
import { dyingTable } from "../../dying-table.ts";
import { aTable } from "../../table.ts";
import { aTending } from "./tending.ts";

const asleep = { status: "snoozed", snoozedUntil: "2026-12-10", dueAt: "2026-12-20T22:59:59.000Z" } as const;
// Midnight in Berlin.
const MORNING = "2026-12-09T23:00:00Z";

test("what was put off until a day wakes as that day begins where its owner is, and says so", async () => {
  const table = await aTable();
  const it = aTending(table);
  await it.open("a", asleep);
  await it.open("b", { ...asleep, snoozedUntil: "2026-12-11" });
  expect(await it.tend("2026-12-09T22:00:00Z")).toMatchObject({ woken: 0 });
  expect(await it.tend(MORNING)).toMatchObject({ woken: 1 });
  expect(await it.ctas()).toMatchObject([
    {
      status: "open",
      snoozedUntil: null,
      notes: [{ at: "2026-12-09T23:00:07.000Z", by: "lifecycle-surveys", kind: "woken", text: "Woken." }],
    },
    { status: "snoozed", snoozedUntil: "2026-12-11", notes: [] },
  ]);
  expect((await openCtas(table)).map(({ status }) => status)).toEqual(["open", "snoozed"]);
});

test("is looked for once a day, and the day after an outage", async () => {
  const it = aTending(await aTable());
  let looks = 0;
  const ports = {
    ...it.ports,
    openCtas: () => {
      looks++;
      return it.ports.openCtas();
    },
  };
  await it.open("a", asleep);
  // No digest is told at night.
  for (const at of [MORNING, "2026-12-10T00:00:00Z", "2026-12-10T01:00:00Z"]) await it.tend(at, ports);
  expect(looks).toBe(1);
  await it.open("b", { ...asleep, accountId: "acc-2", snoozedUntil: "2026-12-11" });
  expect(await it.tend("2026-12-14T02:00:00Z", ports)).toMatchObject({ woken: 1 });
});

test("dying at any of its calls, and done again, it wakes and is noted once", async () => {
  const table = await aTable();
  for (const last of ["undone", "done"] as const) {
    for (let calls = 0, survived = false; !survived; calls++) {
      const it = aTending(table);
      const on = addDays(last === "done" ? "2028-01-11" : "2027-01-11", calls);
      const ctaId = `${last}-${calls}`;
      await it.open(ctaId, { ...asleep, snoozedUntil: on, dueAt: "2029-01-01T00:00:00.000Z" });
      const dying = dyingTable(table, calls, last);
      const tended = () => tendedUpTo(dying.table).then((done) => ({ ...done, silencesOn: on }));
      await it.tend(`${on}T00:00:00Z`, { ...it.portsOver(dying.table), tended }).catch(() => undefined);
      survived = dying.survived();
      await it.tend(`${on}T01:00:00Z`);
      const cta = (await it.ctas()).find((one) => one.ctaId === ctaId);
      expect(cta?.notes, ctaId).toHaveLength(1);
      expect(cta?.status).toBe("open");
    }
  }
});
