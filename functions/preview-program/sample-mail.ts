import PostalMime from "postal-mime";
import { type Program, reminderDays } from "#shared/domain/programs/program.ts";
import type { MailKind } from "#shared/dynamodb/keys.ts";
import { composeSurveyMail } from "#shared/email/survey-mail.ts";
import type { Settings } from "#shared/settings.ts";

/** Stands where a link has its token, as long as one and never one: no token has a tilde. */
export const NO_TOKEN = "~preview".repeat(6);
/** What a reply says of such links. */
export const LINKS_NOTE = "Its links are made up: they open no survey and unsubscribe nobody.";

type Sample = {
  readonly program: Program;
  readonly mail: MailKind;
  readonly locale: string | undefined;
  readonly to: string;
  readonly at: Date;
};
export type SampleComposer = (sample: Sample) => Promise<Uint8Array>;

/** Writes a program's mail as the sender would, to somebody of whom no name is known, with links that lead nowhere. */
export const sampleComposer =
  (settings: Settings, origin: string): SampleComposer =>
  ({ program, mail, locale, to, at }) =>
    composeSurveyMail({
      invitationId: "preview",
      to: { email: to },
      program,
      link: `${origin}/s/${NO_TOKEN}`,
      unsubscribe: `${origin}/u/${NO_TOKEN}`,
      settings,
      ...(locale === undefined ? {} : { locale }),
      timeZone: settings.timeZone,
      at,
      ...(mail === "survey" ? {} : { reminder: remindedOf(program, at) }),
    });

/** As if the survey had gone out so long ago that its reminder goes out now. */
function remindedOf(program: Program, at: Date) {
  const silentDays = reminderDays(program) ?? 0;
  return {
    sentAt: daysAfter(at, -silentDays),
    closesAt: daysAfter(at, program.closesAfterDays - silentDays),
    messageId: "<preview@preview.invalid>",
  };
}

const daysAfter = (at: Date, days: number): string =>
  new Date(at.getTime() + days * 86_400_000).toISOString();

/** What whoever gets a mail reads in it: found in its bytes, as a mail program does. */
export async function readMail(raw: Uint8Array) {
  const { subject, from, html, text, headers } = await PostalMime.parse(raw);
  return {
    subject,
    from: { name: from?.name, address: from?.address },
    html,
    text,
    /** As they stand in the mail; SES puts a Message-ID and a Date of its own. */
    headers: Object.fromEntries(headers.map(({ originalKey, value }) => [originalKey, value])),
  };
}

/**
 * The mail with a subject that says it is a test, on a line of its own: one with encoded words is full as it is
 * (RFC 2047, 76 characters).
 */
export function markedAsTest(raw: Uint8Array): Uint8Array {
  const text = Buffer.from(raw).toString("latin1");
  return Buffer.from(text.replace(/^Subject: /m, "Subject: [Test]\r\n "), "latin1");
}
