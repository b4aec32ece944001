import { BatchWriteItemCommand } from "@aws-sdk/client-dynamodb";
import { addDays } from "#shared/domain/days.ts";
import { milestoneDueKey, milestoneKey } from "#shared/dynamodb/keys.ts";
import { saveMilestone } from "#shared/dynamodb/milestones.ts";
import { saveAccount, saveContact } from "#shared/dynamodb/portfolio.ts";
import { runIdOf } from "#shared/dynamodb/runs.ts";
import { type Table, toItem } from "#shared/dynamodb/table.ts";
import { tablePorts } from "#shared/selection/ports.ts";
import { selectRecipients } from "#shared/selection/select-recipients.ts";
import { aContact, aMilestone, anAccount, hashOf, PERSON_KEY, someSettings } from "../builders.ts";
import { startTable } from "../table.ts";
import { count } from "./counted.ts";

const PROGRAM = "post-onboarding";
const TODAY = "2026-12-01";
const DUE = 550;
const DAYS_OF_A_YEAR = 365;
/** Further ahead than any day that the run of today could touch. */
const DAYS_STORED = 30;
const AT_ONCE = 50;

/**
 * What a day's run costs with 550 accounts due, among so many whose milestones lie evenly over the year ahead. Of
 * those, the days next to today are stored; the rest of the key space is further away still.
 */
async function runAmong(accounts: number, daysStored: number) {
  const { table, stop } = await startTable({ hasStream: false });
  try {
    await inTurns(DUE, (i) => saveDue(table, `acc-due-${i}`));
    const perDay = Math.floor((accounts - DUE) / DAYS_OF_A_YEAR);
    const stored = perDay * daysStored;
    await inTurns(Math.ceil(stored / BATCH), (n) => savePlanned(table, n * BATCH, stored, perDay));

    const counted = count(table.client);
    const run = selectRecipients(tablePorts(table, someSettings(), PERSON_KEY));
    const input = { programId: PROGRAM, on: TODAY, dryRun: false, runId: runIdOf(PROGRAM, TODAY) };
    const outcome = await run(input, new Date(`${TODAY}T00:05:00Z`));
    if (outcome.kind !== "ran" || outcome.run.counts.selected !== DUE)
      throw new Error(`the run did not select the ${DUE} who are due`);
    return { ...counted, stored: stored + DUE };
  } finally {
    stop();
  }
}

async function inTurns(times: number, work: (i: number) => Promise<unknown>): Promise<void> {
  for (let i = 0; i < times; i += AT_ONCE) {
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, times - i) }, (_, k) => work(i + k)));
  }
}

async function saveDue(table: Table, accountId: string): Promise<void> {
  await saveAccount(table, anAccount({ accountId }));
  await saveContact(table, aContact({ accountId, email: `mei@${accountId}.example` }), hashOf);
  await saveMilestone(table, aMilestone({ accountId, dueOn: TODAY, lookOn: TODAY }));
}

/** DynamoDB's limit for one request. */
const BATCH = 25;

async function savePlanned(table: Table, from: number, to: number, perDay: number): Promise<void> {
  const items = Array.from({ length: Math.min(BATCH, to - from) }, (_, k) => {
    const accountId = `acc-${from + k}`;
    const lookOn = addDays(TODAY, 1 + Math.floor((from + k) / perDay));
    const { contacts: _none, ...milestone } = aMilestone({ accountId, dueOn: lookOn, lookOn });
    return toItem({
      ...milestoneKey(accountId, PROGRAM, "life"),
      ...milestoneDueKey(PROGRAM, accountId, "life", lookOn),
      ...milestone,
    });
  });
  const RequestItems = { [table.name]: items.map((Item) => ({ PutRequest: { Item } })) };
  await table.client.send(new BatchWriteItemCommand({ RequestItems }));
}

/** Selection costs what is due, not what exists: the two figures are to be the same. */
export async function selectionBench() {
  const some = await runAmong(100_000, DAYS_OF_A_YEAR);
  const many = await runAmong(1_000_000, DAYS_STORED);
  return [
    { work: "550 due among 100,000 accounts, read units of the run", figure: some.readUnits },
    { work: "550 due among 1,000,000 accounts, read units of the run", figure: many.readUnits },
    { work: "ratio of the two (to be 1.00)", figure: Number((many.readUnits / some.readUnits).toFixed(2)) },
    { work: "milestones stored for 100,000 accounts", figure: some.stored },
    { work: "milestones stored for 1,000,000 accounts (the next 30 days)", figure: many.stored },
    { work: "selecting one contact, write units", figure: Number((some.writeUnits / DUE).toFixed(2)) },
  ];
}
