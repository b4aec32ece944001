import { setTimeout as pause } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { personHash } from "#shared/domain/accounts/person.ts";
import { type ImportedResponse, importedResponseId } from "#shared/domain/answers/imported-response.ts";
import { type ResponseRow, responseOf } from "#shared/domain/imports/responses.ts";
import { markDay } from "#shared/dynamodb/days.ts";
import {
  areDaysMarked,
  importedResponses,
  noteDaysMarked,
  saveImportedResponses,
} from "#shared/dynamodb/imported-responses.ts";
import type { RowError } from "#shared/dynamodb/imports.ts";
import { recordSend } from "#shared/dynamodb/people.ts";
import { type Table, toItem } from "#shared/dynamodb/table.ts";
import { sideBySide } from "#shared/side-by-side.ts";
import { MAX_TEXT_CHARACTERS } from "#shared/survey/answers.ts";
import { firstOfEach, type GoodRow, goodRows } from "./good-rows.ts";
import type { BatchImporter, NumberedRecord } from "./import-portfolio.ts";
import { type Touchpoints, touchpointsOf } from "./touchpoints.ts";

const WIDTH = 16;
/** Two files with the same rows at once are rare; this many refusals in a row, over 13 seconds, are a fault. */
const MAX_TRIES = 8;

type Import = { readonly importId: string; readonly now: Date; readonly personKey: Uint8Array };
type Row = GoodRow<ImportedResponse>;

/**
 * Stores what other tools asked and were answered. Of rows with one id the first counts, in this file and those before it;
 * a row that says the same again changes nothing. The days whose figures change are marked at the end, once each.
 */
export async function responseImporter(table: Table, of: Import): Promise<BatchImporter> {
  const touchpoints = await touchpointsOf(table, of.now);
  const linesById = new Map<string, number>();
  const days = new DaysToMark(table);
  const readBatch = (batch: readonly NumberedRecord[]) => {
    const read = readRows(batch, touchpoints, of);
    return { read, first: firstOfEach(read.rows, "survey_id", ({ responseId }) => responseId, linesById) };
  };
  const importBatch = async (batch: readonly NumberedRecord[]): Promise<readonly RowError[]> => {
    const { read, first } = readBatch(batch);
    const others = await store(table, first.rows, touchpoints, days);
    return [...read.errors, ...first.errors, ...others];
  };
  const finish = async () => {
    await days.mark();
    await noteDaysMarked(table, of.importId);
  };
  return Object.assign(importBatch, { remember: readBatch, handOn: () => days.mark(), finish });
}

function readRows(
  batch: readonly NumberedRecord[],
  touchpoints: Touchpoints,
  { importId, now, personKey }: Import,
): { readonly rows: readonly Row[]; readonly errors: readonly RowError[] } {
  const read = goodRows(batch, (record) => responseOf(record, now, MAX_TEXT_CHARACTERS));
  const errors = [...read.errors];
  const rows = read.rows.flatMap((row): Row[] => {
    const touchpoint = touchpoints.named(row.value.program);
    if (touchpoint.kind === "touchpoint") {
      const hash = row.value.email === undefined ? undefined : personHash(row.value.email, personKey);
      return [{ ...row, value: importedOf(row.value, touchpoint.programId, hash, importId) }];
    }
    errors.push({ line: row.line, field: "program", message: touchpoint.message });
    return [];
  });
  return { rows, errors };
}

function importedOf(
  { program: _, email: __, ...row }: ResponseRow,
  programId: string,
  hash: string | undefined,
  importId: string,
): ImportedResponse {
  const responseId = importedResponseId(programId, row.surveyId);
  const { answers, ...rest } = row;
  return {
    ...{ type: "imported-response", version: 1, responseId, programId, importId },
    ...rest,
    answers: [...answers],
    personHash: hash,
  };
}

/** Stores the rows that are not stored yet, and says which are stored with something else in them. */
async function store(
  table: Table,
  rows: readonly Row[],
  touchpoints: Touchpoints,
  days: DaysToMark,
): Promise<readonly RowError[]> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    if (tries > 0) await pause(50 * 2 ** tries);
    const ids = rows.map(({ value }) => value.responseId);
    const stored = new Map((await importedResponses(table, ids)).map((one) => [one.responseId, one]));
    const others = rows.filter(({ value }) => !isSame(value, stored.get(value.responseId) ?? value));
    const fresh = rows.map(({ value }) => value).filter(({ responseId }) => !stored.has(responseId));
    await touchpoints.keep(fresh);
    // Before they are stored: whatever is stored has started its cooldown, also where this breaks off.
    await recordSends(table, fresh);
    if ((await saveImportedResponses(table, fresh)) === "overtaken") continue;
    await days.add(fresh, [...stored.values()]);
    return others.map(({ line }) => ({ line, field: "survey_id", message: OTHER }));
  }
  throw new Error("What is imported could not be written for long; send the file again");
}

const OTHER = "was imported before with something else in it; what came first counts";

/** Whether two say the same, whichever import brought them. */
const isSame = (one: ImportedResponse, other: ImportedResponse): boolean =>
  isDeepStrictEqual(toItem({ ...one, importId: "" }), toItem({ ...other, importId: "" }));

async function recordSends(table: Table, sends: readonly ImportedResponse[]): Promise<void> {
  const byPerson = Map.groupBy(sends, (send) => send.personHash);
  await sideBySide(byPerson, WIDTH, async ([hash, ofPerson]) => {
    // One person's sends one after the other: side by side they would only get in each other's way.
    for (const { sentAt, answeredAt, programId } of ofPerson) {
      // Whoever answered had been asked by then; when, the file need not say.
      const on = (sentAt ?? answeredAt)?.slice(0, 10);
      if (hash === undefined || on === undefined) continue;
      await recordSend(table, hash, { on, by: { tool: "import", program: programId } });
    }
  });
}

/** The days on which an import brought something. */
class DaysToMark {
  readonly #table: Table;
  readonly #days = new Map<string, { readonly programId: string; readonly day: string }>();
  /** By import, whether it has marked its days. */
  readonly #isMarked = new Map<string, boolean>();

  constructor(table: Table) {
    this.#table = table;
  }

  /** Also those of what was stored before by an import that broke off before its end, this one perhaps. */
  async add(fresh: readonly ImportedResponse[], stored: readonly ImportedResponse[]): Promise<void> {
    for (const importId of new Set(stored.map((one) => one.importId))) {
      if (!this.#isMarked.has(importId))
        this.#isMarked.set(importId, await areDaysMarked(this.#table, importId));
    }
    const unmarked = stored.filter(({ importId }) => !this.#isMarked.get(importId));
    for (const { programId, sentAt, answeredAt } of [...fresh, ...unmarked]) {
      for (const at of [sentAt, answeredAt]) {
        const day = at?.slice(0, 10);
        if (day !== undefined) this.#days.set(`${programId}#${day}`, { programId, day });
      }
    }
  }

  async mark(): Promise<void> {
    await sideBySide(this.#days.values(), WIDTH, ({ programId, day }) =>
      markDay(this.#table, programId, day),
    );
  }
}
