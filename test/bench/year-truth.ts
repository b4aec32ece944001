import type { Row } from "../journeys/mailed-contacts.ts";
import type { Given } from "./year-draws.ts";

/**
 * What must follow from the answers that were drawn, by the handbook's sentences and with no code of the product.
 */
export type Post = { readonly at: string; readonly given: Given; readonly isScanner: boolean };
/** An invitation that somebody, or something, has answered. */
export type Answered = {
  readonly invitationId: string;
  readonly program: string;
  readonly account: Row;
  readonly contactId: string;
  readonly posts: Post[];
};
export type Scores = { readonly nps: number | null; readonly csat: number | null };
export type Kind = "negative" | "positive";
/** The answers that one call to action must hold. */
export type Group = {
  readonly kind: Kind;
  readonly accountId: string;
  readonly program: string;
  readonly invitationIds: string[];
  isClosed: boolean;
};

export const humanPosts = ({ posts }: Answered): Post[] => posts.filter(({ isScanner }) => !isScanner);

/** Per question what was given last. */
export function scoresOf(posts: readonly Post[]): Scores {
  const { nps, csat }: Given = Object.assign({}, ...posts.map(({ given }) => given));
  return { nps: nps === undefined ? null : Number(nps), csat: csat === undefined ? null : Number(csat) };
}

/** The first of a person's answers that has a score. */
export const firstScored = (answered: Answered): Post | undefined =>
  humanPosts(answered).find(({ given }) => given.nps !== undefined || given.csat !== undefined);

/** Of what somebody gave, the bands on each side. */
export function bandsOf(post: Post): Readonly<Record<Kind, readonly string[]>> {
  const { nps, csat } = scoresOf([post]);
  const bands: Record<Kind, string[]> = { negative: [], positive: [] };
  if (nps !== null) bands[nps <= 6 ? "negative" : "positive"].push(npsBand(nps));
  if (csat !== null) bands[csat <= 3 ? "negative" : "positive"].push(csatBand(csat));
  return bands;
}

export const npsBand = (nps: number) => (nps <= 6 ? "detractor" : nps <= 8 ? "passive" : "promoter");
const csatBand = (csat: number) => (csat <= 2 ? "dissatisfied" : csat === 3 ? "neutral" : "satisfied");

export const kindsOf = (post: Post): Kind[] =>
  (["negative", "positive"] as const).filter((kind) => bandsOf(post)[kind].length > 0);

/** The laptop's queues, as the local stage names them. */
const QUEUES: Readonly<Record<string, string>> = {
  "tech-touch": "cs-tech-touch@harbourline.example",
  scale: "cs-scale@harbourline.example",
  "csm-managed": "cs-managed@harbourline.example",
};
export const queueOf = ({ segment = "" }: Row): string =>
  `queue ${QUEUES[segment] ?? "customer-success@harbourline.example"}`;

/** The role and address of whoever must act. */
export function ownerOf(kind: Kind, account: Row): string {
  const email = kind === "negative" ? account.csm_manager_email : account.csm_email;
  if (!email) return queueOf(account);
  return `${kind === "negative" ? "csm-manager" : "csm"} ${email}`;
}

/** The groups as they come about, in the order in which answers and closings happened. */
export function groupsToBe() {
  const groups: Group[] = [];
  const openOne = (kind: Kind, accountId: string, program: string) =>
    groups.find(
      (one) => !one.isClosed && one.kind === kind && one.accountId === accountId && one.program === program,
    );
  return {
    groups,
    /** A person's first answer with a score: it opens, or joins what is open. */
    answer({ invitationId, program, account }: Answered, post: Post): void {
      const accountId = account.account_id ?? "";
      for (const kind of kindsOf(post)) {
        const open = openOne(kind, accountId, program);
        if (open !== undefined) open.invitationIds.push(invitationId);
        else groups.push({ kind, accountId, program, invitationIds: [invitationId], isClosed: false });
      }
    },
    /** @returns whether there was one to close */
    close(kind: Kind, accountId: string, program: string): boolean {
      const open = openOne(kind, accountId, program);
      if (open !== undefined) open.isClosed = true;
      return open !== undefined;
    },
  };
}
