import type { CTA_DRIVERS } from "../../events/ctas.ts";
import type { Day } from "../accounts/account.ts";
import type { Cta } from "./cta.ts";
import type { CtaNote } from "./cta-history.ts";
import { isSameOwner } from "./cta-owner.ts";

/** How a call to action stands when it is opened. */
export const JUST_OPENED: Pick<
  Cta,
  | "status"
  | "acknowledgedAt"
  | "snoozedUntil"
  | "closedAt"
  | "outcome"
  | "driver"
  | "escalatedAt"
  | "notes"
  | "revision"
> = {
  status: "open",
  acknowledgedAt: null,
  snoozedUntil: null,
  closedAt: null,
  outcome: null,
  driver: null,
  escalatedAt: null,
  notes: [],
  revision: 1,
};

/** What somebody does with a call to action. */
export type CtaCommand =
  | { readonly kind: "acknowledge" }
  | { readonly kind: "snooze"; readonly until: Day }
  | { readonly kind: "close"; readonly outcome: string; readonly driver: Driver | null }
  | { readonly kind: "open" }
  | { readonly kind: "reassign"; readonly owner: Cta["owner"] }
  | { readonly kind: "note" };
type Driver = (typeof CTA_DRIVERS)[number];

/** Who does it, when, and what they say to it. */
export type Hand = { readonly at: string; readonly by: string; readonly note?: string | undefined };

export type CtaRefusal =
  | { readonly reason: "is-closed"; readonly command: CtaCommand["kind"]; readonly closedAt: string }
  | { readonly reason: "history-full" }
  | { readonly reason: "driver-missing" }
  | { readonly reason: "driver-not-asked"; readonly of: Cta["kind"] };

type Changed = { readonly kind: "changed"; readonly cta: Cta };
export type Worked =
  | Changed
  | { readonly kind: "unchanged" }
  | { readonly kind: "refused"; readonly refusal: CtaRefusal };

/** In bytes; with it a record is far from what the table takes, so that it can always be closed, and joined. */
const HISTORY_LIMIT = 200_000;

/** Whether nothing more is to be said on it but that it is closed. */
export const isHistoryFull = ({ notes }: Cta): boolean =>
  Buffer.byteLength(JSON.stringify(notes)) > HISTORY_LIMIT;

/**
 * Several commands at once, in their order: all of them or, where one is refused, none. The hand's note goes with the
 * reassignment where there is one, otherwise with the first.
 */
export function work(cta: Cta, commands: readonly CtaCommand[], { note, ...hand }: Hand): Worked {
  if (isHistoryFull(cta) && !commands.some(({ kind }) => kind === "close"))
    return refused({ reason: "history-full" });
  const reassigns = commands.findIndex(({ kind }) => kind === "reassign");
  let now = cta;
  for (const [i, command] of commands.entries()) {
    const isNoted = i === Math.max(reassigns, 0);
    const worked = workOne(now, command, isNoted ? { ...hand, note } : hand);
    if (worked.kind === "refused") return worked;
    if (worked.kind === "changed") now = worked.cta;
  }
  return now === cta ? { kind: "unchanged" } : { kind: "changed", cta: now };
}

function workOne(cta: Cta, command: CtaCommand, hand: Hand): Worked {
  const said = (otherwise: string) => ({ at: hand.at, by: hand.by, text: hand.note ?? otherwise });
  const same = () => noted(cta, hand);
  switch (command.kind) {
    case "acknowledge": {
      if (cta.status === "closed") return isClosed(cta, command);
      if (cta.status === "acknowledged") return same();
      const acknowledgedAt = cta.acknowledgedAt ?? hand.at;
      const fields = { status: "acknowledged", acknowledgedAt, snoozedUntil: null } as const;
      return changed(cta, fields, { ...said("Acknowledged."), kind: "acknowledged" });
    }
    case "snooze": {
      const { until } = command;
      if (cta.status === "closed") return isClosed(cta, command);
      if (cta.status === "snoozed" && cta.snoozedUntil === until) return same();
      const note = { ...said(`Snoozed until ${until}.`), kind: "snoozed", until } as const;
      return changed(cta, { status: "snoozed", snoozedUntil: until }, note);
    }
    case "close": {
      const { outcome, driver } = command;
      const isSame = cta.outcome === outcome && cta.driver === driver;
      if (cta.status === "closed") return isSame ? same() : isClosed(cta, command);
      if (cta.kind === "negative" && driver === null) return refused({ reason: "driver-missing" });
      if (cta.kind !== "negative" && driver !== null)
        return refused({ reason: "driver-not-asked", of: cta.kind });
      const fields = { status: "closed", snoozedUntil: null, closedAt: hand.at, outcome, driver } as const;
      return changed(cta, fields, { ...said("Closed."), kind: "closed", outcome, driver });
    }
    case "open": {
      if (cta.status === "open") return same();
      if (cta.status === "snoozed") return woken(cta, said("Woken."));
      const fields = { status: "open", closedAt: null, outcome: null, driver: null } as const;
      const dueBefore = cta.status === "closed" ? cta.dueAt : undefined;
      const note = { ...said("Opened again."), kind: "reopened" } as const;
      return changed(cta, fields, dueBefore === undefined ? note : { ...note, dueBefore });
    }
    case "reassign": {
      const { owner } = command;
      if (cta.status === "closed") return isClosed(cta, command);
      if (isSameOwner(owner, cta.owner)) return same();
      const note = { ...said("Reassigned."), kind: "reassigned", from: cta.owner, to: owner } as const;
      return changed(cta, { owner }, note);
    }
    case "note":
      return same();
    default:
      return command satisfies never;
  }
}

const refused = (refusal: CtaRefusal): Worked => ({ kind: "refused", refusal });

const isClosed = (cta: Cta, { kind }: CtaCommand): Worked =>
  refused({ reason: "is-closed", command: kind, closedAt: cta.closedAt ?? "" });

const changed = (cta: Cta, fields: Partial<Cta>, note: CtaNote): Changed => ({
  kind: "changed",
  cta: { ...cta, ...fields, notes: [...cta.notes, note] },
});

/** A snoozed one, open again. */
export const woken = (cta: Cta, said: Pick<CtaNote, "at" | "by" | "text">): Changed =>
  changed(cta, { status: "open", snoozedUntil: null }, { ...said, kind: "woken" });

/** Within so many seconds the same words of the same person are one request, sent again. */
const REPEAT_SECONDS = 60;

/** Keeps a note that comes without a change. */
function noted(cta: Cta, { at, by, note: text }: Hand): Worked {
  if (text === undefined) return { kind: "unchanged" };
  const last = cta.notes.at(-1);
  const isRepeated =
    last?.by === by && last.text === text && Date.parse(at) - Date.parse(last.at) <= REPEAT_SECONDS * 1000;
  return isRepeated ? { kind: "unchanged" } : changed(cta, {}, { at, by, text });
}

/** How it stands on a day (UTC): one whose snooze is over is open again. */
export const statusOn = <Status extends string>(
  { status, snoozedUntil }: { readonly status: Status; readonly snoozedUntil: Day | null },
  today: Day,
): Status | "open" =>
  status === "snoozed" && snoozedUntil !== null && snoozedUntil <= today ? "open" : status;
