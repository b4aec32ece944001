import type { DueSlackPost, SlackEvent, SlackPost } from "#shared/dynamodb/slack-posts.ts";
import type { SlackMessage } from "./slack-message.ts";
import type { SlackReply } from "./webhook.ts";

export type OutboxPorts = {
  /** Keeps what is to be posted, ours until `dueAt`; undefined where it is known already. */
  keep(wanted: WantedPost, now: Date, dueAt: Date): Promise<SlackPost | undefined>;
  /** Whose time has come, in the order in which they were said. */
  dueBy(now: Date): Promise<readonly DueSlackPost[]>;
  claim(due: DueSlackPost, until: Date): Promise<SlackPost | undefined>;
  putBack(post: SlackPost, to: { readonly at: Date; readonly tries: number }): Promise<void>;
  end(post: SlackPost, as: "posted" | "dead", now: Date): Promise<void>;
  /** Hands it to a person, whole. */
  bury(post: SlackPost, reason: string): Promise<void>;
  shutUntil(): Promise<Date | undefined>;
  shut(until: Date, seen?: Date): Promise<boolean>;
  open(seen: Date): Promise<void>;
  /** Puts an event into words; undefined where it is none that can be. */
  word(event: SlackEvent): Promise<SlackMessage | undefined>;
  post(message: SlackMessage): Promise<SlackReply>;
  /** One line per try; `late` where it has waited for over an hour. */
  say(what: SaidOfPost): void;
  now(): Date;
  wait(ms: number): Promise<void>;
};

export type WantedPost = {
  readonly postId: string;
  readonly event: SlackEvent;
  /** When it was said, ISO 8601. */
  readonly occurredAt: string;
  /** It comes from the dead letters. */
  readonly isRedriven: boolean;
};

export type SaidOfPost = {
  readonly kind: "posted" | "waiting" | "late" | "dead";
  readonly postId: string;
  readonly tries: number;
  readonly reason?: string;
};

const MINUTE_MS = 60_000;
/** For whom a post is while it is tried: longer than Slack may take, with what is read and written around it. */
const HELD_MS = MINUTE_MS;
/** Between two tries while Slack is shut: every minute's job makes one, also one that starts some seconds early. */
const TRIED_EVERY_MS = 45_000;
/** Slack takes about one message a second from a webhook: https://docs.slack.dev/apis/web-api/rate-limits */
const APART_MS = 1000;
/** For so long a post is tried. */
export const GIVEN_UP_AFTER_MS = 24 * 60 * MINUTE_MS;
const LATE_AFTER_MS = 60 * MINUTE_MS;
const LONGEST_PAUSE_MINUTES = 15;

/**
 * Keeps what is to be posted and posts it at once, except while Slack is shut: then it queues behind what waits. What was
 * kept before, by another delivery of the same event, is left to whoever kept it.
 */
export const takeOn =
  (ports: OutboxPorts) =>
  async (wanted: WantedPost): Promise<void> => {
    const isShut = (await ports.shutUntil()) !== undefined;
    const now = ports.now();
    const dueAt = isShut ? now : new Date(now.getTime() + HELD_MS);
    const post = await ports.keep(wanted, now, dueAt);
    if (post === undefined) return;
    if (isShut) ports.say({ kind: "waiting", postId: post.postId, tries: 0, reason: "shut" });
    else await tryPost(ports, post, false);
  };

/**
 * Posts what waits, the oldest first and one a second, for as long as there is time. Where Slack is shut, it is tried
 * with one, once a minute and by one job alone: taken, all others follow it, and Slack is open again once none is left.
 * Stops where Slack does not answer or wants no more: it is not hammered.
 */
