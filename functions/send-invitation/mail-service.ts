import { type SESClient, SESServiceException, SendRawEmailCommand } from "@aws-sdk/client-ses";
import { isOpenTracked } from "#shared/domain/programs/program.ts";
import type { MailKind } from "#shared/dynamodb/keys.ts";
import { composeSurveyMail } from "#shared/email/survey-mail.ts";
import type { Settings } from "#shared/settings.ts";
import type { MailReply, SendPorts } from "./ports.ts";

/** SES's errors that speak of this mail; any other "no" speaks of the account or the moment. */
const ABOUT_THIS_MAIL: readonly string[] = ["MessageRejected", "InvalidParameterValue"];

type MailService = {
  /** A client that never tries again by itself: a second try could be a second mail. */
  readonly ses: SESClient;
  readonly settings: Settings;
  /** Where survey pages are, without a trailing slash. */
  readonly origin: string;
  readonly configurationSet: string;
  /** Of the mails whose opening SES is not to note. */
  readonly untrackedConfigurationSet: string;
  /** Where SES sends from. */
  readonly region: string;
};

/** Writes mails and hands them to SES, tagged with the invitation so that SES's events can be matched to it. */
export const mailService = ({
  ses,
  settings,
  origin,
  configurationSet,
  untrackedConfigurationSet,
  region,
}: MailService): Pick<SendPorts, "compose" | "send"> => ({
  compose: async (mail) => {
    const { invitationId, contact, program, token, unsubscribeToken, reminds, at } = mail;
    const raw = await composeSurveyMail({
      invitationId,
      to: { email: contact.email, ...(contact.name === undefined ? {} : { name: contact.name }) },
      program,
      link: `${origin}/s/${token}`,
      unsubscribe: `${origin}/u/${unsubscribeToken}`,
      settings,
      ...(contact.locale === undefined ? {} : { locale: contact.locale }),
      timeZone: contact.timeZone ?? settings.timeZone,
      at,
      ...(reminds === undefined
        ? {}
        : { reminder: { ...reminds, messageId: messageIdOf(reminds.messageId, region) } }),
    });
    return { ...mail, raw };
  },

  send: async ({ invitationId, contact, program, reminds, raw }) => {
    const command = new SendRawEmailCommand({
      Source: settings.mail.from,
      Destinations: [contact.email],
      RawMessage: { Data: raw },
      ConfigurationSetName: isOpenTracked(program) ? configurationSet : untrackedConfigurationSet,
      Tags: [
        { Name: "invitation", Value: invitationId },
        { Name: "program", Value: program.programId },
        { Name: "mail", Value: (reminds === undefined ? "survey" : "reminder") satisfies MailKind },
      ],
    });
    try {
      const { MessageId } = await ses.send(command);
      return MessageId === undefined
        ? { kind: "unknown", reason: "no-message-id" }
        : { kind: "accepted", messageId: MessageId };
    } catch (error) {
      return replyFrom(error);
    }
  },
});

/** The Message-ID that SES puts on a mail in place of ours: the id it answers, at a domain of the region's. */
const messageIdOf = (id: string, region: string): string =>
  `<${id}@${region === "us-east-1" ? "email" : region}.amazonses.com>`;

/** What goes wrong before a byte has left: the mail has certainly not been sent. */
const NOTHING_LEFT: readonly string[] = [
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "CredentialsProviderError",
];

/** Only an answer with a 4xx status is a definite "no": after anything else the mail may be on its way. */
function replyFrom(error: unknown): MailReply {
  const neverLeft = NOTHING_LEFT.find((name) => nameOrCode(error).includes(name));
  if (neverLeft !== undefined) return { kind: "not-now", reason: neverLeft };
  const status = error instanceof SESServiceException ? error.$metadata.httpStatusCode : undefined;
  const reason = error instanceof Error ? error.name : "not-an-error";
  if (status === undefined || status < 400 || status > 499) return { kind: "unknown", reason };
  // Said under the same name, but of an identity that is not verified yet, which every mail waits for.
  if (error instanceof Error && /not verified/i.test(error.message)) return { kind: "not-now", reason };
  return { kind: ABOUT_THIS_MAIL.includes(reason) ? "rejected" : "not-now", reason };
}

const nameOrCode = (error: unknown): readonly unknown[] =>
  error instanceof Error ? [error.name, "code" in error ? error.code : undefined] : [];
