import type { Question } from "../domain/program.ts";

/** Everything a survey mail says in one language, but for the questions, which are the program's. */
export type MailWords = {
  /** BCP 47, for the mail's `lang`. */
  readonly lang: string;
  readonly dir: "ltr" | "rtl";
  readonly subject: (firstQuestion: Question["kind"], company: string) => string;
  readonly greeting: (name: string | undefined) => string;
  readonly introduction: (company: string, questions: number) => string;
  /** How the scale in the mail is used; choosing there sends nothing. */
  readonly choose: string;
  /** A point of the scale as a screen reader says it. */
  readonly point: (value: number, meaning: string | undefined) => string;
  readonly open: string;
  readonly openPlainly: string;
  readonly canChange: (days: number) => string;
  readonly signature: (company: string) => string;
  readonly why: (company: string) => string;
};

const english: MailWords = {
  lang: "en",
  dir: "ltr",
  subject: (firstQuestion, company) => {
    switch (firstQuestion) {
      case "nps":
        return `How likely are you to recommend ${company}?`;
      case "csat":
        return `How satisfied are you? A question from ${company}`;
      case "text":
        return `A question from ${company}`;
    }
  },
  greeting: (name) => (name === undefined ? "Hello," : `Hello ${name},`),
  introduction: (company, questions) =>
    questions === 1
      ? `We would like to know how ${company} is doing for you. It is one question and takes under a minute.`
      : `We would like to know how ${company} is doing for you. It is ${questions} short questions and takes under a minute.`,
  choose: "Choose an answer to begin. Nothing is sent until you confirm it on the page that opens.",
  point: (value, meaning) =>
    meaning === undefined ? `${value} out of 10` : `${value} out of 10, ${meaning}`,
  open: "Open the survey",
  openPlainly: "Open the survey:",
  canChange: (days) => `You can answer, and change your answer, for ${days} days.`,
  signature: (company) => `Thank you – your customer success team at ${company}`,
  why: (company) => `We write to you because you are a contact for your organisation at ${company}.`,
};

/** The mail's words in the language closest to `locale` (BCP 47); English where there is none. */
export function mailWordsFor(_locale?: string): MailWords {
  return english;
}
