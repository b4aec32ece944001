import * as z from "zod";
import { Day } from "./account.ts";

/** A CSM's "do not survey until": over an account, or over one of its contacts. */
export const Hold = z.object({
  accountId: z.string(),
  /** Undefined holds everybody at the account. */
  contactId: z.string().optional(),
  /** The first day (UTC) on which they may be asked again. */
  until: Day,
  reason: z.string().min(1).max(500),
  /** Who set it, and when. */
  by: z.string(),
  at: z.string(),
});
export type Hold = z.infer<typeof Hold>;
