import { setTimeout as wait } from "node:timers/promises";
import * as z from "zod";
import type { Local } from "../context.ts";
import { type LocalRoute, localRoute, readJson } from "./local-route.ts";
import { type HttpReply, jsonReply } from "./reply.ts";

/** `{}` ends what there was. */
const Outage = z.strictObject({
  /** What a post is answered while it lasts; `timeout`: nothing, for longer than anybody waits. @default none */
  status: z.union([z.int().min(400).max(599), z.literal("timeout")]).optional(),
  /** By the laptop's clock. @default until it is ended */
  until: z.iso.datetime({ offset: true }).optional(),
  /** What a 429 says of when to come again. @default 30 */
  retryAfterSeconds: z.int().min(0).max(86_400).default(30),
});

const LONGER_THAN_ANYBODY_WAITS_MS = 12_000;

/** Slack's limits, as far as a message may run into them. */
const TextObject = z.object({ type: z.enum(["mrkdwn", "plain_text"]), text: z.string().min(1).max(3000) });
const Message = z.looseObject({
  text: z.string().min(1),
  blocks: z
    .array(
      z.discriminatedUnion("type", [
        z.object({ type: z.literal("section"), text: TextObject }),
        z.object({ type: z.literal("context"), elements: z.array(TextObject).min(1).max(10) }),
      ]),
    )
    .max(50)
    .optional(),
});

/**
 * The laptop's stand-in for a Slack webhook: keeps what was posted, lists it in the order of posting. It refuses what Slack
 * would, and can be told to be down.
 */
export function slackRoutes({ db, clock }: Local): LocalRoute[] {
  db.exec(
    "CREATE TABLE IF NOT EXISTS slack_post (number INTEGER PRIMARY KEY, at TEXT NOT NULL, body TEXT NOT NULL)",
  );
  const insert = db.prepare("INSERT INTO slack_post (at, body) VALUES (?, ?)");
  const select = db.prepare("SELECT at, body FROM slack_post ORDER BY number");
  let outage: z.infer<typeof Outage> = { retryAfterSeconds: 0 };
  let turnedAway: string[] = [];

  const statusNow = () =>
    outage.until === undefined || clock.now() < new Date(outage.until) ? outage.status : undefined;

  return [
    localRoute("POST /_local/slack", async ({ body }) => {
      const status = statusNow();
      if (status !== undefined) {
        turnedAway.push(clock.now().toISOString());
        if (status === "timeout") await wait(LONGER_THAN_ANYBODY_WAITS_MS, undefined, { ref: false });
        return {
          ...text(status === "timeout" ? 504 : status, "down"),
          headers: { "retry-after": String(outage.retryAfterSeconds) },
        };
      }
      const message = readMessage(body);
      if (message === undefined) return text(400, "invalid_payload");
      if (!Message.safeParse(message).success) return text(400, "invalid_blocks");
      insert.run(clock.now().toISOString(), JSON.stringify(message));
      return text(200, "ok");
    }),
    localRoute("GET /_local/slack", () =>
      jsonReply(
        200,
        select.all().map((row) => ({ at: String(row.at), ...JSON.parse(String(row.body)) })),
      ),
    ),
    localRoute("POST /_local/slack/outage", ({ body }) => {
      outage = readJson(Outage, body);
      turnedAway = [];
      return jsonReply(200, outage);
    }),
    /** When it turned somebody away since it was last told to, or not to. */
    localRoute("GET /_local/slack/outage", () =>
      jsonReply(200, { ...outage, isDown: statusNow() !== undefined, turnedAway }),
    ),
  ];
}

function readMessage(body: Buffer): object | undefined {
  try {
    const message: unknown = JSON.parse(body.toString("utf8"));
    return typeof message === "object" && message !== null && !Array.isArray(message) ? message : undefined;
  } catch {
    return undefined;
  }
}

/** Slack answers in plain text. */
function text(status: number, body: string): HttpReply {
  return { status, headers: { "content-type": "text/plain; charset=utf-8" }, body };
}
