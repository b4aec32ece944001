import type { Cta } from "./cta.ts";
import { closingsIn, OURSELVES } from "./cta-history.ts";
import type { Worked } from "./cta-work.ts";

type Said = { readonly at: string; readonly text: string };

/** What came of a call to action that was withdrawn. */
const NOT_A_PERSONS = "not a person's answer";

/** Whether it is closed since what opened it may not be a person's, and not by somebody who was done with it. */
export const isWithdrawn = ({ status, notes }: Pick<Cta, "status" | "notes">): boolean =>
  status === "closed" && closingsIn(notes).at(-1)?.by === OURSELVES;

/** Where a person's answer, which would have opened a closed one again, joined another; undefined of all others. */
export function joinedSince(cta: Pick<Cta, "status" | "notes">): string | undefined {
  if (cta.status !== "closed") return undefined;
  const since = cta.notes.slice(cta.notes.findLastIndex(({ kind }) => kind === "closed"));
  return since.flatMap((note) => (note.kind === "joined" ? [note.into] : [])).at(-1);
}

/** Nobody has done anything with it, no other answer is in it, and nobody was given it for its being late. */
const isUntouched = ({ status, acknowledgedAt, escalatedAt, responses, notes }: Cta): boolean =>
  status === "open" &&
  acknowledgedAt === null &&
  escalatedAt === null &&
  responses.length === 1 &&
  notes.every(({ by }) => by === OURSELVES);

/** When what it is for was heard: of one that a doubtful answer opened, when a person's came after that. */
function heardLast({ openedAt, notes }: Cta): string {
  const answers = notes.filter(
    ({ kind, by }) => by === OURSELVES && (kind === "answered" || kind === "reopened"),
  );
  return [openedAt, ...answers.map(({ at }) => at)].sort().at(-1) ?? openedAt;
}

/**
 * Withdraws a call to action whose answer may not be a person's, without a driver, or only says so on it where somebody
 * has worked it, or a person has answered since. The same doubt again changes nothing, whatever has become of it since.
 */
export function withdraw(cta: Cta, { at, text }: Said): Worked {
  if (isSaid(cta, { at, text })) return { kind: "unchanged" };
  const said = { at, by: OURSELVES, text };
  if (!isUntouched(cta) || heardLast(cta) > at)
    return { kind: "changed", cta: { ...cta, notes: [...cta.notes, said] } };
  const note = { ...said, kind: "closed", outcome: NOT_A_PERSONS, driver: null } as const;
  const fields = { status: "closed", closedAt: at, outcome: NOT_A_PERSONS, driver: null } as const;
  return { kind: "changed", cta: { ...cta, ...fields, notes: [...cta.notes, note] } };
}

/** What a person answered since, said on the call to action that a doubtful answer had opened before. */
export const answeredSince = (cta: Cta, { at, text }: Said): Cta => ({
  ...cta,
  notes: [...cta.notes, { at, by: OURSELVES, text, kind: "answered" }],
});

/** A closed one as a person's answer opens it again: with what they said, and due as that asks for. */
export function reopened(cta: Cta, asked: Cta, { at, text }: Said): Cta {
  const { band, mixed, reason, scores, comment, accountName, arrUsd, renewalOn, owner, dueAt, linked } =
    asked;
  return {
    ...cta,
    ...{ band, mixed, reason, scores, comment, accountName, arrUsd, renewalOn, owner, dueAt, linked },
    ...{ status: "open", closedAt: null, outcome: null, driver: null },
    notes: [...cta.notes, { at, by: OURSELVES, text, kind: "reopened", dueBefore: cta.dueAt }],
  };
}

/** A closed one whose answer a person gave since, while another was open in its place. */
export const joinedInstead = (cta: Cta, into: string, { at, text }: Said): Cta => ({
  ...cta,
  notes: [...cta.notes, { at, by: OURSELVES, text, kind: "joined", into }],
});

/** Whether this was said on it before, with whatever came of it. */
export const isSaid = ({ notes }: Cta, { at, text }: Said): boolean =>
  notes.some((note) => note.by === OURSELVES && note.at === at && note.text === text);
