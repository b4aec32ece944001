import * as z from "zod";
import { type Account, type AccountSnapshot, type Attribute, Day, snapshotOf } from "../accounts/account.ts";
import { addDays } from "../days.ts";
import { UNKNOWN } from "./buckets.ts";

/** What stands at the head of a day's sheet. */
export const SheetHeader = z.object({
  type: z.literal("portfolio-sheet"),
  version: z.literal(1),
  day: Day,
  writtenAt: z.iso.datetime(),
});
export type SheetHeader = z.infer<typeof SheetHeader>;

/** When an account was last asked by a program and last answered it, and what it last scored; suspect answers left out. */
export type ProgramFacts = {
  readonly askedOn?: Day;
  /** Absent of an anonymous program: nobody knows who answered. */
  readonly answeredOn?: Day;
  /** The newest answer's that has one, whoever of the account gave it. */
  readonly nps?: number;
  readonly npsOn?: Day;
  readonly csat?: number;
  readonly csatOn?: Day;
};

/** By program. */
export type AccountFacts = Readonly<Record<string, ProgramFacts>>;

/** An account as one UTC day left it. What is unknown is absent. */
export type SheetRow = { readonly accountId: string } & Pick<
  Account,
  "status" | "plan" | "customerSince" | "renewalOn" | "lastRenewedOn"
> &
  AccountSnapshot & { readonly programs?: AccountFacts };

export function rowOf(account: Account, programs: AccountFacts | undefined): SheetRow {
  const { accountId, status, customerSince, renewalOn, lastRenewedOn } = account;
  const { plan } = account;
  return {
    ...snapshotOf(account),
    accountId,
    status,
    plan,
    customerSince,
    renewalOn,
    lastRenewedOn,
    programs,
  };
}

/** The values under which an account counts: each of its products, and otherwise one, unknown among them. */
export function valuesIn(row: SheetRow, attribute: Attribute): readonly string[] {
  const said: string | readonly string[] | undefined = row[attribute];
  const values = (typeof said === "string" ? [said] : (said ?? [])).filter((value) => value !== "");
  return values.length === 0 ? [UNKNOWN] : [...new Set(values)];
}

/** Where a day has no sheet, one of so many days before stands for it, and says so. */
const LOOK_BACK_DAYS = 3;
export const firstDayToLook = (day: Day): Day => addDays(day, -LOOK_BACK_DAYS);

/** Of these days, in their order, the one whose sheet tells of a day: itself, or the newest of the three before. */
export function newestUpTo(day: Day, days: readonly Day[]): Day | undefined {
  const newest = days.findLast((one) => one <= day);
  return newest !== undefined && newest >= firstDayToLook(day) ? newest : undefined;
}
