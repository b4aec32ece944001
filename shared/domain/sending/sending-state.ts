import * as z from "zod/mini";
import type { Allowance } from "./pacing.ts";

/** The sandbox's limits, in which every SES account begins: https://docs.aws.amazon.com/ses/latest/dg/request-production-access.html */
const SANDBOX = { perSecond: 1, max24Hours: 200 };

const HOUR_MS = 3_600_000;

/** What the mail service says of our account. */
export type MailAccount = {
  readonly perSecond: number;
  /** Null where any number may be sent. */
  readonly max24Hours: number | null;
  readonly sentLast24Hours: number;
  readonly isEnabled: boolean;
};

/** How sending stood when the dispatcher last looked, and from where on its slots are free. */
export const SendingState = z.object({
  type: z.literal("sending"),
  version: z.literal(1),
  state: z.enum(["ok", "sandbox", "paused", "quota-used-up"]),
  /** Since when it is in that state. */
  since: z.string(),
  perSecond: z.number(),
  max24Hours: z.nullable(z.number()),
  sentLast24Hours: z.number(),
  /** For which time the earliest of those stood in the index that were due and found no slot. */
  waitingSince: z.nullable(z.string()),
  at: z.string(),
  /** In milliseconds since 1970. */
  nextSlotAt: z.number(),
});
export type SendingState = z.infer<typeof SendingState>;

/**
 * What an account's limits say. SES tells the sandbox by its limits alone here: an account outside of it that was
 * given the very same ones is taken for one inside.
 */
export function stateOf(account: MailAccount): SendingState["state"] {
  const { perSecond, max24Hours, isEnabled } = account;
  if (!isEnabled || perSecond <= 0) return "paused";
  if (allowanceOf(account).leftToday < 1) return "quota-used-up";
  const isSandbox = max24Hours === SANDBOX.max24Hours && perSecond === SANDBOX.perSecond;
  return isSandbox ? "sandbox" : "ok";
}

/** How much of it may be used at the moment. */
export function allowanceOf({ perSecond, max24Hours, sentLast24Hours, isEnabled }: MailAccount): Allowance {
  return {
    perSecond: isEnabled ? perSecond : 0,
    leftToday: max24Hours === null ? Number.POSITIVE_INFINITY : max24Hours - sentLast24Hours,
  };
}

/** Whether something has been due for over an hour, and yet found no slot. */
export const isHeldUp = ({ waitingSince, at }: SendingState): boolean =>
  waitingSince !== null && Date.parse(at) - Date.parse(waitingSince) > HOUR_MS;

/** Whether what was seen then says enough of now, with nothing to send: all was well, not long ago. */
export const isRecent = (state: SendingState | undefined, now: Date): boolean =>
  state?.state === "ok" && state.waitingSince === null && now.getTime() - Date.parse(state.at) < HOUR_MS;
