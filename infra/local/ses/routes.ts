import * as z from "zod";
import { type LocalRoute, localRoute, notFound, readJson } from "../http/local-route.ts";
import { jsonReply, problemReply } from "../http/reply.ts";
import { Happening } from "./events.ts";
import type { Ses } from "./ses.ts";

const Target = z
  .object({ mailId: z.string().optional(), messageId: z.string().optional(), id: z.string().optional() })
  .transform(({ mailId, messageId, id }) => mailId ?? messageId ?? id)
  .pipe(z.string("mailId or messageId is needed"));

const notTracked = (configurationSet = "none"): string =>
  `SES cannot know that this mail was opened: its configuration set, ${configurationSet}, tells nobody of openings, so SES put no image into it. See the program's tracksOpens and anonymous.`;

/** `/_local/inbox` and `/_local/ses-events`. A mail's id in the inbox is its message id. */
export function sesRoutes(ses: Ses): LocalRoute[] {
  return [
    localRoute("GET /_local/inbox", () => jsonReply(200, ses.mailbox.list())),
    localRoute("GET /_local/inbox/{id}", async ({ path }) => {
      const raw = await ses.mailbox.raw(path.id ?? "");
      if (raw === undefined) return notFound("There is no such mail in the inbox.");
      return { status: 200, headers: { "content-type": "message/rfc822" }, body: raw };
    }),
    localRoute("POST /_local/ses-events", ({ body }) => {
      const messageId = readJson(Target, body);
      const happening = readJson(Happening, body);
      const reported = ses.report(messageId, happening);
      switch (reported.kind) {
        case "no-such-mail":
          return notFound("There is no such mail in the inbox.");
        case "no-image":
          return problemReply(409, "Not tracked", notTracked(reported.configurationSet));
        case "published":
          return jsonReply(202, { messageId, type: happening.type, published: reported.topics });
      }
    }),
  ];
}
