import type { Day } from "#shared/domain/accounts/account.ts";
import { reasonOf } from "#shared/domain/eligibility/eligibility.ts";
import type { RehearsalReport, RehearsedCounts, RehearsedDecision } from "#shared/dynamodb/rehearsals.ts";
import { NOTHING_COUNTED, sumOfCounts } from "#shared/dynamodb/runs.ts";

type DayRow = RehearsalReport["days"][number];
type DayCount = "selected" | "sends" | "reminders";

/** Counts decisions as they come, by program and by day. */
export class Tally {
  private readonly programs: Map<string, RehearsedCounts>;
  private readonly days = new Map<string, DayRow>();

  constructor(programIds: readonly string[]) {
    this.programs = new Map(programIds.map((programId) => [programId, nothing()]));
  }

  add(decision: RehearsedDecision): void {
    const { programId, on, verdict, sendsOn, remindsOn } = decision;
    const counts = this.countsOf(programId);
    counts.due += 1;
    counts[verdict] += 1;
    const reason = reasonOf(decision);
    if (reason !== undefined) counts.excludedBy[reason] = (counts.excludedBy[reason] ?? 0) + 1;
    if (verdict === "selected") this.countDay(on, programId, "selected");
    if (sendsOn !== undefined) this.countDay(sendsOn, programId, "sends");
    if (remindsOn === undefined) return;
    counts.reminders += 1;
    this.countDay(remindsOn, programId, "reminders");
  }

  /** Adds a milestone that was over with nobody asked in time. */
  addMissed(programId: string): void {
    this.countsOf(programId).missed += 1;
  }

  private countsOf(programId: string): RehearsedCounts {
    const counts = this.programs.get(programId) ?? nothing();
    this.programs.set(programId, counts);
    return counts;
  }

  private countDay(on: Day, programId: string, what: DayCount): void {
    const key = `${on} ${programId}`;
    const row = this.days.get(key) ?? { on, programId, selected: 0, sends: 0, reminders: 0 };
    this.days.set(key, row);
    row[what] += 1;
  }

  report(): Omit<RehearsalReport, "difference"> {
    const programs = [...this.programs].map(([programId, counts]) => ({ programId, ...counts }));
    const keys = [...this.days.keys()].sort();
    return {
      counts: { ...sumOfCounts(programs), reminders: programs.reduce((sum, one) => sum + one.reminders, 0) },
      programs,
      days: keys.flatMap((key) => this.days.get(key) ?? []),
    };
  }
}

const nothing = (): RehearsedCounts => ({ ...NOTHING_COUNTED, excludedBy: {}, reminders: 0 });