export const postDue =
  (ports: OutboxPorts) =>
  async (mayGoOn: () => boolean): Promise<void> => {
    const due = await ports.dueBy(ports.now());
    if (due.length === 0) return;
    const seen = await ports.shutUntil();
    const now = ports.now();
    const triesAgainAt = new Date(now.getTime() + TRIED_EVERY_MS);
    if (seen !== undefined && (seen > now || !(await ports.shut(triesAgainAt, seen)))) return;
    let last: Tried | undefined;
    let nextAt = now.getTime();
    for (const one of seen === undefined ? due : patientlyFirst(due)) {
      // Shut, it stays so: what comes meanwhile does not overtake what is left.
      if (!mayGoOn()) return;
      await ports.wait(Math.max(0, nextAt - ports.now().getTime()));
      const startedAt = ports.now().getTime();
      const post = await ports.claim(one, new Date(startedAt + HELD_MS));
      if (post === undefined) continue;
      nextAt = startedAt + APART_MS;
      last = await tryPost(ports, post, last === "taken");
      if (last === "shut") return;
    }
    if (seen !== undefined) await ports.open(triesAgainAt);
  };

/** How much oftener than another the oldest may have failed and still go first. */
const PATIENCE_TRIES = 2;

/** In their order, but none that always fails first: it would hold up the others. */
function patientlyFirst(due: readonly DueSlackPost[]): readonly DueSlackPost[] {
  const least = Math.min(...due.map(({ tries }) => tries));
  const first = due.find(({ tries }) => tries <= least + PATIENCE_TRIES);
  return first === undefined ? due : [first, ...due.filter((one) => one !== first)];
}

/** `set-aside`: it waits for another time by itself. `shut`: all do. */
type Tried = "taken" | "given-up" | "set-aside" | "shut";

/** Tries a post that the caller holds. `isTaking`: Slack has just taken another. */
async function tryPost(ports: OutboxPorts, post: SlackPost, isTaking: boolean): Promise<Tried> {
  const triedAt = ports.now();
  const reply = await replyTo(ports, post);
  const now = ports.now();
  const tries = post.tries + 1;
  if (reply.kind === "taken") {
    await ports.end(post, "posted", now);
    ports.say({ kind: "posted", postId: post.postId, tries });
    return "taken";
  }
  if (reply.kind === "refused") return await giveUp(ports, post, reply.reason);
  // Taking others, it has trouble with this one alone, which need not hold them up.
  const isItsOwn = reply.kind === "no-answer" && isTaking;
  if (!isItsOwn) await ports.shut(shutBy(reply, triedAt, now));
  const ageMs = now.getTime() - Date.parse(post.keptAt);
  if (ageMs >= GIVEN_UP_AFTER_MS) await giveUp(ports, post, reply.reason);
  else {
    const held = reply.kind === "slow-down" ? post.tries : tries;
    await ports.putBack(post, { at: isItsOwn ? afterPause(now, tries) : now, tries: held });
    const kind = ageMs >= LATE_AFTER_MS ? "late" : "waiting";
    ports.say({ kind, postId: post.postId, tries, reason: reply.reason });
  }
  return isItsOwn ? "set-aside" : "shut";
}

async function replyTo(ports: OutboxPorts, post: SlackPost): Promise<SlackReply> {
  const message = await ports.word(post.event);
  return message === undefined ? { kind: "refused", reason: "no-words-for-it" } : await ports.post(message);
}

/** Handed on first: a crash between the two hands it on twice rather than never. */
async function giveUp(ports: OutboxPorts, post: SlackPost, reason: string): Promise<Tried> {
  await ports.bury(post, reason);
  await ports.end(post, "dead", ports.now());
  ports.say({ kind: "dead", postId: post.postId, tries: post.tries + 1, reason });
  return "given-up";
}

function shutBy(reply: SlackReply, triedAt: Date, now: Date): Date {
  if (reply.kind === "slow-down") return new Date(now.getTime() + reply.afterSeconds * 1000);
  return new Date(triedAt.getTime() + TRIED_EVERY_MS);
}

/** 1, 2, 4, 8, then every 15 minutes. */
const afterPause = (now: Date, tries: number): Date =>
  new Date(now.getTime() + Math.min(2 ** (tries - 1), LONGEST_PAUSE_MINUTES) * MINUTE_MS);
