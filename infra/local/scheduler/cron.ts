import { Cron } from "croner";

type Field = {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly words?: readonly string[];
  /** Taken off each number: AWS counts days of the week from SUN = 1, croner from 0. */
  readonly shift?: number;
  readonly hasSteps?: boolean;
  /** What a field takes besides numbers, ranges and lists, and its croner form. */
  readonly special?: (item: string, numberOf: (text: string) => number) => string | undefined;
};

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

const MINUTES: Field = { name: "minutes", min: 0, max: 59, hasSteps: true };
const HOURS: Field = { name: "hours", min: 0, max: 23, hasSteps: true };
const DAYS_OF_MONTH: Field = {
  name: "day-of-month",
  min: 1,
  max: 31,
  hasSteps: true,
  special: (item, numberOf) => {
    if (item === "L") return "L";
    return /^\d+W$/.test(item) ? `${numberOf(item.slice(0, -1))}W` : undefined;
  },
};
const MONTHS_OF_YEAR: Field = { name: "month", min: 1, max: 12, words: MONTHS, hasSteps: true };
const DAYS_OF_WEEK: Field = {
  name: "day-of-week",
  min: 1,
  max: 7,
  words: WEEKDAYS,
  shift: 1,
  special: (item, numberOf) => {
    // Alone it is the last day of the week; after a day, the last such day of the month.
    if (item === "L") return "6";
    if (/^\w+L$/.test(item)) return `${numberOf(item.slice(0, -1))}#L`;
    const [, day, nth] = /^(\w+)#([1-5])$/.exec(item) ?? [];
    return day === undefined ? undefined : `${numberOf(day)}#${nth}`;
  },
};
const YEARS: Field = { name: "year", min: 1970, max: 2199, hasSteps: true };

/**
 * Reads the six fields of an AWS `cron(…)`: the answer gives the next time after one, both as wall-clock time
 * written in UTC, undefined where there is none. Throws, naming the field, where AWS would refuse the expression.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cron-expressions.html
 */
export function cronTimes(expression: string): (after: Date) => Date | undefined {
  const fields = expression.toUpperCase().trim().split(/\s+/);
  const [minutes = "", hours = "", dayOfMonth = "", month = "", dayOfWeek = "", year = ""] = fields;
  if (fields.length !== 6) throw new Error(`cron takes six fields, and has ${fields.length}`);
  if ((dayOfMonth === "?") === (dayOfWeek === "?"))
    throw new Error("cron takes ? in exactly one of day-of-month and day-of-week");
  if (dayOfWeek.includes("#") && dayOfWeek.includes(","))
    throw new Error("cron takes a single day in day-of-week with #");
  const pattern = [
    "0",
    croner(MINUTES, minutes),
    croner(HOURS, hours),
    dayOfMonth === "?" ? "*" : croner(DAYS_OF_MONTH, dayOfMonth),
    croner(MONTHS_OF_YEAR, month),
    dayOfWeek === "?" ? "*" : croner(DAYS_OF_WEEK, dayOfWeek),
    croner(YEARS, year),
  ].join(" ");
  // An offset rather than a zone: croner then does without Intl, 30 times faster.
  const cron = new Cron(pattern, { mode: "7-part", utcOffset: 0 });
  return (after) => cron.nextRun(after) ?? undefined;
}

const croner = (field: Field, text: string): string =>
  text
    .split(",")
    .map((item) => cronerItem(field, item))
    .join(",");

function cronerItem(field: Field, item: string): string {
  const refused = () => new Error(`cron does not take "${item}" as ${field.name}`);
  const numberOf = (text: string): number => {
    const word = field.words?.indexOf(text) ?? -1;
    const number = word >= 0 ? word + field.min : /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(number >= field.min && number <= field.max)) throw refused();
    return number - (field.shift ?? 0);
  };
  const special = field.special?.(item, numberOf);
  if (special !== undefined) return special;
  const [, start = "", end, step] = /^(\*|\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(item) ?? [];
  if (start === "" || (start === "*" && end !== undefined)) throw refused();
  if (step !== undefined && (field.hasSteps !== true || Number(step) === 0)) throw refused();
  const suffix = step === undefined ? "" : `/${step}`;
  if (start === "*") return `*${suffix}`;
  const from = numberOf(start);
  if (end === undefined) return step === undefined ? String(from) : `${from}-${field.max}${suffix}`;
  const to = numberOf(end);
  if (to < from) throw refused();
  return `${from}-${to}${suffix}`;
}
