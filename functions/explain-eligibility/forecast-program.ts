import type { Day } from "#shared/domain/accounts/account.ts";
import { addDays, FIRST_DAY, laterOf, utcDay } from "#shared/domain/days.ts";
import type { Decision } from "#shared/domain/eligibility/eligibility.ts";
import { isOpen } from "#shared/domain/eligibility/milestone.ts";
import {
  isPlannedProgram,
  isSampleProgram,
  type PlannedProgram,
  type Program,
} from "#shared/domain/programs/program.ts";
import { lacksContact } from "#shared/domain/programs/readiness.ts";
import type { DueMilestone } from "#shared/dynamodb/milestones.ts";
import { sideBySide } from "#shared/side-by-side.ts";
import type { EligibilityPorts } from "./explain-eligibility.ts";
import { daysOf, drawsIn, type Range } from "./forecast-draws.ts";

export type ForecastPorts = Pick<
  EligibilityPorts,
  "programs" | "accountWithContacts" | "evaluate" | "cursor"
> & {
  milestonesToLookAt(programId: string, from: Day, to: Day): Promise<readonly DueMilestone[]>;
};

/** Accounts due, contacts decided and those of them who would be selected; null where nobody can know before. */
type Figures = { readonly accounts: number | null; readonly contacts: number | null; readonly sends: number };

/** An account that comes due although nobody there is one of those whom the program asks. */
type NotReady = {
  readonly accountId: string;
  readonly name: string | null;
  readonly dueOn: Day;
  readonly reason: "no-contacts" | "no-wanted-role" | "barring-persona";
};

export type Forecast = {
  /** Of a planned program every day of the range, of a sample the days of its draws. */
  readonly days: readonly (Figures & { readonly on: Day })[];
  readonly totals: Figures;
  /** The first {@link MAX_ITEMS} in the order of their days; `count` is of all. */
  readonly notReady: { readonly count: number; readonly items: readonly NotReady[] };
  readonly note?: string;
};

/** How many are due, and the last day up to which few enough are; undefined where the first has too many. */
export type TooMany = {
  readonly kind: "too-many";
  readonly due: number;
  readonly fitsUntil: Day | undefined;
};

/** How many due accounts a forecast looks at: that many it gets done in the 29 seconds that an HTTP API waits. */
export const MAX_ACCOUNTS = 3_000;
const MAX_ITEMS = 500;
const READ_AT_ONCE = 16;

/**
 * What comes due of a program in a range of days, and how many would be selected as far as is known today: each
 * account by itself, on its day. Somebody who will wait is counted where they are due, not where they would be asked
 * after all; a rehearsal plays the days one after the other.
 */
export async function forecastProgram(
  ports: ForecastPorts,
  of: { readonly program: Program; readonly programs: readonly Program[] },
  range: Range,
  now: Date,
): Promise<({ readonly kind: "forecast" } & Forecast) | TooMany> {
  const { program } = of;
  if (isPlannedProgram(program)) return await forecastMilestones(ports, { ...of, program }, range, now);
  const days = isSampleProgram(program) ? await drawsIn(ports, program, range, now) : [];
  const sends = days.reduce((total, day) => total + day.sends, 0);
  const isKnown = days.length === 0;
  return {
    kind: "forecast",
    days,
    totals: { accounts: isKnown ? 0 : null, contacts: isKnown ? 0 : null, sends },
    notReady: { count: 0, items: [] },
    ...noteOf(
      program,
      isSampleProgram(program)
        ? `Each draw asks at most ${program.trigger.size} contacts, drawn at random on its day: who they are is not known before.`
        : "This program asks when something has happened to a contact, which cannot be foreseen.",
    ),
  };
}

/** A milestone on the day on which it is looked at. */
type Looked = {
  readonly on: Day;
  readonly decisions: readonly Decision[];
  readonly notReady: readonly NotReady[];
};

