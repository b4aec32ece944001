import * as z from "zod/mini";

/** Somebody who answered wants to be called or written to. Asked once; how to reach them may be said again. */
export const CallBack = /* @__PURE__ */ (() =>
  z.object({
    /** When it was first asked for: from then on it is due. */
    at: z.string(),
    /** How and when to reach them, as they last said. */
    words: z.optional(z.string()),
    /** When they asked again, and said something new. */
    againAt: z.optional(z.string()),
    /**
     * What speaks against a person having asked. It is kept all the same and called back, since a call too many costs less
     * than somebody who waits for one.
     */
    suspect: z.optional(z.array(z.enum(["hidden-field", "scanner-network"]))),
  }))();
export type CallBack = z.infer<typeof CallBack>;

/** Somebody who asks waits no longer than that. */
export const CALL_BACK_BUSINESS_DAYS = 1;
