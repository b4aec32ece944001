import { utcDay } from "#shared/domain/days.ts";
import type { Bucket } from "#shared/domain/results/buckets.ts";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import { differencesBetween, type StoredBucket } from "#shared/dynamodb/bucket-differences.ts";
import { countsOf, suspectCountsOf } from "#shared/dynamodb/bucket-item.ts";
import { recountedDay } from "#shared/results/recounted-day.ts";
import { anInvitation, aProgram } from "../builders.ts";
import { aRandom } from "../shared/domain/results/statistics/draws.ts";

const PROGRAM = "post-onboarding";
const MAILS = 1000;
const HOURS = 48;
const MINUTE_MS = 60_000;
const START_MS = Date.parse("2026-12-01T09:00:00.000Z");

type Event = {
  readonly minute: number;
  readonly id: number;
  readonly change: (is: Invitation) => Invitation;
  readonly isReport: boolean;
};

/** What becomes of a day's mails within two days: 97 % delivered, 55 % opened, 30 % fetched, 25 % answered. */
function eventsOf(draw: () => number): Event[] {
  return Array.from({ length: MAILS }, (_, id) => {
    const sent = Math.floor(draw() * 10);
    const report = (minute: number, field: "deliveredAt" | "openedAt" | "clickedAt"): Event => ({
      ...{ minute, id, isReport: true },
      change: (is) => ({ ...is, [field]: at(minute) }),
    });
    const events = [{ minute: sent, id, isReport: false, change: (is: Invitation) => is }];
    if (draw() > 0.97) return events;
    const opened = sent + Math.floor(-Math.log(1 - draw()) * 8 * 60);
    const all = [...events, report(sent, "deliveredAt")];
    if (draw() < 0.55) all.push(report(opened, "openedAt"));
    const chance = draw();
    if (chance < 0.3) all.push(report(opened + 1, "clickedAt"));
    const answers = [{ questionId: "nps", kind: "nps" as const, value: Math.floor(draw() * 11) }];
    const attempts = [{ attemptId: "a", at: at(opened + 3), answers }];
    if (chance < 0.25)
      all.push({ minute: opened + 3, id, isReport: false, change: (is) => ({ ...is, attempts }) });
    return all;
  })
    .flat()
    .filter(({ minute }) => minute < HOURS * 60)
    .sort((a, b) => a.minute - b.minute);
}

const at = (minute: number): string => new Date(START_MS + minute * MINUTE_MS).toISOString();

/** An account like others: 11 places to count it under, of 60 or so. */
function mailTo(id: number, draw: () => number): Invitation {
  const one = (of: string, most: number) => `${of}-${Math.floor(draw() ** 2 * most)}`;
  return anInvitation({
    invitationId: String(id),
    account: {
      ...{
        plan: one("plan", 2),
        segment: one("segment", 3),
        industry: one("industry", 10),
        geography: one("geo", 5),
      },
      ...{ companySize: one("size", 4), products: [one("product", 5), "ci"], stage: one("stage", 5) },
      ...{ csm: one("csm", 20), csmManager: one("manager", 5) },
    },
  });
}

/** The write units of marks and counts of a day's mails and their answers, reports counted hourly or each time. */
async function writeUnits({ isHourly }: { readonly isHourly: boolean }): Promise<number> {
  const draw = aRandom(20261201);
  const mails = Array.from({ length: MAILS }, (_, id) => mailTo(id, draw));
  const sent = new Map<number, Invitation>();
  const stored = new Map<string, readonly StoredBucket[]>();
  const versions = { program: async () => aProgram(PROGRAM) };
  let units = 0;
  const recount = async (day: string): Promise<void> => {
    const all = [...sent.values()];
    const recordsOfDay = async () => ({ sent: all, answered: all, anonymous: [] });
    const counted = await recountedDay({ ...versions, recordsOfDay }, PROGRAM, day);
    const { different, vanished } = differencesBetween(stored.get(day) ?? [], counted);
    // The list of values, where there is a new one; and the mark that is taken off.
    units += different.length + vanished.length + (different.some(({ before }) => !before) ? 1 : 0) + 1;
    stored.set(day, counted.map(asStored));
  };
  const byMinute = Map.groupBy(eventsOf(draw), ({ minute }) => minute);
  let isMarkedHourly = false;
  for (let minute = 0; minute <= HOURS * 60; minute++) {
    const marked = new Set<string>();
    for (const { id, change, isReport } of byMinute.get(minute) ?? []) {
      const before = sent.get(id) ?? mails[id];
      if (before === undefined) throw new Error(`there is no mail ${id}`);
      const after = change(before);
      sent.set(id, after);
      if (isReport && isHourly) {
        units += isMarkedHourly ? 0 : 1;
        isMarkedHourly = true;
        continue;
      }
      const days = [START_MS, after.attempts === before.attempts ? START_MS : Date.parse(at(minute))];
      for (const day of new Set(days.map((ms) => utcDay(new Date(ms))))) {
        units += 1;
        marked.add(day);
      }
    }
    for (const day of marked) await recount(day);
    if (isMarkedHourly && minute % 60 === 0) {
      isMarkedHourly = false;
      await recount(utcDay(new Date(START_MS)));
    }
  }
  return units;
}

const asStored = (bucket: Bucket): StoredBucket => ({
  ...bucket,
  counts: countsOf(bucket),
  suspectCounts: suspectCountsOf(bucket),
});

/** What it costs to keep the figures of 1,000 mails: as reports are counted, and as they would be like answers. */
export async function reportsBench() {
  return [
    { work: "counts of 1,000 mails, write units", figure: await writeUnits({ isHourly: true }) },
    { work: "the same, were reports counted like answers", figure: await writeUnits({ isHourly: false }) },
  ];
}
