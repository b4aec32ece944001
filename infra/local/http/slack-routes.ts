import type { Local } from "../context.ts";
import { type LocalRoute, localRoute } from "./local-route.ts";
import { type HttpReply, jsonReply } from "./reply.ts";

/** The laptop's stand-in for a Slack webhook: keeps what was posted, lists it in the order of posting. */
export function slackRoutes({ db, clock }: Local): LocalRoute[] {
  db.exec(
    "CREATE TABLE IF NOT EXISTS slack_post (number INTEGER PRIMARY KEY, at TEXT NOT NULL, body TEXT NOT NULL)",
  );
  const insert = db.prepare("INSERT INTO slack_post (at, body) VALUES (?, ?)");
  const select = db.prepare("SELECT at, body FROM slack_post ORDER BY number");
  return [
    localRoute("POST /_local/slack", ({ body }) => {
      const message = readMessage(body);
      if (message === undefined) return text(400, "invalid_payload");
      insert.run(clock.now().toISOString(), JSON.stringify(message));
      return text(200, "ok");
    }),
    localRoute("GET /_local/slack", () =>
      jsonReply(
        200,
        select.all().map((row) => ({ at: String(row.at), ...JSON.parse(String(row.body)) })),
      ),
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