async function forecastMilestones(
  ports: ForecastPorts,
  of: { readonly program: PlannedProgram; readonly programs: readonly Program[] },
  range: Range,
  now: Date,
): Promise<({ readonly kind: "forecast" } & Forecast) | TooMany> {
  const { from, to } = range;
  const nextRunOn = await nextRunOf(ports, of.program, utcDay(now));
  // What is overdue and still open, the next run looks at.
  const since = from <= nextRunOn ? FIRST_DAY : from;
  const first = laterOf(from, nextRunOn);
  const due = first > to ? [] : await ports.milestonesToLookAt(of.program.programId, since, to);
  if (due.length > MAX_ACCOUNTS) return tooMany(due, from, first);
  const looked = (await sideBySide(due, READ_AT_ONCE, (one) => lookAt(ports, of, one, first))).flat();
  const notReady = looked
    .flatMap((one) => one.notReady)
    .sort((a, b) => a.dueOn.localeCompare(b.dueOn) || a.accountId.localeCompare(b.accountId));
  return {
    kind: "forecast",
    days: daysOf(range).map((on) => ({ on, ...figuresOf(looked.filter((one) => one.on === on)) })),
    totals: figuresOf(looked),
    notReady: { count: notReady.length, items: notReady.slice(0, MAX_ITEMS) },
    ...noteOf(of.program),
  };
}

/** Today, or tomorrow once today's run is done. */
async function nextRunOf(
  ports: Pick<ForecastPorts, "cursor">,
  { programId }: PlannedProgram,
  today: Day,
): Promise<Day> {
  const ranUpTo = await ports.cursor(programId);
  return ranUpTo !== undefined && ranUpTo >= today ? addDays(today, 1) : today;
}

async function lookAt(
  ports: ForecastPorts,
  of: { readonly program: PlannedProgram; readonly programs: readonly Program[] },
  due: DueMilestone,
  first: Day,
): Promise<Looked[]> {
  const { program } = of;
  const { account, ...rest } = await ports.accountWithContacts(due.accountId);
  const milestone = rest.milestones.find(
    (m) => m.programId === program.programId && m.cycle === due.cycle && m.lookOn === due.lookOn,
  );
  // The index may lag behind: what has been dealt with or moved since does not come due.
  if (account === undefined || milestone === undefined || !isOpen(milestone)) return [];
  const on = laterOf(due.lookOn, first);
  const decisions = await ports.evaluate({ ...of, on }, { ...rest, account });
  const { accountId, name = null } = account;
  const notReady = lacksContact(program, account, rest.contacts)
    ? [{ accountId, name, dueOn: milestone.dueOn, reason: whyNotReady(decisions) }]
    : [];
  return [{ on, decisions, notReady }];
}

function whyNotReady(decisions: readonly Decision[]): NotReady["reason"] {
  if (decisions.every(({ contactId }) => contactId === null)) return "no-contacts";
  const hasRole = decisions.some(({ rules }) =>
    rules.some(({ rule, verdict }) => rule === "wanted-role" && verdict === "pass"),
  );
  return hasRole ? "barring-persona" : "no-wanted-role";
}

function figuresOf(looked: readonly Looked[]): { accounts: number; contacts: number; sends: number } {
  const decisions = looked.flatMap((one) => one.decisions);
  return {
    accounts: looked.length,
    contacts: decisions.filter(({ contactId }) => contactId !== null).length,
    sends: decisions.filter(({ verdict }) => verdict === "selected").length,
  };
}

function tooMany(due: readonly DueMilestone[], from: Day, first: Day): TooMany {
  const [firstTooMany = from] = due
    .map(({ lookOn }) => laterOf(lookOn, first))
    .sort()
    .slice(MAX_ACCOUNTS);
  const fitsUntil = firstTooMany > from ? addDays(firstTooMany, -1) : undefined;
  return { kind: "too-many", due: due.length, fitsUntil };
}

/** What must be known of the figures beside themselves; that the program asks nobody at all comes first. */
function noteOf({ status }: Program, note?: string): { readonly note?: string } {
  const asksNobody = status === "active" ? [] : [`This program is ${status}: nobody is asked while it is.`];
  const notes = [...asksNobody, ...(note === undefined ? [] : [note])];
  return notes.length === 0 ? {} : { note: notes.join(" ") };
}
