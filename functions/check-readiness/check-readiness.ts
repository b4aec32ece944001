import type { Day } from "#shared/domain/accounts/account.ts";
import { type Cta, ctaOpened } from "#shared/domain/ctas/cta.ts";
import { ownerOf } from "#shared/domain/ctas/cta-owner.ts";
import { addDays, FIRST_DAY } from "#shared/domain/days.ts";
import {
  contactRoleMissing,
  ctaIdOf,
  DAYS_AFTER_BEGIN,
  DAYS_AHEAD,
  dueAtOf,
  type MissingRole,
  missingRoleCta,
  missingRoles,
} from "#shared/domain/programs/missing-role.ts";
import { isPlannedProgram, type PlannedProgram, type Program } from "#shared/domain/programs/program.ts";
import type { DueMilestone } from "#shared/dynamodb/milestones.ts";
import type { AccountWithContacts } from "#shared/dynamodb/portfolio.ts";
import type { BusEvent } from "#shared/events.ts";
import type { Settings } from "#shared/settings.ts";
import { sideBySide } from "#shared/side-by-side.ts";

type Outcome = { readonly kind: "opened" | "joined"; readonly cta: Cta } | { readonly kind: "known" };

type Kind = Outcome["kind"];

export type CheckPorts = {
  programs(): Promise<readonly Program[]>;
  milestonesToLookAt(programId: string, from: Day, to: Day): Promise<readonly DueMilestone[]>;
  accountWithContacts(accountId: string): Promise<AccountWithContacts>;
  openOrJoin(found: MissingRole, cta: Cta): Promise<Outcome>;
  cta(ctaId: string): Promise<Cta | undefined>;
  /** Those that opened a call to action of which nobody has been told for certain. */
  untold(): Promise<readonly MissingRole[]>;
  publish(events: readonly BusEvent[]): Promise<void>;
  markTold(found: MissingRole): Promise<void>;
  readonly settings: Pick<Settings, "queues" | "timeZone">;
};

export type Checked = {
  readonly accounts: number;
  readonly opened: number;
  readonly joined: number;
  /** What went wrong with one account or another; the rest were looked at all the same. */
  readonly failures: readonly unknown[];
};

type Look = { readonly programs: readonly PlannedProgram[]; readonly on: Day; readonly now: Date };

const AT_ONCE = 16;

/**
 * Looks for somebody to ask in every account that has a survey before it, and opens or joins a call to action where
 * there is nobody. Costs what comes due, not what exists. Doing it again opens nothing twice, and tells of what was
 * opened by a check that broke off.
 */
export const checkReadiness =
  (ports: CheckPorts) =>
  async (on: Day, now: Date): Promise<Checked> => {
    const programs = (await ports.programs())
      .filter(isPlannedProgram)
      .filter(({ status }) => status === "active");
    const untold = await ports.untold();
    const accountIds = await accountsToLookAt(ports, programs, on);
    const tasks = [
      ...untold.map((found) => () => tellAgain(ports, found)),
      ...accountIds.map((accountId) => () => lookAt(ports, { programs, on, now }, accountId)),
    ];
    const failures: unknown[] = [];
    const done = await sideBySide(tasks, AT_ONCE, (task) =>
      task().catch((error: unknown): Kind[] => {
        failures.push(error);
        return [];
      }),
    );
    const kinds = done.flat();
    return {
      accounts: accountIds.length,
      opened: kinds.filter((kind) => kind === "opened").length,
      joined: kinds.filter((kind) => kind === "joined").length,
      failures,
    };
  };

/** The accounts in which something is due by then, and those that have just become customers. */
async function accountsToLookAt(
  ports: CheckPorts,
  programs: readonly PlannedProgram[],
  on: Day,
): Promise<readonly string[]> {
  const due = await Promise.all(
    programs.flatMap(({ programId, trigger }) => {
      const ahead = ports.milestonesToLookAt(programId, FIRST_DAY, addDays(on, DAYS_AHEAD));
      if (trigger.kind !== "date" || trigger.anchor !== "customerSince") return [ahead];
      const last = addDays(on, trigger.offsetDays);
      return [ahead, ports.milestonesToLookAt(programId, addDays(last, -DAYS_AFTER_BEGIN), last)];
    }),
  );
  return [...new Set(due.flat().map(({ accountId }) => accountId))];
}

/** One occasion after the other: the first opens what the further ones join. */
async function lookAt(ports: CheckPorts, { programs, on, now }: Look, accountId: string): Promise<Kind[]> {
  const { account, contacts, milestones } = await ports.accountWithContacts(accountId);
  if (account === undefined) return [];
  const { queues, timeZone } = ports.settings;
  const owner = ownerOf("contact-role-missing", account, queues);
  const kinds: Kind[] = [];
  for (const found of missingRoles(programs, { account, contacts, milestones }, on)) {
    const opened = { owner, dueAt: dueAtOf(found, timeZone), openedAt: now.toISOString() };
    const cta = missingRoleCta(found, account, opened);
    const outcome = await ports.openOrJoin(found, cta);
    if (outcome.kind === "opened") await tell(ports, found, outcome.cta);
    kinds.push(outcome.kind);
  }
  return kinds;
}

/** As it was opened: what has joined it since may be due earlier. */
async function tell(ports: CheckPorts, found: MissingRole, cta: Cta): Promise<void> {
  const dueAt = dueAtOf(found, ports.settings.timeZone);
  await ports.publish([ctaOpened({ ...cta, dueAt }), contactRoleMissing(found, cta)]);
  await ports.markTold(found);
}

async function tellAgain(ports: CheckPorts, found: MissingRole): Promise<Kind[]> {
  const cta = await ports.cta(ctaIdOf(found));
  if (cta !== undefined) await tell(ports, found, cta);
  return [];
}
