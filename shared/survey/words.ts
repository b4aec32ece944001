/** What stands beside a question that was answered in a way we cannot take. */
export type AnswerProblem =
  | "not-on-scale"
  | "not-a-step"
  | "not-text"
  | "too-long"
  | "several"
  | "unknown-question";

/** What is wrong with a post as a whole. */
export type FormProblem = "nothing-answered" | "other-form";

/** Everything the interface says in one language; the questions' own words are the program's. */
export type Words = {
  /** BCP 47, for the page's `lang`. */
  readonly lang: string;
  readonly dir: "ltr" | "rtl";
  /** A moment, as this language writes it, with its zone. */
  readonly moment: (iso: string) => string;
  readonly heading: string;
  readonly title: (company: string) => string;
  readonly errorTitle: (title: string) => string;
  readonly introduction: string;
  readonly notSentYet: (button: string) => string;
  readonly answeredBefore: (closes: string | undefined) => string;
  readonly optional: string;
  readonly npsEnds: readonly [lowest: string, highest: string];
  readonly csatSteps: readonly [string, string, string, string, string];
  readonly outOfTen: (points: string) => string;
  readonly send: string;
  readonly sendChange: string;
  readonly whoReads: (company: string) => string;
  readonly errorsHeading: string;
  readonly answerProblems: Readonly<Record<AnswerProblem, string>>;
  readonly formProblems: Readonly<Record<FormProblem, string>>;
  readonly thanks: string;
  readonly whatHappensNext: (company: string) => string;
  readonly mayChange: (closes: string | undefined) => string;
  readonly change: string;
  readonly closed: string;
  readonly closedExplained: (company: string) => string;
  readonly invalidLink: string;
  readonly invalidLinkExplained: string;
  readonly tooMany: string;
  readonly tooManyExplained: string;
  readonly tooLarge: string;
  readonly tooLargeExplained: string;
  readonly unsupported: string;
  readonly unsupportedExplained: string;
  readonly unreadable: string;
  readonly unreadableExplained: string;
  readonly failed: string;
  readonly failedExplained: string;
  readonly failedToShowExplained: string;
};

const englishMoment = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "long",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZone: "UTC",
  timeZoneName: "short",
});

const untilClosing = (closes: string | undefined): string =>
  closes === undefined ? "until the survey closes" : `until ${closes}`;

const english: Words = {
  lang: "en",
  dir: "ltr",
  moment: (iso) => englishMoment.format(new Date(iso)),
  heading: "How are we doing?",
  title: (company) => `Your feedback to ${company}`,
  errorTitle: (title) => `Error: ${title}`,
  introduction: "Under a minute. Answer what you like.",
  notSentYet: (button) => `Your score is chosen but not sent yet: press “${button}” below.`,
  answeredBefore: (closes) =>
    `You have answered already, thank you. You can change your answer ${untilClosing(closes)}.`,
  optional: "(optional)",
  npsEnds: ["Not at all likely", "Extremely likely"],
  csatSteps: ["Very dissatisfied", "Dissatisfied", "Neutral", "Satisfied", "Very satisfied"],
  outOfTen: (points) => `${points} out of 10`,
  send: "Send answer",
  sendChange: "Change answer",
  whoReads: (company) =>
    `Your answer goes, with your name, to the people at ${company} who look after your account.`,
  errorsHeading: "We could not take your answer yet",
  answerProblems: {
    "not-on-scale": "Choose a whole number from 0 to 10.",
    "not-a-step": "Choose one of the five steps, 1 (very dissatisfied) to 5 (very satisfied).",
    "not-text": "Write your answer as text.",
    "too-long": "Shorten your words to 4,000 characters or fewer.",
    several: "Give one answer to this question.",
    "unknown-question": "This survey has no such question. Leave it out.",
  },
  formProblems: {
    "nothing-answered": "Answer at least one question.",
    "other-form":
      "This form belongs to another version of the survey. Check your answers below and send them again.",
  },
  thanks: "Thank you",
  whatHappensNext: (company) =>
    `Your answer is with us. Somebody at ${company} reads every answer, and will write to you where there is something to follow up.`,
  mayChange: (closes) => `Changed your mind? You can change your answer ${untilClosing(closes)}.`,
  change: "Change my answer",
  closed: "This survey has closed",
  closedExplained: (company) =>
    `Thank you for looking in. To tell ${company} something, reply to the e-mail that brought you here: it reaches a person.`,
  invalidLink: "This link is not valid",
  invalidLinkExplained:
    "Open the link from your e-mail again. If you copied it, make sure that all of it came along.",
  tooMany: "Your answer has been changed too often",
  tooManyExplained:
    "Your latest saved answer counts. To tell us more, reply to the e-mail that brought you here.",
  tooLarge: "That is more than we can take",
  tooLargeExplained: "Go back, shorten your words to 4,000 characters or fewer, and send again.",
  unsupported: "We could not read that",
  unsupportedExplained: "Send the survey's own form, or application/json.",
  unreadable: "We could not read that",
  unreadableExplained: 'Send a JSON object with your answers, such as {"nps": 9}.',
  failed: "Something went wrong on our side",
  failedExplained:
    "Your answer may not have been saved. Go back: what you typed is still there. Then send it again.",
  failedToShowExplained: "Nothing is lost. Open the link from your e-mail again in a minute.",
};

/** The interface in the language closest to `locale` (BCP 47); English where there is none. */
export function wordsFor(_locale?: string): Words {
  return english;
}
