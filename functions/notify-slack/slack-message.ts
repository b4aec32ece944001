/** A message as Slack's webhooks take it; `text` is what a notification shows. */
export type SlackMessage = {
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
  /** No preview of the company's own page under every answer. */
  readonly unfurl_links: false;
};

type Text = {
  readonly type: "mrkdwn" | "plain_text";
  readonly text: string;
  readonly verbatim?: true;
  readonly emoji?: false;
};
export type SlackBlock =
  | { readonly type: "section"; readonly text: Text }
  | { readonly type: "context"; readonly elements: readonly Text[] };

/** Slack refuses a whole message for one character or block more. */
const TEXT_CHARACTERS = 3000;
const BLOCKS = 50;

/** Slack reads `&`, `<` and `>` as its own marks: what a customer wrote must stay what it is. */
const escaped = (text: string): string =>
  text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

const LOOKALIKES: Readonly<Record<string, string>> = { "*": "∗", _: "ˍ", "~": "∼", "`": "ˋ", "|": "¦" };

/** A name amid Slack's markup. It has no escape for what makes bold or code, so that what looks like it stands there. */
export const nameIn = (text: string): string =>
  escaped(text).replace(/[*_~`|]/g, (mark) => LOOKALIKES[mark] ?? mark);

/** Verbatim: a customer called `@here` or `#general` is a name, and mentions nobody. */
const marked = (text: string): Text => ({ type: "mrkdwn", text, verbatim: true });

/** The whole of a long text, escaped, in as many pieces as it needs; no mark is cut in two. */
function pieces(text: string): string[] {
  const cut = [""];
  for (const character of text) {
    const next = escaped(character);
    if ((cut.at(-1) ?? "").length + next.length > TEXT_CHARACTERS) cut.push("");
    cut[cut.length - 1] += next;
  }
  return cut.filter((piece) => piece.trim() !== "");
}

/** What somebody wrote, as they wrote it: nothing in it is read as a mark, and colons make no picture. */
export const saidBlocks = (words: string): SlackBlock[] =>
  pieces(words).map((text) => ({ type: "section", text: { type: "plain_text", text, emoji: false } }));

/** A line in small print, no longer than Slack takes: words in which nothing is read as a mark, and times. */
export const smallPrint = (words: string, ...times: readonly string[]): SlackBlock => ({
  type: "context",
  elements: [
    { type: "plain_text", text: withinLimit(escaped(words)), emoji: false },
    ...(times.length === 0 ? [] : [marked(times.join(" · "))]),
  ],
});

/** A line of Slack's markup, bold. */
const headline = (text: string): SlackBlock => ({
  type: "section",
  text: marked(`*${withinLimit(text)}*`),
});

/** Names and addresses are short; where one is not, it is cut rather than the message lost. */
function withinLimit(text: string): string {
  const most = TEXT_CHARACTERS - 2;
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/[<&][^>;]*$/, "")}…`;
}

const REST_LEFT_OUT = smallPrint("The rest is left out here: it is with the answer.");

/** A message from its headline, what was said, and what is told beside it; as much of it as Slack takes. */
export function messageOf(
  head: { readonly plain: string; readonly marked: string },
  said: readonly SlackBlock[],
  foot: SlackBlock,
): SlackMessage {
  const room = BLOCKS - 2;
  const shown = said.length <= room ? said : [...said.slice(0, room - 1), REST_LEFT_OUT];
  const blocks = [headline(head.marked), ...shown, foot];
  return { text: withinLimit(head.plain), blocks, unfurl_links: false };
}

/** A time that each reader sees in their own zone; where it cannot be shown so, in UTC. */
export function slackTime(word: string, at: string): string {
  const time = new Date(at);
  const utc = `${time.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  const seconds = Math.floor(time.getTime() / 1000);
  return `<!date^${seconds}^${word} {date_short_pretty} at {time}|${word} ${utc}>`;
}

/** A link in Slack's markup; just the name where there is nowhere to go. `name` is from {@link nameIn}. */
export const linkTo = (url: string | undefined, name: string): string =>
  url === undefined ? name : `<${escaped(url).replaceAll("|", "%7C")}|${name}>`;

/** Where the company looks at an account. */
export const accountLink = (accountUrl: string | undefined, accountId: string): string | undefined =>
  accountUrl?.replaceAll("{accountId}", encodeURIComponent(accountId));
