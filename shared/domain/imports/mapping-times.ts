import { Temporal } from "temporal-polyfill";
import * as z from "zod";

/** An offset is one that there can be: a day is 24 hours, an hour 60 minutes. */
const ZONE = "Z|UTC|GMT|[+-](?:[01]\\d|2[0-3])(?::?[0-5]\\d)?";

/** The units of a format: what each says of a time, and how its text is found. */
const UNITS: Readonly<Record<string, { readonly says: string; readonly text: string }>> = {
  YYYY: { says: "year", text: "\\d{4}" },
  YY: { says: "year", text: "\\d{2}" },
  MMM: { says: "month", text: "\\p{L}{3,9}" },
  MM: { says: "month", text: "\\d{2}" },
  M: { says: "month", text: "\\d{1,2}" },
  DD: { says: "day", text: "\\d{2}" },
  D: { says: "day", text: "\\d{1,2}" },
  HH: { says: "hour", text: "\\d{2}" },
  H: { says: "hour", text: "\\d{1,2}" },
  hh: { says: "hour", text: "\\d{2}" },
  h: { says: "hour", text: "\\d{1,2}" },
  mm: { says: "minute", text: "\\d{2}" },
  ss: { says: "second", text: "\\d{2}" },
  A: { says: "half", text: "[AP]\\.?M\\.?" },
  Z: { says: "zone", text: ZONE },
};
const UNIT = new RegExp(Object.keys(UNITS).join("|"), "g");

/** A map, as everything has a `constructor`. */
const NAMED: ReadonlyMap<string, RegExp> = new Map([
  /** As tools write for machines, with a `T` or a blank: `2025-12-31T23:59:00.5Z`, `2025-12-31 23:59:00 UTC`. */
  [
    "iso",
    new RegExp(
      `^(?<YYYY>\\d{4})-(?<MM>\\d{2})-(?<DD>\\d{2})(?:[T\\s](?<HH>\\d{2}):(?<mm>\\d{2})(?::(?<ss>\\d{2})(?:[.,]\\d+)?)?\\s*(?<Z>${ZONE})?)?$`,
      "iu",
    ),
  ],
  /** Seconds, or milliseconds, since 1970. */
  ["unix", /^(?<unix>\d{9,10}|\d{12,13})$/],
  /** A day's number and the time as its fraction, as a sheet keeps them. */
  ["excel", /^(?<serial>\d{5}(?:\.\d+)?)$/],
]);
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const unitsOf = (format: string): readonly string[] => (NAMED.has(format) ? [] : (format.match(UNIT) ?? []));

function problemOf(format: string): string | undefined {
  if (NAMED.has(format)) return undefined;
  if (/\p{L}/u.test(format.replaceAll(UNIT, ""))) {
    const units = Object.keys(UNITS).join(", ");
    return `has letters that mean nothing: it may be ${[...NAMED.keys()].join(", ")}, or made of ${units}`;
  }
  const units = unitsOf(format);
  const said = units.map((unit) => UNITS[unit]?.says);
  if (new Set(said).size < said.length) return "says the same twice";
  if (!["year", "month", "day"].every((part) => said.includes(part))) {
    return "must have the year, the month and the day";
  }
  const hasHalves = units.includes("h") || units.includes("hh");
  if (hasHalves !== units.includes("A")) return "must have h and A together; H alone is the hour of 24";
  return undefined;
}

/** Whether numbers stand as day and month or as month and day; undefined where that cannot be mistaken. */
function isDayFirst(format: string): boolean | undefined {
  const said = unitsOf(format).map((unit) => (unit === "MMM" ? "name" : UNITS[unit]?.says));
  if (!said.includes("month") || said[0] === "year") return undefined;
  return said.indexOf("day") < said.indexOf("month");
}

const Format = z
  .string()
  .max(40)
  .superRefine((format, context) => {
    const message = problemOf(format);
    if (message !== undefined) context.addIssue({ code: "custom", message });
  });

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/**
 * How a tool writes days and times: `iso`, `unix`, `excel`, or units such as `M/D/YYYY h:mm A`; of several the first that
 * fits. Which of two numbers is the day is never guessed.
 */
export const Times = z
  .strictObject({
    /** @default iso */
    format: z
      .preprocess((value) => (typeof value === "string" ? [value] : value), z.array(Format).min(1).max(10))
      .optional(),
    /** Of times that name none: an IANA name. @default UTC */
    timeZone: z
      .string()
      .refine(isZone, "is not a time zone; it must be a name such as Europe/Berlin")
      .optional(),
  })
  .superRefine(({ format = [] }, context) => {
    if (new Set(format.map(isDayFirst).filter((order) => order !== undefined)).size > 1) {
      const message = "has the day before the month and behind it: one of them would be a guess";
      context.addIssue({ code: "custom", path: ["format"], message });
    }
  });
