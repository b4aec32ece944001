import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";

/**
 * The portfolio's surveys counted by hand: straight from the raw files, by the handbook's sentences, with no code
 * of the product. Dates are compared as text, zones by Intl.
 */
type Row = Record<string, string>;

const read = (name: string): Row[] =>
  parse(readFileSync(`test/data/portfolio/${name}.csv`), { columns: true, bom: true }) as Row[];

export const dayPlus = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

export type Ask = {
  program: string;
  accountId: string;
  contactId: string;
  email: string;
  zone: string;
  on: string;
};

const PROGRAMS: readonly { id: string; rank: number; due: (a: Row) => string; last: (a: Row) => string }[] = [
  {
    id: "post-onboarding",
    rank: 1,
    due: (a: Row) => plus(a.customer_since, 60),
    last: (a: Row) => plus(a.customer_since, 120),
  },
  {
    id: "pre-renewal",
    rank: 1,
    due: (a: Row) => plus(a.renewal_on, -120),
    last: (a: Row) => plus(a.renewal_on, -60),
  },
  {
    id: "post-renewal",
    rank: 2,
    due: (a: Row) => plus(a.last_renewed_on, 30),
    last: (a: Row) => plus(a.last_renewed_on, 90),
  },
];
export const DATE_PROGRAMS: readonly string[] = PROGRAMS.map(({ id }) => id);
const plus = (day: string | undefined, days: number): string => (day ? dayPlus(day, days) : "");

/** Whom the daily runs from `first` to `last` ask, where the portfolio was imported the day before `first`. */
export function asksByHand(first: string, last: string, fallbackZone: string): Ask[] {
  const accounts = read("accounts").sort((a, b) => ((a.account_id ?? "") < (b.account_id ?? "") ? -1 : 1));
  const contacts = read("contacts").sort((a, b) => ((a.contact_id ?? "") < (b.contact_id ?? "") ? -1 : 1));
  const lastAsked = new Map<string, string>();
  for (const { email = "", sent_at = "" } of read("sends")) {
    const on = sent_at.slice(0, 10);
    if (on > (lastAsked.get(email) ?? "")) lastAsked.set(email, on);
  }
  const asks: Ask[] = [];
  for (let day = first; day <= last; day = dayPlus(day, 1)) {
    for (const program of PROGRAMS) {
      for (const account of accounts) {
        const due = program.due(account);
        // Late by up to 14 days at the first look, and then for as long as a cooldown may be waited for.
        const firstLook = due > first ? due : first;
        if (due === "" || due > day || dayPlus(due, 14) < firstLook || day > program.last(account)) continue;
        if (account.status !== "active" || !["premium", "ultimate"].includes(account.plan ?? "")) continue;
        for (const contact of contacts.filter((c) => c.account_id === account.account_id)) {
          const email = contact.email ?? "";
          const personas = (contact.personas ?? "").split(";");
          if (!(contact.roles ?? "").split(";").includes("admin") || contact.consent !== "subscribed")
            continue;
          if (personas.includes("billing") || personas.includes("procurement")) continue;
          const isAsked = asks.some((a) => a.contactId === contact.contact_id && a.program === program.id);
          const before = lastAsked.get(email);
          if (isAsked || (before !== undefined && dayPlus(before, 56) > day)) continue;
          // Who could have been asked on the first look, or was held only by the cooldown until today.
          const freeOn = before === undefined ? firstLook : dayPlus(before, 56);
          if (day !== firstLook && day !== freeOn) continue;
          const zone = contact.time_zone || fallbackZone;
          const sentOn = windowFrom(day, zone).slice(0, 10);
          const isNeededSooner = PROGRAMS.some(
            (other) =>
              other.rank < program.rank &&
              accounts.some((a) => {
                const isTheirs = contacts.some((c) => c.account_id === a.account_id && c.email === email);
                return isTheirs && other.due(a) > day && other.due(a) < dayPlus(sentOn, 56);
              }),
          );
          if (isNeededSooner)
            throw new Error(`${program.id} of ${account.account_id} yields: count that, too`);
          asks.push({
            program: program.id,
            accountId: account.account_id ?? "",
            contactId: contact.contact_id ?? "",
            email,
            zone,
            on: day,
          });
          lastAsked.set(email, sentOn);
        }
      }
    }
  }
  return asks;
}

/** By the handbook's sentences, whether all-customer satisfaction may ask a contact at all; its days are its own. */
export function mayBeAskedByAllCustomer(contactId: string): boolean {
  const contacts = read("contacts");
  const contact = contacts.find((c) => c.contact_id === contactId);
  const account = read("accounts").find((a) => a.account_id === contact?.account_id);
  if (contact === undefined || account === undefined) return false;
  const roles = (contact.roles ?? "").split(";");
  const personas = (contact.personas ?? "").split(";");
  const isPaying = account.status === "active" && ["premium", "ultimate"].includes(account.plan ?? "");
  const isBarred = personas.includes("billing") || personas.includes("procurement");
  const hasAdmin = contacts.some(
    (c) => c.account_id === account.account_id && (c.roles ?? "").split(";").includes("admin"),
  );
  const isWanted = (roles.includes("admin") || roles.includes("owner")) && !isBarred;
  const isSoldTo = roles.includes("sold-to") && !hasAdmin && account.purchase_channel !== "web";
  return isPaying && contact.consent === "subscribed" && (isWanted || isSoldTo);
}

export const emailOf = (contactId: string): string =>
  read("contacts").find((c) => c.contact_id === contactId)?.email ?? "";

/** The first full hour from a day's run on that is 9:00 to 15:59 on a Tuesday, Wednesday or Thursday in a zone. */
export function windowFrom(day: string, zone: string): string {
  const clock = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    weekday: "short",
    hour: "2-digit",
    hourCycle: "h23",
  });
  for (let at = Date.parse(`${day}T00:00:00Z`) + 3_600_000; ; at += 3_600_000) {
    const parts = Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, value]));
    const hour = Number(parts.hour);
    if (["Tue", "Wed", "Thu"].includes(parts.weekday ?? "") && hour >= 9 && hour < 16)
      return new Date(at).toISOString();
  }
}
