import { type Cta, isAhead } from "./cta.ts";
import { type CtaNote, OURSELVES } from "./cta-history.ts";
import { isHistoryFull, woken } from "./cta-work.ts";

/** What a customer waits for somebody to hear is not left to sleep. */
const WAKING: readonly Cta["kind"][] = ["negative", "call-back"];

/**
 * A further answer joins one that is not closed: itself and its contact once, the earliest due date stays. What it says
 * is noted, and shown in place of what was, where it is worse, or better of a positive one. A negative one that is
 * snoozed wakes; who has acknowledged it goes on.
 */
export function join(cta: Cta, further: Cta): Cta {
  const responseId = further.responses.find((id) => !cta.responses.includes(id));
  return {
    ...(responseId === undefined ? cta : answeredFurther(awake(cta, further), further, responseId)),
    responses: union(cta.responses, further.responses),
    contacts: union(cta.contacts, further.contacts),
    linked: union(cta.linked, further.linked),
    dueAt: (further.dueAt < cta.dueAt ? further : cta).dueAt,
  };
}

const awake = (cta: Cta, { openedAt: at }: Cta): Cta =>
  cta.status === "snoozed" && WAKING.includes(cta.kind)
    ? woken(cta, { at, by: OURSELVES, text: "Woken by a further answer." }).cta
    : cta;

function answeredFurther(cta: Cta, further: Cta, responseId: string): Cta {
  const { band, scores, comment, reason } = further;
  const isShown = isAhead(further, cta);
  // A history that is full has no room for words: they are with the answer.
  const kept = (words: string | null) => (isHistoryFull(cta) ? null : words);
  const note: CtaNote = {
    at: further.openedAt,
    by: OURSELVES,
    text: furtherText(further),
    kind: "further",
    ...{ responseId, scores, comment: kept(comment) },
    ...(isShown && { inPlaceOf: { scores: cta.scores, comment: kept(cta.comment) } }),
  };
  return {
    ...cta,
    mixed: cta.mixed || further.mixed,
    ...(isShown && { band, scores, comment, reason }),
    notes: [...cta.notes, note],
  };
}

function furtherText({ kind, contacts, scores: { nps, csat } }: Cta): string {
  if (kind === "call-back") return `${contacts.join(", ")} asked again to be called back.`;
  const said = [...(nps === null ? [] : [`NPS ${nps}`]), ...(csat === null ? [] : [`CSAT ${csat}`])];
  return `${contacts.join(", ")} answered, too: ${said.join(", ")}.`;
}

/** One as it was opened: a later join has its own effect on the record, and none on what is told of its opening. */
export function asOpened(now: Cta, { band, mixed, reason, scores, comment, dueAt }: Cta): Cta {
  return { ...now, band, mixed, reason, scores, comment, dueAt };
}

const union = (some: readonly string[], more: readonly string[]): string[] => [
  ...new Set([...some, ...more]),
];
