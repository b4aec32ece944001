import { randomUUID } from "node:crypto";
import type { SentMail } from "./mailbox.ts";
import { type ReadMessage, readMessage } from "./message.ts";
import { membersOf, QueryError } from "./query.ts";
import type { Configuration } from "./resources.ts";

const LARGEST_BYTES = 10 * 1024 * 1024;
const MOST_RECIPIENTS = 50;

export interface AcceptedMail {
  readonly mail: SentMail;
  readonly configurationSet: string | undefined;
  readonly from: string;
  readonly message: ReadMessage;
  readonly raw: Buffer;
}

export interface Sender {
  readonly accountId: string;
  readonly region: string;
}

/**
 * Judges a `SendRawEmail` call as SES does; throws the QueryError that SES would answer with. What a header of the
 * message says of configuration set and tags counts where the call does not say it.
 * https://docs.aws.amazon.com/ses/latest/APIReference/API_SendRawEmail.html
 */
export async function judge(
  form: URLSearchParams,
  configuration: Configuration,
  sender: Sender,
  now: Date,
): Promise<AcceptedMail> {
  const raw = Buffer.from(form.get("RawMessage.Data") ?? "", "base64");
  if (raw.length === 0) throw new QueryError("InvalidParameterValue", "RawMessage.Data is required");
  if (raw.length > LARGEST_BYTES) {
    throw new QueryError("MessageRejected", `Message length is more than ${LARGEST_BYTES} bytes long`);
  }
  const message = await readMessage(raw);
  const from = message.from ?? form.get("Source");
  if (from === null) throw new QueryError("MessageRejected", "Missing required header 'From'.");
  if (!configuration.isVerified(from)) {
    throw new QueryError(
      "MessageRejected",
      `Email address is not verified. The following identities failed the check in region ${sender.region.toUpperCase()}: ${from}`,
    );
  }
  const destination = recipientsOf(form, message);
  const configurationSet =
    form.get("ConfigurationSetName") ?? message.header("x-ses-configuration-set") ?? undefined;
  requireUsable(configuration, configurationSet);
  const messageId = `0107${now.getTime().toString(16).padStart(12, "0")}-${randomUUID()}-000000`;
  const mail: SentMail = {
    timestamp: now.toISOString(),
    source: form.get("Source") ?? from,
    sourceArn: `arn:aws:ses:${sender.region}:${sender.accountId}:identity/${domainOf(from)}`,
    sendingAccountId: sender.accountId,
    messageId,
    destination,
    headersTruncated: false,
    headers: [...message.headers],
    commonHeaders: { ...mutable(message.commonHeaders), messageId },
    tags: {
      "ses:operation": ["SendRawEmail"],
      ...(configurationSet !== undefined && { "ses:configuration-set": [configurationSet] }),
      "ses:source-ip": ["127.0.0.1"],
      "ses:from-domain": [domainOf(from)],
      "ses:caller-identity": ["local"],
      ...tagsOf(form, message),
    },
  };
  return { mail, configurationSet, from, message, raw };
}

function mutable(headers: ReadMessage["commonHeaders"]): SentMail["commonHeaders"] {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, typeof value === "string" ? value : [...value]]),
  );
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf("@") + 1).toLowerCase();
}

/** Addresses alone, also where the call has `Name <address>`. */
function recipientsOf(form: URLSearchParams, message: ReadMessage): string[] {
  const given = membersOf(form, "Destinations");
  const recipients = (given.length > 0 ? given : message.recipients).map(
    (recipient) => /<([^<>]*)>\s*$/.exec(recipient)?.[1] ?? recipient.trim(),
  );
  if (recipients.length === 0) throw new QueryError("InvalidParameterValue", "Missing required recipients.");
  if (recipients.length > MOST_RECIPIENTS) {
    throw new QueryError("MessageRejected", `Recipient count exceeds ${MOST_RECIPIENTS}.`);
  }
  for (const recipient of recipients) {
    const at = recipient.lastIndexOf("@");
    if (at < 0) throw new QueryError("InvalidParameterValue", "Missing final '@domain'");
    if (at === 0) throw new QueryError("InvalidParameterValue", "Missing local name");
    if (/[\s,;<>]/.test(recipient)) throw new QueryError("InvalidParameterValue", "Illegal address");
  }
  return recipients;
}

function requireUsable(configuration: Configuration, configurationSet: string | undefined): void {
  if (configurationSet === undefined) return;
  const isPaused = configuration.isPaused(configurationSet);
  if (isPaused === undefined) {
    throw new QueryError(
      "ConfigurationSetDoesNotExist",
      `Configuration set <${configurationSet}> does not exist.`,
    );
  }
  if (isPaused) {
    throw new QueryError(
      "ConfigurationSetSendingPausedException",
      `Email sending is disabled for configuration set <${configurationSet}>`,
    );
  }
}

function tagsOf(form: URLSearchParams, message: ReadMessage): Record<string, string[]> {
  const values = membersOf(form, "Tags", ".Value");
  const given = membersOf(form, "Tags", ".Name").map((name, index) => [name, values[index] ?? ""] as const);
  const inHeader = (message.header("x-ses-message-tags") ?? "").split(",").flatMap((pair) => {
    const [name = "", value = ""] = pair.split("=").map((part) => part.trim());
    return name === "" ? [] : [[name, value] as const];
  });
  const tags: Record<string, string[]> = {};
  for (const [name, value] of given.length > 0 ? given : inHeader) {
    // The characters that SES takes in a tag, and their number.
    if (![name, value].every((text) => /^[A-Za-z0-9_-]{1,256}$/.test(text))) {
      throw new QueryError("InvalidParameterValue", "Invalid tag: only ASCII letters, digits, '_' and '-'.");
    }
    tags[name] = [value];
  }
  return tags;
}
