import * as z from "zod";
import { PathId } from "#shared/domain/accounts/portfolio-body.ts";
import type { Entry, ManualScore } from "#shared/domain/scorecard/score-entries.ts";
import type { Scorecard } from "#shared/domain/scorecard/scorecard.ts";
import { MEASURES, type Measure } from "#shared/events/scores.ts";
import { type ApiRequest, fieldErrors } from "#shared/lambda/api.ts";
import { jsonBody } from "#shared/lambda/json-body.ts";
import { json, problem, type Reply } from "#shared/lambda/reply.ts";

export type ScorePorts = {
  hasAccount(accountId: string): Promise<boolean>;
  /** Enters what `entryFrom` makes of the account's entries, of which it may be asked more than once. */
  enter(
    accountId: string,
    entryFrom: (entries: readonly Entry[]) => Promise<Entry>,
    now: Date,
  ): Promise<Scorecard | undefined>;
};

const NOTE_CHARACTERS = 500;
const SCALES = { nps: { from: -100, to: 100 }, csat: { from: 1, to: 5 } } as const;

export const scoreBody = (measure: Measure, now: Date) => {
  const { from, to } = SCALES[measure];
  const scale = `must be a number from ${from} to ${to}`;
  return z.strictObject({
    value: z
      .number({ error: scale })
      .min(from, { error: scale })
      .max(to, { error: scale })
      .refine((value) => Math.round(value * 100) / 100 === value, { error: "has more than two decimals" })
      // There is no -0 in the table.
      .transform((value) => (value === 0 ? 0 : value)),
    note: z
      .string({ error: "must be given: whoever reads the score will ask how you know" })
      .trim()
      .min(1, { error: "is empty and must not be" })
      .max(NOTE_CHARACTERS, { error: `is longer than ${NOTE_CHARACTERS} characters` })
      .refine((text) => text.isWellFormed(), { error: "has half a character, which is no text in UTF-8" }),
    asOf: z
      .union([z.iso.date(), z.iso.datetime({ offset: true })], {
        error: "must be a day as YYYY-MM-DD, or a time as 2026-12-01T10:00:00Z",
      })
      .refine((asOf) => new Date(asOf) <= now, { error: "must not be in the future" })
      .transform((asOf) => momentOf(asOf, now))
      .optional(),
  });
};

/** A day is as of its end in UTC or, today, as of now: it stands over what was answered that day. */
function momentOf(asOf: string, now: Date): string {
  if (asOf.includes("T")) return new Date(asOf).toISOString();
  const end = new Date(`${asOf}T23:59:59.999Z`);
  return (end < now ? end : now).toISOString();
}

/**
 * `PUT /v1/accounts/{accountId}/scorecard/{measure}`: what somebody knows of the account, as of a moment. It stands until
 * there is something newer. Another of the same moment replaces it.
 */
export const scoreAccount =
  (ports: ScorePorts) =>
  async ({ path, body, caller }: ApiRequest, now: Date): Promise<Reply> => {
    const measure = MEASURES.find((one) => one === path.measure);
    if (measure === undefined)
      return problem(404, `There is no such measure: it is ${MEASURES.join(" or ")}.`);
    const read = scoreBody(measure, now).safeParse(jsonBody(body));
    if (!read.success) {
      return problem(
        400,
        'The body must be JSON such as {"value":4,"note":"…"}, or with an asOf.',
        fieldErrors(read.error),
      );
    }
    const { data: accountId } = PathId.safeParse(path.accountId);
    if (accountId === undefined || !(await ports.hasAccount(accountId)))
      return problem(404, "There is no account of that id.");
    const { value, note, asOf } = read.data;
    const score: ManualScore = {
      type: "manual-score",
      version: 1,
      accountId,
      measure,
      value,
      date: asOf ?? now.toISOString(),
      at: now.toISOString(),
      by: caller.email,
      note,
    };
    const card = await ports.enter(accountId, async (entries) => asSaid(score, entries), now);
    const { date, by } = score;
    const latest = card?.[measure]?.latest ?? null;
    return json(200, { accountId, measure, value, date, by, note, latest });
  };

/** Said again, word for word and as of the same moment, it is what was said the first time. */
function asSaid(score: ManualScore, entries: readonly Entry[]): Entry {
  const { measure, date, value, by, note } = score;
  const before = entries
    .filter((one) => one.type === "manual-score")
    .find((one) => one.measure === measure && one.date === date);
  return before?.value === value && before.by === by && before.note === note ? before : score;
}
