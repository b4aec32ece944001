import * as z from "zod";
import { CTA_DRIVERS, CtaOpened } from "../../events/ctas.ts";

/** Who has done what nobody did. */
export const OURSELVES = "lifecycle-surveys";

const said = { at: z.string(), by: z.string(), text: z.string() };
const { scores, comment } = CtaOpened.shape;
const shown = { scores, comment };

/** What was done to a call to action, by whom and when; without a kind, somebody's note and no more. */
export const CtaNote = z.union([
  z.object({ ...said, kind: z.literal("snoozed"), until: z.string() }),
  z.object({
    ...said,
    kind: z.literal("closed"),
    outcome: z.string(),
    driver: z.enum(CTA_DRIVERS).nullable(),
  }),
  z.object({
    ...said,
    kind: z.literal("reassigned"),
    from: CtaOpened.shape.owner,
    to: CtaOpened.shape.owner,
  }),
  /** What would have opened a withdrawn one again is in another, which is open in its place. */
  z.object({ ...said, kind: z.literal("joined"), into: z.string() }),
  /** With when it was due until then, where it was closed before. */
  z.object({ ...said, kind: z.literal("reopened"), dueBefore: z.string().optional() }),
  /** A further answer is in it; and what was shown of it until then, where this one is shown since. */
  z.object({
    ...said,
    kind: z.literal("further"),
    responseId: z.string(),
    ...shown,
    inPlaceOf: z.object(shown).optional(),
  }),
  z.object({ ...said, kind: z.enum(["acknowledged", "woken", "answered"]).optional() }),
]);
export type CtaNote = z.infer<typeof CtaNote>;

export type Closing = Extract<CtaNote, { readonly kind: "closed" }>;

/** How often it was opened again after it was closed, by a person or by us, the first time first. */
export function reopeningsIn(notes: readonly CtaNote[]): CtaNote[] {
  const moves = notes.filter(({ kind }) => kind === "closed" || kind === "reopened");
  // Who puts an acknowledged one back to open has not opened it again: it never was closed.
  return moves.filter(({ kind }, i) => kind === "reopened" && moves[i - 1]?.kind === "closed");
}

/** How often it was closed so far, the first time first: more than once where it was opened again. */
export const closingsIn = (notes: readonly CtaNote[]): Closing[] =>
  notes.filter((note) => note.kind === "closed");
