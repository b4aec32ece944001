import { BatchWriteItemCommand } from "@aws-sdk/client-dynamodb";
import { addDays } from "#shared/domain/days.ts";
import {
  ALL,
  type Bucket,
  emptyFunnel,
  FUNNEL_STEPS,
  type FunnelStep,
} from "#shared/domain/results/buckets.ts";
import { MAX_CLOSINGS } from "#shared/domain/results/closings.ts";
import { bucketItem } from "#shared/dynamodb/bucket-item.ts";
import { type Table, toItem } from "#shared/dynamodb/table.ts";
import { measuringPorts } from "#shared/results/ports.ts";
import { queryResults } from "#shared/results/query-results.ts";
import { startTable } from "../table.ts";
import { count } from "./counted.ts";

const PROGRAM = "post-onboarding";
const FROM = "2026-01-01";
const DAYS = 365;
/** A CSM's address, which is the longest that a value usually is. */
const VALUE = "a.csm.with.a.long.name@customer-success.vendor.example";
/** DynamoDB's limit for one request. */
const BATCH = 25;

/** So many of a step on each day of a year that they make up all of them. */
const shareOf = (total: number, steps: number, day: number): number[] =>
  Array.from({ length: steps }, (_, i) => {
    const place = day * steps + i;
    return Math.floor(((place + 1) * total) / (DAYS * steps)) - Math.floor((place * total) / (DAYS * steps));
  });

/** One day's counts of a year's answers, every field of it filled; where some are doubtful, as large as a bucket gets. */
function bucketOf(day: number, answers: number, isDoubtful: boolean): Bucket {
  const on = addDays(FROM, day);
  const [nps, csat] = [shareOf(answers, 11, day), shareOf(answers, 5, day)];
  const answered = nps.reduce((sum, n) => sum + n, 0);
  const funnel = Object.fromEntries(FUNNEL_STEPS.map((step) => [step, answered])) as Record<
    FunnelStep,
    number
  >;
  const closings = Array.from({ length: answered === 0 ? 0 : MAX_CLOSINGS }, (_, i) => ({
    fromMs: Date.parse(addDays(on, 30)) + i,
    silent: answered,
  }));
  const counts = { nps, csat, closings };
  const withSuspects = { ...counts, answered, completed: answered };
  return {
    ...{ programId: PROGRAM, attribute: "csm", value: VALUE, day: on },
    ...{ ...counts, funnel: { ...emptyFunnel(), ...funnel } },
    ...(isDoubtful ? { withSuspects } : {}),
  };
}

async function saveBuckets(table: Table, buckets: readonly Bucket[]): Promise<void> {
  for (let i = 0; i < buckets.length; i += BATCH) {
    const puts = buckets
      .slice(i, i + BATCH)
      .map((bucket) => ({ PutRequest: { Item: toItem(bucketItem(bucket)) } }));
    await table.client.send(new BatchWriteItemCommand({ RequestItems: { [table.name]: puts } }));
  }
}

/** What `GET /v1/results` reads for a year of one value among others, by months. */
async function yearOf(answers: number, isDoubtful = false) {
  const { table, stop } = await startTable({ hasStream: false });
  try {
    const year = Array.from({ length: DAYS }, (_, day) => bucketOf(day, answers, isDoubtful));
    await saveBuckets(table, year);
    await saveBuckets(
      table,
      year.map((bucket) => ({ ...bucket, attribute: ALL, value: ALL })),
    );
    await saveBuckets(
      table,
      year.map((bucket) => ({ ...bucket, value: `${VALUE}.another` })),
    );
    const counted = count(table.client);
    const ports = { ...measuringPorts(table), coverage: async () => [] };
    const outcome = await queryResults(ports)(
      {
        programs: [PROGRAM],
        ...{ from: FROM, to: addDays(FROM, DAYS - 1), groupBy: "csm", value: VALUE, interval: "month" },
        includeSuspect: false,
      },
      new Date("2027-03-01T00:00:00Z"),
    );
    const groups = outcome.kind === "results" ? outcome.results.groups : [];
    const found = groups.reduce((sum, { nps }) => sum + (nps?.n ?? 0), 0);
    if (found !== answers) throw new Error(`the year has ${found} of its ${answers} answers`);
    return counted;
  } finally {
    stop();
  }
}

/** Results cost buckets, not answers: the figures of a few and of many are to be the same, and at most 45. */
export async function resultsBench() {
  const some = await yearOf(1_000);
  const many = await yearOf(1_000_000);
  const doubtful = await yearOf(1_000_000, true);
  return [
    { work: "a year of one value, 1,000 answers, read units (at most 45)", figure: some.readUnits },
    { work: "a year of one value, 1,000,000 answers, read units (the same)", figure: many.readUnits },
    { work: "the same, suspect answers on every day, read units (at most 45)", figure: doubtful.readUnits },
    { work: "a year of one value, calls of the database", figure: many.calls },
  ];
}
