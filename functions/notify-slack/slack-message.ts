import { csatBand, npsBand } from "#shared/domain/cta.ts";
import type { EventDetail } from "#shared/events.ts";

type Response = EventDetail<"Response Received">;

/** Slack reads `&`, `<` and `>` as its own marks: what a customer wrote must stay what it is. */
const escaped = (text: string): string =>
  text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

/** Slack takes so many characters in one block, and refuses the whole message for one more. */
const BLOCK_CHARACTERS = 3000;

/** The whole of a long text, escaped, in as many blocks as it needs; no mark is cut in two. */
function parts(text: string): string[] {
  const blocks = [""];
  for (const character of text) {
    const next = escaped(character);
    if ((blocks.at(-1) ?? "").length + next.length > BLOCK_CHARACTERS) blocks.push("");
    blocks[blocks.length - 1] += next;
  }
  return blocks.filter((block) => block.trim() !== "");
}

const scores = ({ nps, csat }: Response): string =>
  [
    ...(nps === null ? [] : [`NPS ${nps} (${npsBand(nps)})`]),
    ...(csat === null ? [] : [`CSAT ${csat} of 5 (${csatBand(csat)})`]),
  ].join(" · ");

/** One answer as a Slack message: who, how they scored, what they wrote, and when. */
export function slackMessage(response: Response): {
  readonly text: string;
  readonly blocks: readonly unknown[];
} {
  const account = escaped(response.accountName ?? response.accountId);
  const headline = `${account} · ${response.programId} · ${scores(response) || "no score"}`;
  const words = response.answers
    .filter(({ kind }) => kind === "text")
    .flatMap(({ value }) => parts(String(value)));
  const context = [response.segment ?? "segment unknown", `answered ${response.answeredAt}`].join(" · ");
  return {
    text: headline,
    blocks: [
      { type: "section", text: { type: "mrkdwn", text: `*${headline}*` } },
      ...words.map((text) => ({ type: "section", text: { type: "plain_text", text } })),
      { type: "context", elements: [{ type: "mrkdwn", text: context }] },
    ],
  };
}
