import type { Day } from "#shared/domain/accounts/account.ts";
import { utcDay } from "#shared/domain/days.ts";
import type { Program } from "#shared/domain/programs/program.ts";
import { dailyRuns } from "#shared/domain/programs/scheduled-programs.ts";
import {
  DIFFERING_PER_PAGE,
  type Differing,
  type Rehearsal,
  type RehearsalReport,
  type RehearsedDecision,
} from "#shared/dynamodb/rehearsals.ts";
import { imagineDays, type SelectsAt } from "#shared/selection/imagine-days.ts";
import { imaginedPorts, type RealPorts } from "#shared/selection/imagined-ports.ts";
import { readOnce } from "#shared/selection/read-once.ts";
import type { SelectPorts } from "#shared/selection/select-ports.ts";
import { Difference, withComing } from "./difference.ts";
import { planCandidate } from "./plan-candidate.ts";
import { reportedWorld } from "./reported-world.ts";

export type RehearsePorts = {
  readonly real: RealPorts & Pick<SelectPorts, "programs">;
  readonly selectsAt: SelectsAt;
  rehearsal(rehearsalId: string): Promise<Rehearsal | undefined>;
  saveRehearsal(rehearsal: Rehearsal): Promise<void>;
  saveDecisions(
    rehearsal: Rehearsal,
    at: { readonly on: Day; readonly programId: string; readonly accountId: string },
    decisions: readonly RehearsedDecision[],
  ): Promise<void>;
  saveDiffering(rehearsal: Rehearsal, page: number, items: readonly Differing[]): Promise<void>;
  /** Whether there is time for another account, and to say how it ended. */
  hasTime(): boolean;
  /** Read again at the end. */
  now(): Date;
};

const OUT_OF_TIME = "It did not fit the time there is: rehearse fewer days, to an earlier day.";
const BROKEN = "It stopped half-way on a fault of ours: start it again.";

class OutOfTime extends Error {
  override readonly name = "OutOfTime";
}

/**
 * Runs the days that have not come over the portfolio as it is, and keeps what they would decide; nothing else is
 * written. Undefined where there is nothing to do: no rehearsal of that id, or one that has ended.
 */
export const rehearsePrograms =
  (ports: RehearsePorts) =>
  async (rehearsalId: string): Promise<Rehearsal | undefined> => {
    const accepted = await ports.rehearsal(rehearsalId);
    if (accepted === undefined || accepted.status !== "running") return undefined;
    const now = ports.now();
    const started: Rehearsal = { ...accepted, startedAt: now.toISOString() };
    const end = async (how: Pick<Rehearsal, "status" | "reason" | "report">): Promise<Rehearsal> => {
      const ended: Rehearsal = { ...started, ...how, finishedAt: ports.now().toISOString() };
      await ports.saveRehearsal(ended);
      return ended;
    };
    await ports.saveRehearsal(started);
    try {
      return await end({ status: "done", report: await rehearse(ports, started, now) });
    } catch (error) {
      if (error instanceof OutOfTime) return await end({ status: "failed", reason: OUT_OF_TIME });
      await end({ status: "failed", reason: BROKEN });
      throw error;
    }
  };

async function rehearse(ports: RehearsePorts, rehearsal: Rehearsal, now: Date): Promise<RehearsalReport> {
  const { candidate, from, to, programs: named } = rehearsal;
  const inTime = (): void => {
    if (!ports.hasTime()) throw new OutOfTime();
  };
  const real = readOnce({
    ...ports.real,
    accountWithContacts: async (accountId) => {
      inTime();
      return await ports.real.accountWithContacts(accountId);
    },
  });
  const today = utcDay(now);
  const days = { today, to, now, selectsAt: ports.selectsAt };
  const isShown = (programId: string, on: Day): boolean =>
    on >= from && (named === undefined || named.includes(programId));

  const present = await ports.real.programs();
  const difference = candidate === undefined ? undefined : new Difference();
  if (difference !== undefined) {
    const asItIs = imaginedPorts(real, {
      programs: present,
      until: to,
      onSelected: (invitation) => difference.addSelected("now", invitation),
      onDecisions: inTime,
    });
    await imagineDays(asItIs, present, days);
  }

  const programs = candidate === undefined ? present : withCandidate(present, candidate);
  const shown = dailyRuns(programs).map(({ program }) => program.programId);
  const world = reportedWorld(real, {
    programs,
    until: to,
    shown: shown.filter((programId) => isShown(programId, to)),
    isShown,
    save: (at, decisions) => ports.saveDecisions(rehearsal, at, decisions),
    onSelected: (invitation) => difference?.addSelected("candidate", invitation),
    onDecision: ({ programId, on }, decision, { cycle }) => {
      inTime();
      if (decision.verdict === "excluded") difference?.addExcluded({ programId, cycle, on }, decision);
    },
  });
  if (candidate !== undefined) await planCandidate(world.ports, candidate, today);
  await imagineDays(world.ports, programs, days);
  const report = await world.report();
  if (difference === undefined) return { ...report, difference: null };
  const items = await withComing(world.ports, difference.items(isShown), { today, to });
  return { ...report, difference: await saveDifference(ports, rehearsal, items) };
}

/** The candidate in place of the program of its id, or behind the others. */
function withCandidate(programs: readonly Program[], candidate: Program): Program[] {
  const isThere = programs.some(({ programId }) => programId === candidate.programId);
  if (!isThere) return [...programs, candidate];
  return programs.map((program) => (program.programId === candidate.programId ? candidate : program));
}

async function saveDifference(
  ports: RehearsePorts,
  rehearsal: Rehearsal,
  items: readonly Differing[],
): Promise<NonNullable<RehearsalReport["difference"]>> {
  for (let page = 0; page * DIFFERING_PER_PAGE < items.length; page++) {
    const from = page * DIFFERING_PER_PAGE;
    await ports.saveDiffering(rehearsal, page, items.slice(from, from + DIFFERING_PER_PAGE));
  }
  const countOf = (kind: Differing["kind"]): number => items.filter((one) => one.kind === kind).length;
  return { added: countOf("added"), dropped: countOf("dropped"), moved: countOf("moved") };
}
