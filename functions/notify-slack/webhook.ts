import type { SlackMessage } from "./slack-message.ts";

/** What Slack made of a message. */
export type SlackReply =
  | { readonly kind: "taken" }
  /** It takes nothing before then: more came than it wants. */
  | { readonly kind: "slow-down"; readonly reason: string; readonly afterSeconds: number }
  /** Nobody knows, or it was not reached at all: to be tried again. */
  | { readonly kind: "no-answer"; readonly reason: string }
  /** Never, as the message and the webhook stand. */
  | { readonly kind: "refused"; readonly reason: string };

/** As long as Slack may take over an answer. */
export const ANSWER_WITHIN_MS = 10_000;
/** Where Slack asks to slow down without saying for how long: it takes about one message a second. */
const SLOW_DOWN_SECONDS = 30;
const LONGEST_SLOW_DOWN_SECONDS = 3600;

/**
 * Posts to a Slack webhook, whose address is read when it is first needed, and again once Slack has refused it: a person
 * may have set a new one.
 */
export function slackWebhook(
  readAddress: () => Promise<string>,
): (message: SlackMessage) => Promise<SlackReply> {
  let address: Promise<string> | undefined;
  return async (message) => {
    address ??= readAddress();
    let reply: Response;
    try {
      reply = await fetch(await address, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(message),
        // Followed, the redirect of a POST is a GET, which posts nothing and is answered with a page.
        redirect: "manual",
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
    } catch (error) {
      address = undefined;
      return { kind: "no-answer", reason: error instanceof Error ? error.name : "not-an-error" };
    }
    // Neither logged nor needed; left unread, it would hold the connection.
    await reply.body?.cancel().catch(() => undefined);
    const meaning = meaningOf(reply);
    if (meaning.kind === "refused") address = undefined;
    return meaning;
  };
}

/** https://api.slack.com/changelog/2016-05-17-changes-to-errors-for-incoming-webhooks */
function meaningOf({ ok, status, headers }: Response): SlackReply {
  const reason = String(status);
  if (ok) return { kind: "taken" };
  if (status === 429) return { kind: "slow-down", reason, afterSeconds: secondsIn(headers) };
  if (status === 408 || status >= 500) return { kind: "no-answer", reason };
  return { kind: "refused", reason };
}

function secondsIn(headers: Headers): number {
  const seconds = Number(headers.get("retry-after") ?? Number.NaN);
  return seconds > 0 ? Math.min(Math.ceil(seconds), LONGEST_SLOW_DOWN_SECONDS) : SLOW_DOWN_SECONDS;
}
