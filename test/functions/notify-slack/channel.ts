import {
  claimSlackPost,
  endSlackPost,
  keepSlackPost,
  openSlack,
  putBackSlackPost,
  type SlackPost,
  shutSlack,
  slackPostsDueBy,
  slackShutUntil,
} from "#shared/dynamodb/slack-posts.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import type { OutboxPorts, SaidOfPost, WantedPost } from "../../../functions/notify-slack/outbox.ts";
import type { SlackReply } from "../../../functions/notify-slack/webhook.ts";

export const aWanted = (postId: string, over: Partial<WantedPost> = {}): WantedPost => ({
  postId,
  event: { type: "Response Received", detail: { text: `words of ${postId}` } },
  occurredAt: "2026-12-01T10:00:00.000Z",
  isRedriven: false,
  ...over,
});

export const TAKEN: SlackReply = { kind: "taken" };
export const DOWN: SlackReply = { kind: "no-answer", reason: "503" };

/** A Slack channel that remembers what was tried and taken, on a real table and a clock that only tests move. */
export function aChannel(table: Table, at = "2026-12-01T10:00:01.000Z") {
  const state = {
    now: new Date(at),
    /** What Slack answers to a message. */
    answers: (_text: string): SlackReply => TAKEN,
    tried: [] as { readonly text: string; readonly at: string }[],
    buried: [] as { readonly postId: string; readonly reason: string; readonly detail: unknown }[],
    said: [] as SaidOfPost[],
  };
  const ports: OutboxPorts = {
    keep: (wanted, now, dueAt) => keepSlackPost(table, wanted, now, dueAt),
    dueBy: (now) => slackPostsDueBy(table, now, 200),
    claim: (due, until) => claimSlackPost(table, due, until),
    putBack: (post, to) => putBackSlackPost(table, post, to),
    end: (post, as, now) => endSlackPost(table, post, as, now),
    bury: async ({ postId, event }: SlackPost, reason) => {
      state.buried.push({ postId, reason, detail: event.detail });
    },
    shutUntil: () => slackShutUntil(table),
    shut: (until, seen) => shutSlack(table, until, seen),
    open: (seen) => openSlack(table, seen),
    word: async ({ detail }) =>
      typeof detail.text === "string" ? { text: detail.text, blocks: [], unfurl_links: false } : undefined,
    post: async ({ text }) => {
      state.tried.push({ text, at: state.now.toISOString() });
      return state.answers(text);
    },
    say: (what) => void state.said.push(what),
    now: () => state.now,
    wait: async (ms) => {
      state.now = new Date(state.now.getTime() + ms);
    },
  };
  return Object.assign(state, {
    ports,
    later: (ms: number) => {
      state.now = new Date(state.now.getTime() + ms);
    },
    /** Each as `words of a` → `a`, in the order of trying. */
    names: () => state.tried.map(({ text }) => text.replace("words of ", "")),
  });
}
