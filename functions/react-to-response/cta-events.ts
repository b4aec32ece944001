import { type Cta, ctaOpened } from "#shared/domain/ctas/cta.ts";
import { type Closing, closingsIn, reopeningsIn } from "#shared/domain/ctas/cta-history.ts";
import { ctaEscalated } from "#shared/domain/ctas/escalation.ts";
import type { BusEvent } from "#shared/events.ts";

/** How a call to action was before a change and how it is after it, as the table's stream tells. */
export type CtaChange = { readonly before: Cta | undefined; readonly after: Cta };

/** What a change of a call to action is to be told of: the same of the same change, however often it is delivered. */
export function ctaEvents({ before, after }: CtaChange): BusEvent[] {
  // Others are told of by whoever opens them, which costs an answer's no further way over the stream.
  if (before === undefined) return after.kind === "silent-renewal" ? [openedWithAll(after, 1)] : [];
  const told = closingsIn(before.notes).length;
  const closings = closingsIn(after.notes).map((closing, i) => ctaClosed(after, closing, i + 1));
  const { escalatedAt } = after;
  const isEscalated = before.escalatedAt === null && escalatedAt !== null;
  return [
    ...(isEscalated ? [ctaEscalated(before, after, escalatedAt)] : []),
    ...closings.slice(told),
    ...reopenedSince(before, after),
  ];
}

/** What is opened again, by a person's answer or by whoever works it, is told as another opening. */
function reopenedSince(before: Cta, after: Cta): BusEvent[] {
  const told = reopeningsIn(before.notes).length;
  return reopeningsIn(after.notes)
    .map(({ at }, i) => openedWithAll({ ...after, openedAt: at }, i + 2))
    .slice(told);
}

/** With all contacts that are in it at that time. */
function openedWithAll(cta: Cta, opening: number): BusEvent {
  const { type, detail } = ctaOpened(cta, opening);
  return { type, detail: { ...detail, contacts: cta.contacts } };
}

function ctaClosed(cta: Cta, { at, by, outcome, driver }: Closing, closing: number): BusEvent {
  const { ctaId, kind, mixed, accountId, accountName, program, invitationId, band, owner } = cta;
  const { openedAt, acknowledgedAt, dueAt } = cta;
  return {
    type: "CTA Closed",
    detail: {
      version: 1,
      id: `cta-closed-${ctaId}-${closing}`,
      occurredAt: at,
      ...{ ctaId, kind, mixed, accountId, accountName, program, invitationId, band, owner },
      ...{ outcome, driver, openedAt, acknowledgedAt, dueAt, closing },
      closedAt: at,
      closedBy: by,
    },
  };
}
