import * as z from "zod";
import { CTA_DRIVERS, CtaOpened } from "../../events/ctas.ts";

/** Who has done what nobody did. */
export const OURSELVES = "lifecycle-surveys";

const said = { at: z.string(), by: z.string(), text: z.string() };

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
  z.object({ ...said, kind: z.enum(["acknowledged", "woken", "reopened", "answered"]).optional() }),
]);
export type CtaNote = z.infer<typeof CtaNote>;

export type Closing = Extract<CtaNote, { readonly kind: "closed" }>;

/** How often it was closed so far, the first time first: more than once where it was opened again. */
export const closingsIn = (notes: readonly CtaNote[]): Closing[] =>
  notes.filter((note) => note.kind === "closed");
