import { DEFAULT_LANGUAGE, directionOf, type Language, languageOf } from "../domain/language.ts";
import { momentIn, speakerOf, withoutIsolates } from "../survey/messages.ts";
import { ar } from "./words/ar.ts";
import { de } from "./words/de.ts";
import { en, type MailMessages } from "./words/en.ts";
import { es } from "./words/es.ts";
import { fr } from "./words/fr.ts";
import { he } from "./words/he.ts";
import { ja } from "./words/ja.ts";
import { pt } from "./words/pt.ts";

/** Which of its languages a sender meets next is anybody's guess, and it has the time. */
const CATALOGUES: Readonly<Record<Language, MailMessages>> = { en, de, fr, es, pt, ja, ar, he };

const SUBJECTS = { nps: "subjectNps", csat: "subjectCsat" } as const;

const known = new Map<Language, MailWords>();

/** The mail's words in the language closest to `locale` (BCP 47); English where there is none. */
export function mailWordsFor(locale?: string): MailWords {
  const language = languageOf(locale) ?? DEFAULT_LANGUAGE;
  const words = known.get(language) ?? wordsOf(CATALOGUES[language], language);
  known.set(language, words);
  return words;
}

/** Everything a survey mail says in one language, but for the questions, which are the program's. */
export type MailWords = ReturnType<typeof wordsOf>;

function wordsOf(messages: MailMessages, language: Language) {
  const say = speakerOf(messages, language);
  return {
    /** BCP 47, for the mail's `lang`. */
    lang: language,
    dir: directionOf(language),
    subject: (firstQuestion: keyof typeof SUBJECTS, company: string) =>
      withoutIsolates(say(SUBJECTS[firstQuestion], { company })),
    greeting: (name: string | undefined) =>
      name === undefined ? say("greeting") : say("greetingByName", { name }),
    introduction: (company: string, questions: number) => say("introduction", { company, questions }),
    /** Says on which day the first mail came and until when an answer can be given and, unless anonymous, changed. */
    reminderIntroduction: (
      company: string,
      times: { readonly sentAt: string; readonly closesAt: string },
      { timeZone, isAnonymous }: { readonly timeZone: string | undefined; readonly isAnonymous: boolean },
    ) =>
      say(isAnonymous ? "reminderIntroductionAnonymous" : "reminderIntroduction", {
        company,
        sent: momentIn(language, times.sentAt, { precision: "day", timeZone }),
        closes: momentIn(language, times.closesAt, { timeZone }),
      }),
    /** That nobody learns whose an answer is. */
    anonymous: say("anonymous"),
    /** For who is reminded of an anonymous survey, which is everybody. */
    answeredAlready: say("answeredAlready"),
    /** How the scale in the mail is used; choosing there sends nothing. */
    choose: say("choose"),
    /** A point of the scale as a screen reader says it. */
    point: (value: number, meaning: string | undefined) =>
      meaning === undefined ? say("point", { value }) : say("pointWithMeaning", { value, meaning }),
    open: say("open"),
    openPlainly: say("openPlainly"),
    /** For how many days an answer can be given, and whether it can be changed. */
    canChange: (days: number) => say("canChange", { days }),
    cannotChange: (days: number) => say("cannotChange", { days }),
    signature: (company: string) => say("signature", { company }),
    why: (company: string) => say("why", { company }),
    unsubscribe: say("unsubscribe"),
    unsubscribePlainly: say("unsubscribePlainly"),
  };
}
