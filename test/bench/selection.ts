import { addDays } from "#shared/domain/days.ts";
import { milestonesToLookAt, saveMilestone } from "#shared/dynamodb/milestones.ts";
import { aMilestone } from "../builders.ts";
import { startTable } from "../table.ts";
import { count } from "./counted.ts";

const TODAY = "2026-12-01";
const DUE = 550;

/** Read units of finding what is due on a day, among so many accounts of which each has a milestone planned. */
async function readUnitsAmong(accounts: number): Promise<number> {
  const { table, stop } = await startTable();
  try {
    const save = async (i: number) => {
      const dueOn = i < DUE ? TODAY : addDays(TODAY, 1 + (i % 300));
      await saveMilestone(table, aMilestone({ accountId: `acc-${i}`, dueOn, lookOn: dueOn }));
    };
    for (let i = 0; i < accounts; i += 50) {
      await Promise.all(Array.from({ length: Math.min(50, accounts - i) }, (_, k) => save(i + k)));
    }
    const counted = count(table.client);
    const due = await milestonesToLookAt(table, "post-onboarding", addDays(TODAY, -14), TODAY);
    if (due.length !== DUE) throw new Error(`${due.length} were found due, not ${DUE}`);
    return counted.readUnits;
  } finally {
    stop();
  }
}

/** Selection costs what is due, not what exists: the two figures are to be the same. */
export async function selectionBench() {
  const few = await readUnitsAmong(1_000);
  const many = await readUnitsAmong(10_000);
  return [
    { work: "550 due among 1,000 accounts, read units", figure: few },
    { work: "550 due among 10,000 accounts, read units", figure: many },
    { work: "ratio of the two (to be 1.00)", figure: Number((many / few).toFixed(2)) },
  ];
}