export type Times = z.infer<typeof Times>;

export type ReadTime = { readonly instant: string } | { readonly problem: string };

/** Reads times to ISO 8601 in UTC. A day without a time is that day in UTC, from its midnight, whatever the zone. */
export function timeReader({ format = ["iso"], timeZone = "UTC" }: Times): (text: string) => ReadTime {
  const patterns = format.map((one) => NAMED.get(one) ?? patternOf(one));
  return (text) => {
    for (const pattern of patterns) {
      const { groups } = pattern.exec(text) ?? {};
      const time = groups && timeOf(groups);
      if (time === undefined) continue;
      if (time.kind === "instant") return { instant: time.at.toISOString() };
      // Of an hour that the clock skips the later one is taken, of one that it repeats the earlier.
      const { epochMilliseconds } = time.local.toZonedDateTime(time.zone ?? timeZone);
      return { instant: new Date(epochMilliseconds).toISOString() };
    }
    return { problem: `is not a time written as ${format.join(" or ")} (times.format of the mapping)` };
  };
}

function patternOf(format: string): RegExp {
  let pattern = "";
  let end = 0;
  for (const { 0: unit, index } of format.matchAll(UNIT)) {
    const between = literal(format.slice(end, index));
    // Tools write a blank before AM, a narrow one, or none.
    pattern += `${unit === "A" ? between.replace(/\\s\+$/, "\\s*") : between}(?<${unit}>${UNITS[unit]?.text})`;
    end = index + unit.length;
  }
  return new RegExp(`^${pattern}${literal(format.slice(end))}$`, "iu");
}

const literal = (text: string): string =>
  text.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&").replaceAll(/\s+/g, "\\s+");

type Groups = Readonly<Record<string, string | undefined>>;
type Time =
  | { readonly kind: "instant"; readonly at: Date }
  | { readonly kind: "local"; readonly local: Temporal.PlainDateTime; readonly zone: string | undefined };

function timeOf(groups: Groups): Time | undefined {
  const { unix, serial, Z } = groups;
  if (unix !== undefined)
    return { kind: "instant", at: new Date(Number(unix) * (unix.length > 10 ? 1 : 1000)) };
  const local = serial === undefined ? localTime(groups) : sheetTime(Number(serial));
  if (local === undefined) return undefined;
  const hasTime = serial !== undefined || (groups.HH ?? groups.H ?? groups.hh ?? groups.h) !== undefined;
  return { kind: "local", local, zone: hasTime ? zoneOf(Z) : "UTC" };
}

/** `+0200` and `+02` are `+02:00`. */
function zoneOf(text: string | undefined): string | undefined {
  if (text === undefined || /^[a-z]/i.test(text)) return text && "UTC";
  return `${text.slice(0, 3)}:${text.slice(3).replace(":", "") || "00"}`;
}

function localTime({ YYYY, YY, MMM, MM, M, DD, D, HH, H, hh, h, mm, ss, A }: Groups) {
  const hourOfHalf = hh ?? h;
  if (hourOfHalf !== undefined && (Number(hourOfHalf) < 1 || Number(hourOfHalf) > 12)) return undefined;
  const afternoon = A?.toUpperCase().startsWith("P") ? 12 : 0;
  const fields = {
    year: YYYY === undefined ? 2000 + Number(YY) : Number(YYYY),
    month: MMM === undefined ? Number(MM ?? M) : MONTHS.indexOf(MMM.slice(0, 3).toLowerCase()) + 1,
    day: Number(DD ?? D),
    hour: hourOfHalf === undefined ? Number(HH ?? H ?? 0) : (Number(hourOfHalf) % 12) + afternoon,
    minute: Number(mm ?? 0),
    second: Number(ss ?? 0),
  };
  try {
    return Temporal.PlainDateTime.from(fields, { overflow: "reject" });
  } catch {
    return undefined;
  }
}

/** Days since 1899-12-30, as a sheet takes 1900 for a leap year: right from March 1900 on. */
const sheetTime = (serial: number): Temporal.PlainDateTime =>
  Temporal.PlainDateTime.from("1899-12-30T00:00").add({ seconds: Math.round(serial * 86_400) });
