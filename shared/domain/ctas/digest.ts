import { createHash } from "node:crypto";
import { Temporal } from "temporal-polyfill";
import * as z from "zod";
import type { BusEvent, EventDetail } from "../../events.ts";
import type { Settings } from "../../settings.ts";
import { Day } from "../accounts/account.ts";
import { dayIn, isBusinessDay } from "../business-days.ts";
import { addDays } from "../days.ts";
import { Cta } from "./cta.ts";
import { statusOn } from "./cta-work.ts";

const TOLD_AT = "07:00";
/** An answer that comes this shortly before a digest waits for the next: it may not be kept yet when that is told. */
const MARGIN_MS = 5 * 60_000;

/** An answer that opens no call to action, and is told with its owner's digest of a day instead. */
export const DigestEntry = Cta.pick({
  mixed: true,
  accountId: true,
  accountName: true,
  program: true,
  band: true,
  owner: true,
  contacts: true,
  scores: true,
  comment: true,
}).extend({
  type: z.literal("digest-entry"),
  version: z.literal(1),
  day: Day,
  kind: z.enum(["negative", "positive"]),
  invitationId: z.string(),
  answeredAt: z.string(),
});
export type DigestEntry = z.infer<typeof DigestEntry>;

type Calendar = Pick<Settings, "timeZone" | "holidays">;

const toldAt = (day: Day, { timeZone }: Calendar): Date =>
  new Date(Temporal.PlainDate.from(day).toZonedDateTime({ timeZone, plainTime: TOLD_AT }).epochMilliseconds);

/** The day whose digests are to be told at a moment: from 7 o'clock to midnight, on a business day. */
export function digestDay(at: Date, calendar: Calendar): Day | undefined {
  const today = dayIn(calendar.timeZone, at);
  const isTime = isBusinessDay(today, calendar.holidays) && at >= toldAt(today, calendar);
  return isTime ? today : undefined;
}

/** The day with whose digest an answer is told that is kept now: the next that is certain to find it. */
export function nextDigestDay(now: Date, calendar: Calendar): Day {
  const from = new Date(now.getTime() + MARGIN_MS);
  let day = dayIn(calendar.timeZone, from);
  while (!isBusinessDay(day, calendar.holidays) || toldAt(day, calendar) <= from) day = addDays(day, 1);
  return day;
}

/** What is kept of an answer for a digest; undefined of a call to action that no answer asks for. */
export function digestEntry(cta: Cta, day: Day): DigestEntry | undefined {
  const { kind, invitationId, openedAt, mixed, accountId, accountName, program, band, owner } = cta;
  if ((kind !== "negative" && kind !== "positive") || invitationId === null) return undefined;
  const { contacts, scores, comment } = cta;
  return {
    type: "digest-entry",
    version: 1,
    ...{ day, kind, invitationId, mixed, accountId, accountName, program, band, owner },
    ...{ contacts, scores, comment, answeredAt: openedAt },
  };
}

type Detail = EventDetail<"CTA Digest">;

/** Of what bytes an event's two lists take at most; the bus takes 256 KB of it. */
const BYTES = { ctas: 120_000, answers: 60_000 } as const;

/**
 * A digest for each owner who has something to do, or of whom answers are to be told. Somebody who is both CSM and
 * manager gets one.
 *
 * @param at as of when something is overdue
 */
export function digestsOf(
  day: Day,
  { ctas, entries }: { readonly ctas: readonly Cta[]; readonly entries: readonly DigestEntry[] },
  at: Date,
  calendar: Calendar,
): BusEvent[] {
  const today = dayIn(calendar.timeZone, at);
  const awake = ctas.filter(
    (cta) => cta.status !== "closed" && (isOverdue(cta, at) || !isAsleep(cta, today)),
  );
  const mine = new Map<string, { ctas: Cta[]; entries: DigestEntry[] }>();
  const of = ({ email }: Cta["owner"]) => {
    const key = email.toLowerCase();
    const found = mine.get(key) ?? { ctas: [], entries: [] };
    mine.set(key, found);
    return found;
  };
  for (const cta of awake) of(cta.owner).ctas.push(cta);
  for (const entry of entries) of(entry.owner).entries.push(entry);
  return [...mine].map(([email, { ctas, entries }]): BusEvent => {
    const urgent = ctas.toSorted((a, b) => order(a.dueAt, b.dueAt) || order(a.ctaId, b.ctaId));
    const oldest = entries.toSorted(
      (a, b) => order(a.answeredAt, b.answeredAt) || order(a.invitationId, b.invitationId),
    );
    const { owner } = urgent[0] ?? oldest[0] ?? {};
    if (owner === undefined) throw new Error("a digest is of something to do or to read");
    const overdue = urgent.filter((cta) => isOverdue(cta, at));
    const dueToday = urgent.filter(
      (cta) => !isOverdue(cta, at) && dayIn(calendar.timeZone, new Date(cta.dueAt)) === today,
    );
    const told = fitting(
      urgent.map((cta) => toldCta(cta, today)),
      BYTES.ctas,
    );
    const answers = fitting(oldest.map(toldAnswer), BYTES.answers);
    return {
      type: "CTA Digest",
      detail: {
        version: 1,
        id: `cta-digest-${day}-${markOf(email)}`,
        occurredAt: toldAt(day, calendar).toISOString(),
        day,
        owner,
        counts: { open: urgent.length, overdue: overdue.length, dueToday: dueToday.length },
        ctas: told,
        moreCtas: urgent.length - told.length,
        answers,
        moreAnswers: oldest.length - answers.length,
      },
    };
  });
}

const isOverdue = ({ dueAt }: Cta, at: Date): boolean => dueAt < at.toISOString();

const isAsleep = (cta: Cta, today: Day): boolean => statusOn(cta, today) === "snoozed";

const order = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** As in every other id, no address. */
const markOf = (email: string): string => createHash("sha256").update(email).digest("hex").slice(0, 16);

function toldCta(cta: Cta, today: Day): Detail["ctas"][number] {
  const { ctaId, kind, mixed, accountId, accountName, program, invitationId, band, contacts, reason } = cta;
  const { scores, comment, arrUsd, renewalOn, dueAt, openedAt, escalatedAt } = cta;
  const status = statusOn(cta, today);
  return {
    ...{ ctaId, kind, mixed, accountId, accountName, program, invitationId, band, contacts, reason },
    ...{ scores, comment, arrUsd, renewalOn, dueAt, openedAt, escalatedAt },
    status: status === "closed" ? "open" : status,
  };
}

function toldAnswer(entry: DigestEntry): Detail["answers"][number] {
  const { type: _, version: __, day: ___, owner: ____, ...told } = entry;
  return told;
}

/** As many of the first as there is room for. */
function fitting<T>(items: readonly T[], bytes: number): T[] {
  let left = bytes;
  const end = items.findIndex((item) => {
    left -= Buffer.byteLength(JSON.stringify(item)) + 1;
    return left < 0;
  });
  return end === -1 ? [...items] : items.slice(0, end);
}
