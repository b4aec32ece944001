import type { EventDetail } from "#shared/events.ts";
import type { Known } from "./known.ts";
import { csatText, npsText, scoresText } from "./scores.ts";
import {
  accountLink,
  linkTo,
  messageOf,
  nameIn,
  type SlackBlock,
  type SlackMessage,
  saidBlocks,
  slackTime,
  smallPrint,
} from "./slack-message.ts";

type Response = EventDetail<"Response Received">;
type Answer = Response["answers"][number];

/**
 * One answer as a Slack message: how they scored and who, what they chose and wrote, and beside it the program, segment,
 * contact, revenue, renewal and time; of an anonymous one its segment and its day.
 */
export function answerMessage(response: Response, known: Known): SlackMessage {
  const { accountId, answeredAt } = response;
  const scores = scoresText(response) || "⚪ no score";
  const who = accountId === null ? "Anonymous" : nameIn(response.accountName ?? accountId);
  const link = accountId === null ? undefined : accountLink(known.accountUrl, accountId);
  const told = [
    known.program?.name ?? response.programId,
    response.segment ?? "segment unknown",
    ...(response.contactId === null ? [] : [known.contact?.name ?? `contact ${response.contactId}`]),
    ...(accountId === null ? [] : standingOf(known)),
    ...(isAfterDoubt(response) ? ["answered by a person, what came before may not have been"] : []),
    ...(accountId === null ? [`answered ${answeredAt.slice(0, 10)}`] : []),
  ].join(" · ");
  return messageOf(
    { plain: `${scores} · ${who}`, marked: `${scores} · ${linkTo(link, who)}` },
    said(response, known),
    accountId === null ? smallPrint(told) : smallPrint(told, slackTime("answered", answeredAt)),
  );
}

/** The first that counts has others before it only where those were doubtful, and one of them may have been posted. */
const isAfterDoubt = ({ isFirst, responseVersion }: Response): boolean =>
  isFirst === true && responseVersion > 1;

/** What is at stake, as far as it is known. */
export function standingOf({ account }: Known): string[] {
  const { arrUsd, renewalOn } = account ?? {};
  return [
    ...(arrUsd === undefined ? [] : [`ARR ${dollars.format(arrUsd)}`]),
    ...(renewalOn === undefined ? [] : [`renews ${renewalOn}`]),
  ];
}

const dollars = new Intl.NumberFormat("en-US", {
  style: "currency",
  currency: "USD",
  maximumFractionDigits: 0,
});

/** All but the scores of the headline; each with its question, except where it is just what they wrote. */
function said({ answers }: Response, { program, company }: Known): SlackBlock[] {
  const inHeadline = [firstOf(answers, "nps"), firstOf(answers, "csat")];
  const rest = answers.filter((answer) => !inHeadline.includes(answer));
  const isAlone = rest.length === 1 && rest[0]?.kind === "text";
  return rest.flatMap((answer) => {
    const blocks = saidBlocks(wordsOf(answer));
    const asked = program?.questions.find(({ questionId }) => questionId === answer.questionId);
    const question = asked?.text.replaceAll("{company}", () => company) ?? answer.questionId;
    if (blocks.length === 0 || isAlone) return blocks;
    return [smallPrint(question), ...blocks];
  });
}

const firstOf = (answers: readonly Answer[], kind: Answer["kind"]): Answer | undefined =>
  answers.find((answer) => answer.kind === kind);

function wordsOf({ kind, value, chosen }: Answer): string {
  switch (kind) {
    case "nps":
      return npsText(Number(value));
    case "csat":
      return csatText(Number(value));
    case "text":
      return String(value).trim() === "" ? "" : `“${value}”`;
    case "single-choice":
    case "multiple-choice":
      return (chosen ?? [value].flat()).join(", ");
    default:
      return kind satisfies never;
  }
}
