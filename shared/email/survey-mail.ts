import MailComposer from "nodemailer/lib/mail-composer";
import { isAnonymous } from "../domain/programs/anonymity.ts";
import type { Program, Question } from "../domain/programs/program.ts";
import type { Settings } from "../settings.ts";
import { wordingOf } from "../survey/wording.ts";
import { type Words, wordsFor } from "../survey/words.ts";
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
  /** IANA; what the mail says of days and hours is in it. @default "UTC" */
  readonly timeZone?: string;
  readonly at: Date;
  /** Where surveys can be stopped, by a page and by one POST (RFC 8058): https, as mailbox providers want it. */
  readonly unsubscribe?: string;
  /** Makes this the reminder of an earlier mail, in its thread. */
  readonly reminder?: {
    readonly sentAt: string;
    readonly closesAt: string;
    /** The earlier mail's Message-ID as it was delivered; SES gives each mail one of its own. */
    readonly messageId: string;
  };
};

/**
 * A survey as a mail, ready for SES: HTML and plain text, with the first question's scale as links to the survey.
 * The same input gives the same bytes. Nothing in it is tracked, or loaded but the company's logo.
 */
export async function composeSurveyMail(mail: SurveyMail): Promise<Uint8Array> {
  const { settings, invitationId, reminder, unsubscribe } = mail;
  const content = contentOf(mail, await wordsFor(mail.locale));
  const domain = settings.mail.from.slice(settings.mail.from.lastIndexOf("@") + 1);
  const composer = new MailComposer({
    from: { name: oneLine(settings.mail.fromName), address: settings.mail.from },
    to: { name: oneLine(mail.to.name ?? ""), address: mail.to.email },
    ...(settings.mail.replyTo === undefined ? {} : { replyTo: settings.mail.replyTo }),
    subject: content.subject,
    date: mail.at,
    messageId: `<${invitationId}${reminder === undefined ? "" : "-reminder"}@${domain}>`,
    headers: {
      "Content-Language": content.words.lang,
      // Asks out-of-office and ticket robots not to answer (RFC 3834, and what Exchange reads instead).
      "Auto-Submitted": "auto-generated",
      "X-Auto-Response-Suppress": "OOF, AutoReply",
      ...(unsubscribe === undefined
        ? {}
        : {
            "List-Unsubscribe": onOneLine(`<${unsubscribe}>`),
            "List-Unsubscribe-Post": onOneLine("List-Unsubscribe=One-Click"),
          }),
    },
    text: surveyText(content),
    html: surveyHtml(content),
    textEncoding: "quoted-printable",
    baseBoundary: reminder === undefined ? invitationId : `${invitationId}-reminder`,
    disableFileAccess: true,
    disableUrlAccess: true,
    newline: "\r\n",
  });
  const source = await composer.compile().build();
  return reminder === undefined ? source : Buffer.concat([Buffer.from(threadOf(reminder.messageId)), source]);
}

/** A header as it is: some mailbox providers read no one-click address that is folded. */
const onOneLine = (value: string) => ({ prepared: true, foldLines: false, value });

/**
 * The headers of a thread. The composer would fold each before its first word, which some mail programs read as empty.
 * What is no Message-ID is left out: the reminder is a mail of its own then.
 */
const threadOf = (messageId: string): string =>
  /^<[!-;=?-~]{1,900}>$/.test(messageId) ? `In-Reply-To: ${messageId}\r\nReferences: ${messageId}\r\n` : "";

function contentOf(mail: SurveyMail, pageWords: Words): MailContent {
  const { program, link, settings, locale, to, reminder } = mail;
  const words = mailWordsFor(locale);
  const company = oneLine(settings.company.name);
  const first = scaleOf(program);
  const anonymous = isAnonymous(program);
  const subject = words.subject(first.kind, company);
  return {
    words,
    settings,
    // A reminder carries the first mail's very subject: Gmail keeps no thread together whose subjects differ.
    subject,
    name: greetable(oneLine(to.name ?? "")),
    link,
    introduction:
      reminder === undefined
        ? words.introduction(company, mostAsked(program.questions))
        : words.reminderIntroduction(company, reminder, {
            timeZone: mail.timeZone,
            isAnonymous: anonymous,
          }),
    assurances: anonymous
      ? [...(reminder === undefined ? [] : [words.answeredAlready]), words.anonymous]
      : [],
    term:
      reminder === undefined
        ? words[anonymous ? "cannotChange" : "canChange"](program.closesAfterDays)
        : undefined,
    firstQuestion: wordingOf(first, words.lang, company),
    choices: choicesOf(first.kind, link, words, pageWords),
    ends: first.kind === "nps" ? pageWords.npsEnds : undefined,
    unsubscribe: mail.unsubscribe,
  };
}

type Scale = Extract<Question, { kind: "nps" | "csat" }>;

/** The question that the mail shows: what is saved begins with one that has a scale. */
function scaleOf({ programId, questions: [first] }: Program): Scale {
  if (first?.kind === "nps" || first?.kind === "csat") return first;
  throw new Error(`Program ${programId} does not begin with a scale, which a mail shows`);
}

/** How many questions anybody is asked at most: of the follow-ups to one question, those that the same score shows. */
function mostAsked(questions: readonly Question[]): number {
  const followUps = questions.flatMap(({ showWhen }) => showWhen ?? []);
  const mostTogether = (shown: typeof followUps) =>
    Math.max(...shown.map(({ from }) => shown.filter((one) => one.from <= from && from <= one.to).length));
  return [...Map.groupBy(followUps, ({ questionId }) => questionId).values()]
    .map(mostTogether)
    .reduce((sum, most) => sum + most, questions.length - followUps.length);
}

function choicesOf(
  kind: Scale["kind"],
  link: string,
  words: MailWords,
  { npsEnds, csatSteps }: Words,
): readonly Choice[] {
  switch (kind) {
    case "nps":
      return Array.from({ length: 11 }, (_, value) => {
        const meaning = value === 0 ? npsEnds[0] : value === 10 ? npsEnds[1] : undefined;
        const spoken = words.point(value, meaning);
        return { label: String(value), spoken, link: `${link}?score=${value}` };
      });
    case "csat":
      return csatSteps.map((step, i) => ({ label: step, spoken: step, link: `${link}?score=${i + 1}` }));
  }
}

/** What mail clients make a link to a page of by themselves: with a scheme, a domain alone, or anything with a path. */
const LINKABLE = /:\/\/|\bwww\.|(?<![@\p{L}\p{N}.-])[\p{L}\p{N}-]{2,}\.\p{L}{2}|[^\s.]\.[^\s.]\S*\//iu;

/** A name to greet by: not one that would put somebody else's link into our mail. */
const greetable = (name: string): string | undefined =>
  name === "" || LINKABLE.test(name) ? undefined : name;

/**
 * A name as it may stand in a header: whatever breaks or hides a line, or turns one around, is a space. What looks like
 * an encoded word (RFC 2047) would be read as one, line breaks and all.
 */
function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, " ")
    .replaceAll("=?", "= ?")
    .trim();
}
