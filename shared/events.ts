import type * as z from "zod";
import { InvitationSent, ResponseReceived } from "./events/answers.ts";
import { ContactRoleMissing, CtaClosed, CtaDigest, CtaEscalated, CtaOpened } from "./events/ctas.ts";
import { ScorecardUpdated, ScoreFell } from "./events/scores.ts";
import { TouchpointReached } from "./events/touchpoints.ts";

/** Detail-type on the bus → its contract. */
export const EVENTS = {
  "Invitation Sent": InvitationSent,
  "Response Received": ResponseReceived,
  "CTA Opened": CtaOpened,
  "CTA Escalated": CtaEscalated,
  "CTA Closed": CtaClosed,
  "CTA Digest": CtaDigest,
  "Scorecard Updated": ScorecardUpdated,
  "Contact Role Missing": ContactRoleMissing,
  "Score Fell": ScoreFell,
  "Touchpoint Reached": TouchpointReached,
} as const;

export type EventType = keyof typeof EVENTS;
export type EventDetail<T extends EventType> = z.infer<(typeof EVENTS)[T]>;
export type BusEvent = { [T in EventType]: { readonly type: T; readonly detail: EventDetail<T> } }[EventType];
