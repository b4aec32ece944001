import type { BusEvent } from "../../events.ts";
import type { Settings } from "../../settings.ts";
import type { Account } from "../accounts/account.ts";
import type { Cta } from "./cta.ts";
import { type CtaNote, OURSELVES } from "./cta-history.ts";
import { isSameOwner, queueOf } from "./cta-owner.ts";

/** Of these a customer waits, or is about to leave; nobody is troubled for praise, or for a role that is missing. */
const ESCALATING: readonly string[] = ["negative", "call-back", "silent-renewal"] satisfies Cta["kind"][];

/** Whether somebody else is to have it once it is overdue, and has not been given it before. */
export const mayEscalate = (of: { readonly kind: string; readonly isEscalated: boolean }): boolean =>
  ESCALATING.includes(of.kind) && !of.isEscalated;

/**
 * A call to action as its escalation leaves it, with whoever is to have it now; undefined where it is not to be
 * escalated by `by`. Putting it off does not put that off, and who gets it finds it awake.
 *
 * @param now when it is done, which is not before `by`
 */
export function escalated(
  cta: Cta,
  { account, queues }: { readonly account: Account | undefined; readonly queues: Settings["queues"] },
  { by, now }: { readonly by: Date; readonly now: Date },
): Cta | undefined {
  const isDue = cta.status !== "closed" && cta.dueAt < by.toISOString();
  if (!isDue || isSilenceOver(cta)) return undefined;
  if (!mayEscalate({ kind: cta.kind, isEscalated: cta.escalatedAt !== null })) return undefined;
  const escalatedAt = now.toISOString();
  const owner = nextOwner(cta, account, queues);
  return {
    ...cta,
    owner,
    escalatedAt,
    notes: [...cta.notes, noteOf(cta, owner, escalatedAt)],
    ...(cta.status === "snoozed" ? { status: "open", snoozedUntil: null } : {}),
  };
}

/** Somebody of the silent account was heard since. */
const isSilenceOver = ({ kind, notes }: Cta): boolean =>
  kind === "silent-renewal" && notes.some((note) => note.kind === "answered");

/** Of a negative answer the queue, since the manager had it; otherwise the manager, unless they had it themselves. */
function nextOwner(
  { kind, owner }: Cta,
  account: Account | undefined,
  queues: Settings["queues"],
): Cta["owner"] {
  const manager = account?.csmManager;
  const hadIt = manager?.email.toLowerCase() === owner.email.toLowerCase();
  if (kind === "negative" || manager === undefined || hadIt) return queueOf(account, queues);
  return { role: "csm-manager", ...manager };
}

function noteOf({ owner: from, dueAt }: Cta, to: Cta["owner"], at: string): CtaNote {
  const said = { at, by: OURSELVES };
  if (isSameOwner(from, to))
    return { ...said, text: `Overdue since ${dueAt}. It stays with ${from.name}: nobody is behind them.` };
  const text = `Overdue since ${dueAt}: escalated from ${from.name} to ${to.name}.`;
  return { ...said, text, kind: "reassigned", from, to };
}

/** What is told of an escalation, by how the call to action was before it and how it is after it. */
export function ctaEscalated(before: Cta, after: Cta, escalatedAt: string): BusEvent {
  const { ctaId, kind, mixed, accountId, accountName, program, invitationId, band, owner } = after;
  const { contacts, reason, scores, comment, arrUsd, renewalOn, dueAt, openedAt, acknowledgedAt } = after;
  return {
    type: "CTA Escalated",
    detail: {
      version: 1,
      id: `cta-escalated-${ctaId}`,
      occurredAt: escalatedAt,
      ...{ ctaId, kind, mixed, accountId, accountName, program, invitationId, band, owner },
      ...{ contacts, reason, scores, comment, arrUsd, renewalOn, dueAt, openedAt, acknowledgedAt },
      escalatedAt,
      from: before.owner,
    },
  };
}
