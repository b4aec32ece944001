import type { EventDetail } from "#shared/events.ts";
import { standingOf } from "./answer-message.ts";
import type { Known } from "./known.ts";
import { scoresText } from "./scores.ts";
import {
  accountLink,
  linkTo,
  messageOf,
  nameIn,
  type SlackMessage,
  saidBlocks,
  slackTime,
  smallPrint,
} from "./slack-message.ts";

/** Somebody who asked to be called back, as a Slack message: who, how to reach them, who calls, and by when. */
export function callBackMessage(cta: EventDetail<"CTA Opened">, known: Known): SlackMessage {
  const account = nameIn(cta.accountName ?? cta.accountId);
  const headlineOf = (who: string) =>
    ["📞", [who, "asks to be called back", scoresText(cta.scores)].filter(Boolean).join(" · ")].join(" ");
  const told = [
    cta.reason,
    known.contact?.name ?? `contact ${cta.contacts.join(", ")}`,
    ...standingOf(known),
    `for ${cta.owner.name}`,
  ].join(" · ");
  return messageOf(
    {
      plain: headlineOf(account),
      marked: headlineOf(linkTo(accountLink(known.accountUrl, cta.accountId), account)),
    },
    cta.comment === null || cta.comment.trim() === "" ? [] : saidBlocks(`“${cta.comment}”`),
    smallPrint(told, slackTime("by", cta.dueAt), slackTime("asked", cta.occurredAt)),
  );
}
