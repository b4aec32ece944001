import type { SendingState } from "#shared/domain/sending/sending-state.ts";
import { json, type Reply } from "#shared/lambda/reply.ts";

const PRODUCTION_ACCESS = "https://docs.aws.amazon.com/ses/latest/dg/request-production-access.html";

/** Whether mail goes out, said plainly, as the dispatcher last found it. */
export const readSending = (state: () => Promise<SendingState | undefined>) => async (): Promise<Reply> => {
  const now = await state();
  if (now === undefined) {
    return json(200, {
      state: "unknown",
      says: "The dispatcher has not looked at the mail account yet; it does so within a minute of being deployed.",
      perSecond: null,
      max24Hours: null,
      sentLast24Hours: null,
      since: null,
      waitingSince: null,
      asOf: null,
    });
  }
  const { perSecond, max24Hours, sentLast24Hours, since, waitingSince, at } = now;
  const limits = { perSecond, max24Hours, sentLast24Hours };
  return json(200, { state: now.state, says: wordsFor(now), ...limits, since, waitingSince, asOf: at });
};

function wordsFor({ state, perSecond, max24Hours, waitingSince }: SendingState): string {
  switch (state) {
    case "ok":
      return waitingSince === null
        ? `Mail goes out as it falls due, up to ${perSecond} a second.`
        : `Mail goes out at up to ${perSecond} a second, and more is due than that: the rest follows by itself.`;
    case "sandbox":
      return (
        "The SES account looks like one in the sandbox: it sends 1 mail a second, 200 in 24 hours, and to verified addresses only; " +
        `ask AWS for production access (${PRODUCTION_ACCESS}).`
      );
    case "paused":
      return (
        "SES has sending paused for the whole account, so nothing goes out and what is due waits: " +
        "read why on the account dashboard of the SES console, and have it resumed there."
      );
    case "quota-used-up":
      return (
        `SES takes ${max24Hours} mails in 24 hours and has taken them all, so what is due waits and follows by itself; ` +
        "ask AWS for a higher quota (Service Quotas, SES, sending quota) if that happens often."
      );
    default:
      return state satisfies never;
  }
}
