import type { Account, Day } from "#shared/domain/accounts/account.ts";
import { addDays, daysBetween, utcDay } from "#shared/domain/days.ts";
import type { DayRange } from "#shared/domain/results/coverage.ts";
import {
  firstDayRead,
  firstDayReadOf,
  GatheredFacts,
  whatToRead,
} from "#shared/domain/results/portfolio-facts.ts";
import {
  type AccountFacts,
  rowOf,
  type SheetHeader,
  type SheetRow,
} from "#shared/domain/results/portfolio-sheet.ts";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import type { SheetPorts } from "#shared/results/read-coverage.ts";
import { sideBySide } from "#shared/side-by-side.ts";

type WritePorts = SheetPorts & {
  write(header: SheetHeader, rows: AsyncIterable<SheetRow>): Promise<"written" | "there-already">;
  /** The programs, and what answers were imported of that is none. */
  programIds(): Promise<readonly string[]>;
  /** The first day on which a program sent or was answered, by its figures. */
  firstCountedDay(programId: string): Promise<Day | undefined>;
  recordsOfDay(
    programId: string,
    day: Day,
  ): Promise<{ readonly sent: readonly Invitation[]; readonly answered: readonly Invitation[] }>;
  /** Every account as it is, each once, some at a time. */
  accounts(): AsyncIterable<readonly Account[]>;
  /** When answers from another tool were last imported (ISO 8601); undefined where they never were. */
  lastImportAt(): Promise<string | undefined>;
};

export type SheetOutcome =
  | { readonly kind: "written"; readonly accounts: number; readonly readFrom: Day }
  | { readonly kind: "there-already" }
  /** Accounts are known as they are, not as they were: a sheet written days later would tell of another day. */
  | { readonly kind: "too-late" };

const AT_ONCE = 16;

/**
 * Writes down what the accounts were on a UTC day that is over, and whether and when each was last asked and answered:
 * once, and never again. Costs what there is of accounts, and of mails and answers in the days that are read again.
 */
export const writePortfolioSheet =
  (ports: WritePorts) =>
  async (day: Day, now: Date): Promise<SheetOutcome> => {
    if (utcDay(now) > addDays(day, 1)) return { kind: "too-late" };
    const sheets = await ports.sheetsIn({ from: firstDayRead(day), to: day });
    if (sheets.some((sheet) => sheet.day === day)) return { kind: "there-already" };
    const lastImportAt = await ports.lastImportAt();
    const { base, from } = whatToRead(day, sheets, lastImportAt);
    // What was imported may not be counted yet.
    const isFirst = base === undefined && lastImportAt === undefined;
    const gathered = await gather(ports, { from, to: day, isFirst });
    const before = base ? await factsOf(ports.rowsOf(base)) : new Map<string, AccountFacts>();
    let accounts = 0;
    async function* rows(): AsyncGenerator<SheetRow> {
      for await (const some of ports.accounts())
        for (const account of some) {
          const { accountId } = account;
          accounts += 1;
          yield rowOf(account, gathered.after(before.get(accountId), accountId));
        }
    }
    const header = { type: "portfolio-sheet", version: 1, day, writtenAt: now.toISOString() } as const;
    const written = await ports.write(header, rows());
    return written === "written" ? { kind: written, accounts, readFrom: from } : { kind: written };
  };

/** What every program's lists of these days say. */
async function gather(
  ports: WritePorts,
  { from, to, isFirst }: DayRange & { readonly isFirst: boolean },
): Promise<GatheredFacts> {
  const gathered = new GatheredFacts(from);
  const places = await sideBySide(await ports.programIds(), AT_ONCE, async (programId) => {
    const first = isFirst ? firstDayReadOf(to, await ports.firstCountedDay(programId)) : from;
    const length = daysBetween(first, to) + 1;
    return Array.from({ length }, (_, i) => ({ programId, day: addDays(first, i) }));
  });
  await sideBySide(places.flat(), AT_ONCE, async ({ programId, day }) => {
    const { sent, answered } = await ports.recordsOfDay(programId, day);
    for (const invitation of sent) gathered.addSent(invitation, day);
    for (const invitation of answered) gathered.addAnswered(invitation, day);
  });
  return gathered;
}

async function factsOf(sheet: AsyncIterable<readonly SheetRow[]>): Promise<Map<string, AccountFacts>> {
  const facts = new Map<string, AccountFacts>();
  for await (const rows of sheet)
    for (const { accountId, programs } of rows) if (programs !== undefined) facts.set(accountId, programs);
  return facts;
}
