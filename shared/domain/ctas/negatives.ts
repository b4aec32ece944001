import { CTA_DRIVERS } from "../../events/ctas.ts";
import type { Account, Day } from "../accounts/account.ts";
import { addDays, utcDay } from "../days.ts";
import { type Share, shareOf } from "../results/statistics/share.ts";
import type { Cta } from "./cta.ts";
import { isWithdrawn } from "./cta-withdrawal.ts";

type Driver = (typeof CTA_DRIVERS)[number];

/** Accounts, each once, and what they pay a year. */
type Revenue = {
  readonly accounts: number;
  /** Of those that are known; null where none of them is. */
  readonly arrUsd: number | null;
  readonly unknownAccounts: number;
};

/** What stands under open negatives. */
export type Exposure = Revenue & {
  readonly ctas: number;
  readonly overdue: Revenue & { readonly ctas: number };
  readonly renewing: Revenue;
};

/** Why negatives came to be, and what stands under those that are open; null is what there is nothing to divide of. */
export type Negatives = {
  readonly opened: number;
  readonly closed: {
    readonly n: number;
    readonly withoutDriver: number;
    readonly drivers: Readonly<Record<Driver, { readonly n: number; readonly share: Share | null }>>;
  };
  readonly withdrawn: number;
  readonly open: Exposure;
};

/** So many days ahead a renewal is near. */
const RENEWING_DAYS = 90;

/** How each figure is defined, for whoever reads the numbers without this page at hand. */
export const DEFINITIONS = {
  negative:
    "A call to action of a negative answer: NPS 0-6, or any CSAT of 1 to 3. A further answer that joined one is none of its own. All as they stand at asOf.",
  opened:
    "By the UTC day of the answer that opened it. Without those that were withdrawn, since the answer may not be a person's: withdrawn counts them, by the day of that.",
  closed:
    "By the UTC day on which somebody was last done with it; one that was opened again since is among the open and not here.",
  drivers:
    "Of the closed, by the driver that was found: n, and its share of all that have one, in 0..1, with 95 % Wilson interval. withoutDriver: closed without one.",
  open: "Not closed at asOf, whenever it was opened, snoozed ones and those opened again among them. overdue: past its due date.",
  arrUsd:
    "Annual recurring revenue of the accounts as they are now, in US dollars, each account once, however many of its negatives are open; unknownAccounts are those whose revenue nobody has said, which arrUsd leaves out: null where that is all of them.",
  renewing: `Of the accounts with an open negative, those whose next renewal is from today (UTC) to ${RENEWING_DAYS} days on.`,
  touchpoints:
    "Each touchpoint for itself: their negatives are of unlike occasions. all holds no more than can be added up: what is open, by account.",
  owner:
    "Who has it; of one that was escalated, who had it then. By role and address, under the newest name.",
  segment: "The account's as it is now; unknown is a value of its own.",
  small: "n is below 30.",
} as const;

export type DayRange = { readonly from: Day; readonly to: Day };
/** What is known of the accounts, by their ids. */
export type Accounts = ReadonlyMap<string, Pick<Account, "arrUsd" | "renewalOn">>;

/** What these negatives come to: opened or closed in a range of UTC days, or open now. */
export function negativesOf(ctas: readonly Cta[], accounts: Accounts, range: DayRange, now: Date): Negatives {
  const isIn = (at: string | null) =>
    at !== null && at.slice(0, 10) >= range.from && at.slice(0, 10) <= range.to;
  const withdrawn = ctas.filter(isWithdrawn);
  const said = ctas.filter((cta) => !isWithdrawn(cta));
  const closed = said.filter(({ status, closedAt }) => status === "closed" && isIn(closedAt));
  const driven = closed.filter(({ driver }) => driver !== null).length;
  const drivers = CTA_DRIVERS.map((driver) => {
    const n = closed.filter((cta) => cta.driver === driver).length;
    return [driver, { n, share: shareOf(n, driven) }];
  });
  return {
    opened: said.filter(({ openedAt }) => isIn(openedAt)).length,
    closed: {
      n: closed.length,
      withoutDriver: closed.length - driven,
      // CTA_DRIVERS names every driver, which fromEntries cannot know.
      drivers: Object.fromEntries(drivers) as Negatives["closed"]["drivers"],
    },
    withdrawn: withdrawn.filter(({ closedAt }) => isIn(closedAt)).length,
    open: exposureOf(ctas, accounts, now),
  };
}

/** What stands under those of these that are open. */
export function exposureOf(ctas: readonly Cta[], accounts: Accounts, now: Date): Exposure {
  const open = ctas.filter(({ status }) => status !== "closed");
  const overdue = open.filter(({ dueAt }) => dueAt < now.toISOString());
  const [today, last] = [utcDay(now), addDays(utcDay(now), RENEWING_DAYS)];
  const renewing = open.filter(({ accountId }) => {
    const renewalOn = accounts.get(accountId)?.renewalOn;
    return renewalOn !== undefined && renewalOn >= today && renewalOn <= last;
  });
  return {
    ctas: open.length,
    ...revenueOf(open, accounts),
    overdue: { ctas: overdue.length, ...revenueOf(overdue, accounts) },
    renewing: revenueOf(renewing, accounts),
  };
}

function revenueOf(ctas: readonly Cta[], accounts: Accounts): Revenue {
  const ids = [...new Set(ctas.map(({ accountId }) => accountId))];
  const known = ids.flatMap((accountId) => accounts.get(accountId)?.arrUsd ?? []);
  const unknownAccounts = ids.length - known.length;
  const isUnknown = ids.length > 0 && known.length === 0;
  return {
    accounts: ids.length,
    arrUsd: isUnknown ? null : known.reduce((total, arrUsd) => total + arrUsd, 0),
    unknownAccounts,
  };
}
