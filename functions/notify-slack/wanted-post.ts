import * as z from "zod";
import { ResponseReceived } from "#shared/events/answers.ts";
import { CtaOpened } from "#shared/events/ctas.ts";
import type { WantedPost } from "./outbox.ts";

/** An event as EventBridge hands it over, or as it comes back from the dead letters. */
export const SlackInput = z.object({
  "detail-type": z.string(),
  detail: z.record(z.string(), z.unknown()),
  /** Why it was given up, where it was. */
  givenUp: z.object({ reason: z.string() }).optional(),
});
export type SlackInput = z.infer<typeof SlackInput>;

/**
 * What is to be posted of an event, if anything: the first version of every answer that counts, once, and so a person's
 * also where a doubtful one was posted before it, but none that they change later; and who asks to be called back.
 */
export function wantedPost(input: SlackInput): WantedPost | undefined {
  const event = { type: input["detail-type"], detail: input.detail };
  const isRedriven = input.givenUp !== undefined;
  if (event.type === "CTA Opened") {
    const { kind, id, ctaId, occurredAt } = CtaOpened.parse(event.detail);
    // Opened again, it was not the customer who asked again.
    const isAsked = kind === "call-back" && id === `cta-opened-${ctaId}`;
    return isAsked ? { postId: id, event, occurredAt, isRedriven } : undefined;
  }
  if (event.type !== "Response Received") return undefined;
  const { responseId, responseVersion, isFirst, occurredAt } = ResponseReceived.parse(event.detail);
  if (isFirst === false) return undefined;
  // What was told before it said whether it is the first is posted by whatever comes first, as it was then.
  const postId = `response-${responseId}${isFirst ? `-${responseVersion}` : ""}`;
  return { postId, event, occurredAt, isRedriven };
}
