import type { AwsReply, AwsRequest, AwsService } from "../aws-endpoint.ts";
import type { Local, ResourceType } from "../context.ts";
import { fateOf, type Happening, happeningEvent, sendEvent } from "./events.ts";
import { type Mailbox, mailbox } from "./mailbox.ts";
import { type Outbox, outbox, type Publish } from "./outbox.ts";
import { QueryError, queryError, queryReply } from "./query.ts";
import { type Configuration, configuration } from "./resources.ts";
import { type AcceptedMail, judge } from "./send-raw-email.ts";

export interface Ses {
  readonly service: AwsService;
  readonly resources: ResourceType[];
  readonly mailbox: Mailbox;
  /** Publishes that something happened to a mail, if SES could know. */
  report(messageId: string, happening: Happening): Reported;
  /** Publishes what an earlier run left; to be called once the topics exist. */
  start(): void;
  stop(): Promise<void>;
}

type Reported =
  | { readonly kind: "published"; readonly topics: number }
  | { readonly kind: "no-such-mail" }
  /** Sent by a configuration set that tells nobody of openings: SES put no image into it. */
  | { readonly kind: "no-image"; readonly configurationSet: string | undefined };

export interface Quota {
  /** In any 24 hours of the laptop's clock; -1 for as many as one likes, as SES writes it. */
  readonly max24HourSend: number;
  /** Mails a second, by real time. */
  readonly maxSendRate: number;
  /** Whether the account may send at all. @default true */
  readonly isEnabled?: boolean;
}

/** So high that a year moved through in minutes is not held up; enforced all the same. */
const QUOTA: Quota = { max24HourSend: -1, maxSendRate: 500 };
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * SES on the laptop: takes `SendRawEmail` of the v1 Query API, keeps each mail before it answers, and publishes what
 * SES would about it.
 * @param publish puts a message on an SNS topic
 */
export function ses(local: Local, publish: Publish, quota: Quota = QUOTA): Ses {
  const settings = configuration(local);
  const mails = mailbox(local.dir, local.db);
  const events = outbox(local.db, publish, local.say);
  local.pending.push(events.work);
  const state: State = { local, settings, mails, events, quota, admit: rateLimit(quota) };
  return {
    service: { name: "ses", handle: (request) => handle(state, request) },
    resources: settings.resources,
    mailbox: mails,
    report: (messageId, happening) => report(state, messageId, happening),
    start: events.wake,
    stop: events.stop,
  };
}

interface State {
  readonly local: Local;
  readonly settings: Configuration;
  readonly mails: Mailbox;
  readonly events: Outbox;
  readonly quota: Quota;
  admit(): boolean;
}

async function handle(state: State, request: AwsRequest): Promise<AwsReply> {
  const form = new URLSearchParams(request.body.toString("utf8"));
  const action = form.get("Action") ?? "";
  try {
    switch (action) {
      case "SendRawEmail":
        return queryReply(action, { MessageId: await send(state, form) });
      case "GetSendQuota":
        return queryReply(action, {
          Max24HourSend: state.quota.max24HourSend,
          MaxSendRate: state.quota.maxSendRate,
          SentLast24Hours: sentInADay(state),
        });
      case "GetAccountSendingEnabled":
        return queryReply(action, { Enabled: String(state.quota.isEnabled ?? true) });
      default:
        throw new QueryError("InvalidAction", `The laptop's SES does not know the action ${action}.`);
    }
  } catch (error) {
    if (error instanceof QueryError) return queryError(error);
    throw error;
  }
}

function sentInADay({ local, mails }: State): number {
  return mails.sentSince(new Date(local.clock.now().getTime() - DAY_MS).toISOString());
}

async function send(state: State, form: URLSearchParams): Promise<string> {
  const { local, mails, quota, settings } = state;
  const accepted = await judge(form, settings, local, local.clock.now());
  if (quota.isEnabled === false) {
    throw new QueryError("AccountSendingPausedException", "Email sending is disabled for your account.");
  }
  if (quota.max24HourSend >= 0 && sentInADay(state) >= quota.max24HourSend) {
    throw new QueryError("Throttling", "Daily message quota exceeded.");
  }
  if (!state.admit()) throw new QueryError("Throttling", "Maximum sending rate exceeded.");
  await mails.writeRaw(accepted.mail.messageId, accepted.raw);
  inTransaction(local, () => keep(state, accepted));
  state.events.wake();
  return accepted.mail.messageId;
}

/** The mail and what is to be said about it are kept together, or neither is. */
function keep({ local, mails, events, settings }: State, accepted: AcceptedMail): void {
  const { mail, configurationSet, message } = accepted;
  mails.insert(
    {
      id: mail.messageId,
      to: mail.destination.join(", "),
      from: accepted.from,
      subject: message.subject,
      at: mail.timestamp,
      links: message.links,
    },
    { mail, configurationSet },
  );
  for (const topic of settings.topicsFor(configurationSet, "send")) {
    events.add(mail.messageId, topic, sendEvent(mail));
  }
  for (const happening of fateOf(mail.destination)) {
    for (const topic of settings.topicsFor(configurationSet, happening.type)) {
      events.add(mail.messageId, topic, happeningEvent(mail, happening, local.clock.now()));
    }
  }
}

function report(state: State, messageId: string, happening: Happening): Reported {
  const { local, mails, events, settings } = state;
  const found = mails.find(messageId);
  if (found === undefined) return { kind: "no-such-mail" };
  const { configurationSet } = found;
  const topics = settings.topicsFor(configurationSet, happening.type);
  if (happening.type === "open" && topics.length === 0) return { kind: "no-image", configurationSet };
  const message = happeningEvent(found.mail, happening, local.clock.now(), found.summary.links[0]);
  for (const topic of topics) events.add(messageId, topic, message);
  events.wake();
  return { kind: "published", topics: topics.length };
}

function inTransaction({ db }: Local, work: () => void): void {
  db.exec("BEGIN IMMEDIATE");
  try {
    work();
    db.exec("COMMIT");
  } catch (error) {
    db.exec("ROLLBACK");
    throw error;
  }
}

/** At most so many in any second. */
function rateLimit({ maxSendRate }: Quota): () => boolean {
  let recent: number[] = [];
  return () => {
    const now = performance.now();
    recent = recent.filter((at) => at > now - 1000);
    if (recent.length >= maxSendRate) return false;
    recent.push(now);
    return true;
  };
}
