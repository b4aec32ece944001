import * as z from "zod";
import { Day } from "../accounts/account.ts";
import { emailAddressOf } from "../accounts/email-address.ts";
import { tagOf } from "../language.ts";

/** A row by column, as text; a column that the file does not have is absent. */
export type CsvRecord = Readonly<Record<string, string>>;

/** Names the column. Its message says what is wrong and what is allowed, never what stood there. */
export type CellProblem = { readonly field: string; readonly message: string };

export type Parsed<T> =
  | { readonly kind: "good"; readonly value: T }
  | { readonly kind: "bad"; readonly problems: readonly CellProblem[] };

/** Reads one cell that is trimmed and not empty. */
export type Cell<T> = (text: string) => { readonly value: T } | { readonly problem: string };

const NOT_IN_A_LINE = /[\p{Cc}\p{Zl}\p{Zp}]/u;
export const ARR_LIMIT_USD = 1_000_000_000_000;

/** Reads the cells of one row, gathering what is wrong with any of them. */
export class CellReader {
  readonly problems: CellProblem[] = [];
  readonly #record: CsvRecord;

  constructor(record: CsvRecord) {
    this.#record = record;
  }

  /** An empty cell is unknown: undefined. So is a bad one, which leaves a problem behind. */
  optional<T>(column: string, cell: Cell<T>): T | undefined {
    const text = (this.#record[column] ?? "").trim();
    if (text === "") return undefined;
    const read = line(cell)(text);
    if ("value" in read) return read.value;
    this.refuse(column, read.problem);
    return undefined;
  }

  required<T>(column: string, cell: Cell<T>): T | undefined {
    if ((this.#record[column] ?? "").trim() === "") this.refuse(column, "is empty and must not be");
    return this.optional(column, cell);
  }

  /** What somebody wrote, its line breaks kept; characters that no text has are left out. */
  words(column: string, maxLength: number): string | undefined {
    const said = (this.#record[column] ?? "")
      .replaceAll(/\r\n?/g, "\n")
      .replaceAll(/[^\P{Cc}\n\t]/gu, "")
      .trim();
    const read = text(maxLength)(said);
    const problem = "problem" in read ? read.problem : encodingProblem(said);
    if (problem === undefined) return said === "" ? undefined : said;
    this.refuse(column, problem);
    return undefined;
  }

  refuse(field: string, message: string): void {
    this.problems.push({ field, message });
  }
}

/** What a cell makes of a text that is a single line of sound characters. */
export const line =
  <T>(cell: Cell<T>): Cell<T> =>
  (text) => {
    const problem = lineProblem(text);
    return problem === undefined ? cell(text) : { problem };
  };

function lineProblem(text: string): string | undefined {
  if (NOT_IN_A_LINE.test(text)) return "has a line break or control character; it must be a single line";
  return encodingProblem(text);
}

function encodingProblem(text: string): string | undefined {
  if (text.includes("\uFFFD")) return "has characters that are not UTF-8; save the file as UTF-8";
  if (!text.isWellFormed()) return "has half a character, which is no text in UTF-8";
  return undefined;
}

export const text =
  (maxLength: number): Cell<string> =>
  (value) =>
    value.length > maxLength ? { problem: `is longer than ${maxLength} characters` } : { value };

/** `#` parts the keys that ids are put into. */
export const id: Cell<string> = (value) =>
  value.includes("#") ? { problem: "has a #, which an id must not" } : text(128)(value);

/** One of a few words, in any case. */
export const choice =
  <const T extends string>(allowed: readonly T[]): Cell<T> =>
  (value) => {
    const chosen = allowed.find((word) => word === value.toLowerCase());
    return chosen === undefined ? { problem: `must be one of ${allowed.join(", ")}` } : { value: chosen };
  };

/** Several values with `;` between them, each counted once. */
export const list =
  <T>(cell: Cell<T>, maxCount = 50): Cell<T[]> =>
  (joined) => {
    const reads = joined
      .split(";")
      .map((part) => part.trim())
      .filter((part) => part !== "")
      .map(cell);
    const bad = reads.find((read) => "problem" in read);
    if (bad !== undefined) return bad;
    const values = reads.flatMap((read) => ("value" in read ? [read.value] : []));
    return values.length > maxCount
      ? { problem: `lists more than ${maxCount} values` }
      : { value: [...new Set(values)] };
  };

export const day: Cell<Day> = (value) => {
  const [issue] = Day.safeParse(value).error?.issues ?? [];
  if (issue === undefined) return { value };
  const isDay = issue.code === "custom";
  return {
    problem: isDay ? issue.message : "must be a day of the calendar as YYYY-MM-DD, such as 2026-12-01",
  };
};

/** A moment with its zone, ISO 8601. */
export const instant: Cell<Date> = (value) =>
  z.iso.datetime({ offset: true }).safeParse(value).success
    ? { value: new Date(value) }
    : { problem: "must be a date and time with its zone, such as 2026-12-01T15:00:00Z" };

/** A number, or as spreadsheets write dollars: `$120,000.50`. Without the sign, `1,200` may be one and a fifth. */
const AMOUNT = /^(\d+|\$ ?\d+|\$ ?\d{1,3}(,\d{3})+)(\.\d+)?$/;

export const amountUsd: Cell<number> = (value) => {
  const amount = AMOUNT.test(value) ? Number(value.replaceAll(/[$, ]/g, "")) : Number.NaN;
  return amount <= ARR_LIMIT_USD
    ? { value: amount }
    : { problem: "must be a number of US dollars, 0 or more, without separators, such as 120000.50" };
};

export const emailAddress: Cell<string> = (value) => {
  const outcome = emailAddressOf(value);
  return outcome.kind === "address" ? { value: outcome.address } : { problem: outcome.reason };
};

/**
 * A language tag in its canonical form, read in any case and as systems write it: `de_DE.UTF-8`. Any language is known,
 * also one that we do not write; what names none is refused, for whoever wrote it to mend.
 */
export const locale: Cell<string> = (value) => {
  try {
    const [canonical] = Intl.getCanonicalLocales(tagOf(value));
    if (canonical !== undefined && canonical.length <= 35) return { value: canonical };
  } catch {
    // Not a tag at all: said below.
  }
  return { problem: "must be a language tag, such as de or pt-BR" };
};

/** A zone of the IANA database in any case. An alias stays the name it was given. */
export const timeZone: Cell<string> = (value) => {
  try {
    const known = new Intl.DateTimeFormat("en", { timeZone: value }).resolvedOptions().timeZone;
    if (!/^[+-]/.test(known)) {
      return { value: known.toLowerCase() === value.toLowerCase() ? known : value };
    }
  } catch {
    // No such zone: said below.
  }
  return { problem: "is not a time zone; it must be a name such as Europe/Berlin" };
};
