import MailComposer from "nodemailer/lib/mail-composer";
import type { Program } from "../domain/program.ts";
import type { Settings } from "../settings.ts";
import { wordsFor } from "../survey/words.ts";
import type { Choice, MailContent } from "./mail-content.ts";
import { surveyHtml } from "./survey-html.ts";
import { surveyText } from "./survey-text.ts";
import { type MailWords, mailWordsFor } from "./words.ts";

export type SurveyMail = {
  readonly invitationId: string;
  readonly to: { readonly email: string; readonly name?: string };
  readonly program: Program;
  /** The survey's whole address; the same for every mail of an invitation. */
  readonly link: string;
  readonly settings: Settings;
  /** BCP 47. */
  readonly locale?: string;
  readonly at: Date;
};

/**
 * A survey as a mail, ready for SES: HTML and plain text, with the first question's scale as links to the survey.
 * The same input gives the same bytes. Nothing in it is loaded or tracked.
 */
export async function composeSurveyMail(mail: SurveyMail): Promise<Uint8Array> {
  const { settings, invitationId } = mail;
  const content = contentOf(mail);
  const domain = settings.mail.from.slice(settings.mail.from.lastIndexOf("@") + 1);
  const composer = new MailComposer({
    from: { name: oneLine(settings.mail.fromName), address: settings.mail.from },
    to: { name: content.name ?? "", address: mail.to.email },
    ...(settings.mail.replyTo === undefined ? {} : { replyTo: settings.mail.replyTo }),
    subject: content.subject,
    date: mail.at,
    messageId: `<${invitationId}@${domain}>`,
    headers: {
      "Content-Language": content.words.lang,
      // Asks out-of-office and ticket robots not to answer (RFC 3834, and what Exchange reads instead).
      "Auto-Submitted": "auto-generated",
      "X-Auto-Response-Suppress": "OOF, AutoReply",
    },
    text: surveyText(content),
    html: surveyHtml(content),
    textEncoding: "quoted-printable",
    baseBoundary: invitationId,
    disableFileAccess: true,
    disableUrlAccess: true,
    newline: "\r\n",
  });
  return await composer.compile().build();
}

function contentOf({ program, link, settings, locale, to }: SurveyMail): MailContent {
  const words = mailWordsFor(locale);
  const company = oneLine(settings.company.name);
  const [first] = program.questions;
  if (first === undefined) throw new Error(`Program ${program.programId} asks nothing`);
  const name = oneLine(to.name ?? "");
  const { npsEnds } = wordsFor(locale);
  return {
    words,
    settings,
    subject: words.subject(first.kind, company),
    name: name === "" ? undefined : name,
    program,
    link,
    firstQuestion: first.text.replaceAll("{company}", () => company),
    kind: first.kind,
    choices: choicesOf(first.kind, link, words, locale),
    ends: first.kind === "nps" ? npsEnds : undefined,
  };
}

function choicesOf(
  kind: MailContent["kind"],
  link: string,
  words: MailWords,
  locale: string | undefined,
): readonly Choice[] {
  const { npsEnds, csatSteps } = wordsFor(locale);
  switch (kind) {
    case "nps":
      return Array.from({ length: 11 }, (_, value) => {
        const meaning = value === 0 ? npsEnds[0] : value === 10 ? npsEnds[1] : undefined;
        const spoken = words.point(value, meaning);
        return { label: String(value), spoken, link: `${link}?score=${value}` };
      });
    case "csat":
      return csatSteps.map((step, i) => ({ label: step, spoken: step, link: `${link}?score=${i + 1}` }));
    case "text":
      return [];
  }
}

/** A name as it may stand in a header: whatever breaks or hides a line is a space. */
function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .trim();
}
