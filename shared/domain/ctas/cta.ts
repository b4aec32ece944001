import * as z from "zod";
import { BANDS, CTA_DRIVERS, CTA_KINDS } from "../../events/ctas.ts";
import type { BusEvent } from "../../events.ts";
import type { Answer } from "../answers/survey-answer.ts";
import { CtaNote } from "./cta-history.ts";

/** A call to action: something for a named person to do about an answer, by a time. */
export const Cta = z.object({
  type: z.literal("cta"),
  version: z.literal(1),
  ctaId: z.string(),
  kind: z.enum(CTA_KINDS),
  mixed: z.boolean(),
  accountId: z.string(),
  accountName: z.string().nullable(),
  program: z.string(),
  invitationId: z.string().nullable(),
  band: z.enum(BANDS).nullable(),
  owner: z.object({ role: z.enum(["csm", "csm-manager", "queue"]), name: z.string(), email: z.string() }),
  contacts: z.array(z.string()),
  reason: z.string(),
  scores: z.object({ nps: z.int().nullable(), csat: z.int().nullable() }),
  comment: z.string().nullable(),
  arrUsd: z.number().nullable(),
  renewalOn: z.string().nullable(),
  dueAt: z.string(),
  status: z.enum(["open", "acknowledged", "snoozed", "closed"]),
  openedAt: z.string(),
  /** The first time; it stays. */
  acknowledgedAt: z.string().nullable(),
  /** The day (UTC) on which a snoozed one is open again. */
  snoozedUntil: z.string().nullable(),
  closedAt: z.string().nullable(),
  outcome: z.string().nullable(),
  driver: z.enum(CTA_DRIVERS).nullable(),
  escalatedAt: z.string().nullable(),
  /** Everything that was done to it, the oldest first. */
  notes: z.array(CtaNote),
  responses: z.array(z.string()),
  /** The others that the same answers asked for, by the ids that those have or had before they joined another. */
  linked: z.array(z.string()),
  /** One more with every change, by which of two changes at once neither is lost. */
  revision: z.int(),
});
export type Cta = z.infer<typeof Cta>;

type Band = (typeof BANDS)[number];
export type AnswerCta = {
  readonly kind: "negative" | "positive";
  readonly band: Band;
  readonly mixed: boolean;
};

/** Net Promoter's bands over 0–10. */
export function npsBand(score: number): "detractor" | "passive" | "promoter" {
  if (score <= 6) return "detractor";
  return score <= 8 ? "passive" : "promoter";
}

/** Bands over the five CSAT steps. */
export function csatBand(score: number): "dissatisfied" | "neutral" | "satisfied" {
  if (score <= 2) return "dissatisfied";
  return score === 3 ? "neutral" : "satisfied";
}

const NEGATIVE_WORST_FIRST = ["detractor", "dissatisfied", "neutral"] as const;
const POSITIVE_BEST_FIRST = ["promoter", "passive", "satisfied"] as const;

/** The bands of one kind that an answer is in: the worst of a negative one first, the best of a positive one. */
export function bandsOf(kind: AnswerCta["kind"], answers: readonly Answer[]): Band[] {
  const bands = answers.flatMap((answer): Band[] => {
    if (typeof answer.value !== "number") return [];
    if (answer.kind === "nps") return [npsBand(answer.value)];
    return answer.kind === "csat" ? [csatBand(answer.value)] : [];
  });
  return bandsInOrder(kind).filter((band) => bands.includes(band));
}

const bandsInOrder = (kind: AnswerCta["kind"]): readonly Band[] =>
  kind === "negative" ? NEGATIVE_WORST_FIRST : POSITIVE_BEST_FIRST;

type Banded = Pick<Cta, "kind" | "band">;

/** Whether one is in a worse band than another of its kind, or a better one where they are positive. */
export function isAhead({ kind, band }: Banded, other: Banded): boolean {
  if (kind !== "negative" && kind !== "positive") return false;
  const order = bandsInOrder(kind);
  return band !== null && other.band !== null && order.indexOf(band) < order.indexOf(other.band);
}

/**
 * The calls to action that one answer asks for: a negative one for the manager, a positive one for the CSM, both
 * where it is mixed, none where no score was given.
 */
export function ctasFor(answers: readonly Answer[]): AnswerCta[] {
  const [negative] = bandsOf("negative", answers);
  const [positive] = bandsOf("positive", answers);
  const mixed = negative !== undefined && positive !== undefined;
  return [
    ...(negative === undefined ? [] : [{ kind: "negative" as const, band: negative, mixed }]),
    ...(positive === undefined ? [] : [{ kind: "positive" as const, band: positive, mixed }]),
  ];
}

/**
 * What is told of a call to action: it as it was opened, under the same id whenever it is told.
 *
 * @param opening 1 for the first time, more where it was closed before and is opened again
 */
export function ctaOpened(cta: Cta, opening = 1): Extract<BusEvent, { readonly type: "CTA Opened" }> {
  return {
    type: "CTA Opened",
    detail: {
      version: 1,
      id: opening === 1 ? `cta-opened-${cta.ctaId}` : `cta-opened-${cta.ctaId}-${opening}`,
      occurredAt: cta.openedAt,
      ctaId: cta.ctaId,
      kind: cta.kind,
      mixed: cta.mixed,
      accountId: cta.accountId,
      accountName: cta.accountName,
      program: cta.program,
      invitationId: cta.invitationId,
      band: cta.band,
      owner: cta.owner,
      contacts: cta.contacts.slice(0, 1),
      reason: cta.reason,
      scores: cta.scores,
      comment: cta.comment,
      arrUsd: cta.arrUsd,
      renewalOn: cta.renewalOn,
      dueAt: cta.dueAt,
    },
  };
}
