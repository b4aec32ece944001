import type { Api } from "../journeys/api.ts";
import { bagDifferences, differencesTo } from "./year-differences.ts";
import { figureDifferences } from "./year-figures.ts";
import {
  type Answered,
  bandsOf,
  firstScored,
  type Group,
  humanPosts,
  type Kind,
  kindsOf,
  ownerOf,
  queueOf,
  type Scores,
  scoresOf,
} from "./year-truth.ts";

type Drawn = {
  readonly answered: readonly Answered[];
  readonly groups: readonly Group[];
  readonly closed: () => number;
};
type Range = { readonly from: string; readonly to: string };

/** What the product says happened, held against what was drawn; each difference in words, by ids. */
export async function differencesIn(api: Api, drawn: Drawn, range: Range): Promise<string[]> {
  return [
    ...(await ctaDifferences(api, drawn)),
    ...(await responseDifferences(api, drawn, range)),
    ...(await toldDifferences(api, drawn)),
    ...(await figureDifferences(api, drawn.answered, range)),
  ];
}

async function ctaDifferences(api: Api, { answered, groups, closed }: Drawn): Promise<string[]> {
  const found: string[] = [];
  const expect = differencesTo(found);
  const of = new Map(answered.map((one) => [one.invitationId, one]));
  const opened = new Map(
    (await api.events("CTA Opened")).map(({ detail }) => [detail.ctaId, detail as Opened]),
  );
  const ctas = (await api.list("/v1/ctas?limit=500")).filter(({ kind }) => isOfAnswers(kind));
  for (const { ctaId, kind, owner, escalatedAt, responses, accountId, program } of ctas) {
    const event = opened.get(ctaId);
    const opener = of.get(event?.invitationId ?? "");
    const post = opener && firstScored(opener);
    if (event === undefined || opener === undefined || post === undefined) {
      found.push(`${kind} CTA ${ctaId}: told by no event, or opened by no answer`);
      continue;
    }
    const { account } = opener;
    expect(`${ctaId} is of`, [accountId, program], [account.account_id, opener.program]);
    expect(`the opener of ${ctaId} is among its answers`, responses.includes(event.invitationId), true);
    const owners = [ownerOf(kind, account), escalatedAt === null ? ownerOf(kind, account) : queueOf(account)];
    expect(`${ctaId} opened for who must act`, nameOf(event.owner) === owners[0], true);
    expect(`${ctaId} belongs to who must act now`, nameOf(owner) === owners[1], true);
    expect(`${ctaId} is mixed`, event.mixed, kindsOf(post).length === 2);
    expect(`the band of ${ctaId} is the answer's`, bandsOf(post)[kind as Kind].includes(event.band), true);
    if (kind === "positive") expect(`${ctaId} escalated`, escalatedAt, null);
  }
  for (const one of answered) {
    const post = firstScored(one);
    const wanted = post === undefined ? [] : kindsOf(post);
    for (const kind of ["negative", "positive"] as const) {
      const holding = ctas.filter((cta) => cta.kind === kind && cta.responses.includes(one.invitationId));
      expect(`${kind} CTAs of answer ${one.invitationId}`, holding.length, wanted.includes(kind) ? 1 : 0);
    }
  }
  const isEvented = [...opened.values()].filter(({ kind }) => isOfAnswers(kind)).length;
  expect("CTAs told of", isEvented, groups.length);
  const closings = new Set((await api.events("CTA Closed")).map(({ detail }) => detail.id));
  expect("closings told of", closings.size, closed());
  const is = ctas.map(({ kind, status, responses }) => groupName(kind, status === "closed", responses));
  const mustBe = groups.map(({ kind, isClosed, invitationIds }) => groupName(kind, isClosed, invitationIds));
  return [...found, ...bagDifferences("CTAs by their answers", is, mustBe)];
}

type Opened = {
  readonly ctaId: string;
  readonly kind: string;
  readonly invitationId: string;
  readonly mixed: boolean;
  readonly band: string;
  readonly owner: Owner;
};
type Owner = { readonly role: string; readonly email: string };

const isOfAnswers = (kind: string): boolean => kind === "negative" || kind === "positive";
const nameOf = ({ role, email }: Owner): string => `${role} ${email}`;
const groupName = (kind: string, isClosed: boolean, ids: readonly string[]): string =>
  `${isClosed ? "closed" : "open"} ${kind} of ${ids.toSorted().join(" ")}`;

async function responseDifferences(api: Api, { answered }: Drawn, { from, to }: Range): Promise<string[]> {
  const responses = await api.list(`/v1/responses?from=${from}&to=${to}&limit=500`);
  const is = responses.map(({ responseId, programId, accountId, contactId, suspect, nps, csat }) =>
    JSON.stringify([responseId, programId, accountId, contactId, suspect.length > 0, nps, csat]),
  );
  const mustBe = answered.map((one) => {
    const { invitationId, program, account, contactId, posts } = one;
    const humans = humanPosts(one);
    const { nps, csat } = scoresOf(humans.length > 0 ? humans : posts);
    return JSON.stringify([
      invitationId,
      program,
      account.account_id,
      contactId,
      humans.length === 0,
      nps,
      csat,
    ]);
  });
  return bagDifferences("responses", is, mustBe);
}

/** Each version of a person's answer is told once on the bus, and the first of each in Slack. */
async function toldDifferences(api: Api, { answered }: Drawn): Promise<string[]> {
  const heard = answered.filter((one) => humanPosts(one).length > 0);
  const events = new Map(
    (await api.events("Response Received")).map(({ detail }) => [detail.id, detail as Received]),
  );
  const is = [...events.values()].map(({ invitationId, nps, csat }) => `${invitationId} ${nps} ${csat}`);
  const versions = heard.flatMap((one) =>
    humanPosts(one).map((post) => {
      const { nps, csat } = scoresOf([post]);
      return `${one.invitationId} ${nps} ${csat}`;
    }),
  );
  const posted = ((await api.slack()) as { readonly text: string }[]).map(({ text }) => {
    const [nps, csat] = [/NPS (\d+)/.exec(text)?.[1], /CSAT (\d)/.exec(text)?.[1]];
    return `${nps ?? null} ${csat ?? null} ${text.split(" · ").at(-1)}`;
  });
  const toPost = heard.map((one) => {
    const { nps, csat } = scoresOf(humanPosts(one).slice(0, 1));
    const name = one.account.name ?? "";
    const shown = name.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
    return `${nps} ${csat} ${shown}`;
  });
  return [
    ...bagDifferences("Response Received", is, versions),
    ...bagDifferences("messages in Slack", posted, toPost),
  ];
}

type Received = Scores & { readonly invitationId: string };
