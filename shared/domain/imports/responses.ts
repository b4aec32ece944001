import { createHash } from "node:crypto";
import * as z from "zod";
import { type AccountSnapshot, PLANS, SEGMENTS } from "../accounts/account.ts";
import { foldedText } from "../accounts/folded-text.ts";
import type { ImportedResponse } from "../answers/imported-response.ts";
import type { Answer } from "../answers/survey-answer.ts";
import { isProgramId } from "../programs/program-id.ts";
import * as cells from "./cells.ts";
import { type Cell, CellReader, type CsvRecord, type Parsed } from "./cells.ts";

/** A survey of another tool, as a row says it; `program` is the name that the row gives. */
export type ResponseRow = Pick<ImportedResponse, "surveyId" | "accountId" | "sentAt" | "answeredAt"> & {
  readonly program: string;
  readonly email?: string | undefined;
  readonly answers: readonly Answer[];
  readonly account?: AccountSnapshot | undefined;
};

/** Earlier is a slip of the export, not a survey. */
const EARLIEST = new Date("1990-01-01T00:00:00Z");

/**
 * Reads a survey that another tool sent, or an answer to one. A time without a zone is UTC; an attribute is the account's
 * as it was then, and unknown where the row does not say it.
 *
 * @param longestComment characters, as of the surveys of our own
 */
export function responseOf(record: CsvRecord, now: Date, longestComment: number): Parsed<ResponseRow> {
  const row = new CellReader(record);
  const said: ResponseRow = {
    surveyId: row.required("survey_id", cells.text(256)) ?? "",
    program: row.required("program", cells.text(128)) ?? "",
    accountId: row.optional("account_id", cells.id),
    email: row.optional("contact_email", cells.emailAddress),
    sentAt: row.optional("sent_at", pastMoment(now)),
    answeredAt: row.optional("answered_at", pastMoment(now)),
    answers: answersIn(row, longestComment),
    account: accountIn(row),
  };
  // Of a cell that could not be read nothing more is said.
  const problems = row.problems.length > 0 ? row.problems : problemsOf(said);
  return problems.length > 0 ? { kind: "bad", problems } : { kind: "good", value: said };
}

function problemsOf({ sentAt, answeredAt, answers }: ResponseRow) {
  const problem = (field: string, message: string) => [{ field, message }];
  if (answeredAt === undefined && answers.length > 0)
    return problem("answered_at", "is empty though there is an answer: figures need its day");
  if (answeredAt !== undefined && answers.length === 0)
    return problem("answered_at", "says that it was answered, but nps, csat and comment are all empty");
  if (sentAt === undefined && answeredAt === undefined)
    return problem("sent_at", "is empty, and so is answered_at; one of them must be given");
  if (sentAt !== undefined && answeredAt !== undefined && answeredAt < sentAt)
    return problem("answered_at", "is before sent_at");
  return [];
}

function answersIn(row: CellReader, longestComment: number): Answer[] {
  const nps = row.optional("nps", scale(0, 10));
  const csat = row.optional("csat", scale(1, 5));
  const comment = row.words("comment", longestComment);
  return [
    ...(nps === undefined ? [] : [{ questionId: "nps", kind: "nps", value: nps } as const]),
    ...(csat === undefined ? [] : [{ questionId: "csat", kind: "csat", value: csat } as const]),
    ...(comment === undefined ? [] : [{ questionId: "comment", kind: "text", value: comment } as const]),
  ];
}

function accountIn(row: CellReader): AccountSnapshot | undefined {
  const account: AccountSnapshot = {
    plan: row.optional("plan", knownOrOther(PLANS)),
    segment: row.optional("segment", knownOrOther(SEGMENTS)),
    industry: row.optional("industry", cells.text(128)),
    geography: row.optional("geography", cells.text(128)),
    companySize: row.optional("company_size", cells.text(64)),
    products: row.optional("products", cells.list(cells.text(64))),
    stage: row.optional("stage", cells.text(64)),
    csm: row.optional("csm", cells.text(256)),
    csmManager: row.optional("csm_manager", cells.text(256)),
    arrUsd: row.optional("arr_usd", cells.amountUsd),
  };
  return Object.values(account).some((value) => value !== undefined) ? account : undefined;
}

/** A plan of ours in any case, or one that there was at the time. */
const knownOrOther =
  (known: readonly string[]): Cell<string> =>
  (value) => {
    const chosen = cells.choice(known)(value);
    return "value" in chosen ? chosen : cells.text(64)(value);
  };

/** A whole number; spreadsheets write it with a zero behind the point. */
const scale =
  (lowest: number, highest: number): Cell<number> =>
  (value) => {
    const step = /^\d{1,2}(\.0+)?$/.test(value) ? Number(value) : Number.NaN;
    return step >= lowest && step <= highest
      ? { value: step }
      : { problem: `must be a whole number from ${lowest} to ${highest}` };
  };

const MOMENT = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d(?:\.\d+)?)? ?(Z|UTC|([+-]\d\d):?(\d\d)?)?)?$/i;

/** A moment, in UTC where it names no zone, at the beginning of its day where it names no time. */
const pastMoment =
  (now: Date): Cell<string> =>
  (value) => {
    const [, day, time = "00:00", seconds = ":00", , hours = "+00", minutes = "00"] =
      MOMENT.exec(value) ?? [];
    const text = `${day}T${time}${seconds}${hours}:${minutes}`;
    if (!z.iso.datetime({ offset: true }).safeParse(text).success)
      return { problem: "must be a date and time such as 2026-12-01T15:00:00Z; without a zone it is UTC" };
    const at = new Date(text);
    if (at > now) return { problem: "is in the future" };
    if (at < EARLIEST) return { problem: "is before 1990, when no survey was sent" };
    return { value: at.toISOString() };
  };

/** Leaves room for what tells two names apart. */
const SLUG_CHARACTERS = 50;

/** The id under which a program of that name counts that is none of ours: the same for names that differ in case or marks. */
export function touchpointIdOf(name: string): string {
  const folded = foldedText(name);
  const slug = folded.replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-|-$/g, "");
  // Letters that an id cannot have would be lost, and two names be one.
  const isLossy = /[\p{L}\p{N}]/u.test(folded.replaceAll(/\p{ASCII}/gu, ""));
  if (!isLossy && slug.length <= SLUG_CHARACTERS && isProgramId(slug)) return slug;
  const hash = createHash("sha256").update(folded).digest("hex").slice(0, 8);
  const start = slug.slice(0, SLUG_CHARACTERS);
  return `${/^[a-z]/.test(start) ? start : `survey-${start}`}-${hash}`.replaceAll(/-+/g, "-");
}
