import { DEFAULT_LANGUAGE, directionOf, type Language, languageOf } from "../domain/language.ts";
import { MAX_LINE_CHARACTERS, MAX_TEXT_CHARACTERS } from "./answers.ts";
import { momentIn, speakerOf, withoutIsolates } from "./messages.ts";
import type { PageMessages } from "./words/en.ts";

/** What stands beside a question that was answered in a way we cannot take. */
export type AnswerProblem =
  | "not-on-scale"
  | "not-a-step"
  | "not-text"
  | "too-long"
  | "too-long-for-a-line"
  | "not-an-option"
  | "several"
  | "unknown-question";

/** What is wrong with a post as a whole. */
export type FormProblem = "nothing-answered" | "other-form";

/** Each loaded when somebody first reads it. */
const CATALOGUES: Readonly<Record<Language, () => Promise<PageMessages>>> = {
  en: async () => (await import("./words/en.ts")).en,
  de: async () => (await import("./words/de.ts")).de,
  fr: async () => (await import("./words/fr.ts")).fr,
  es: async () => (await import("./words/es.ts")).es,
  pt: async () => (await import("./words/pt.ts")).pt,
  ja: async () => (await import("./words/ja.ts")).ja,
  ar: async () => (await import("./words/ar.ts")).ar,
  he: async () => (await import("./words/he.ts")).he,
};

const known = new Map<Language, Promise<Words>>();

/** What the pages say in the language closest to `locale` (BCP 47); English where there is none. */
export function wordsFor(locale?: string): Promise<Words> {
  const language = languageOf(locale) ?? DEFAULT_LANGUAGE;
  const words = known.get(language) ?? CATALOGUES[language]().then((each) => wordsOf(each, language));
  known.set(language, words);
  return words;
}

/** Everything the interface says in one language; the questions' own words are the program's. */
export type Words = ReturnType<typeof wordsOf>;

/** What takes an argument is put together when it is said: most pages say few of these. */
function wordsOf(messages: PageMessages, language: Language) {
  const say = speakerOf(messages, language);
  const ofCompany = (key: keyof PageMessages) => (company: string) => say(key, { company });
  const untilClosing =
    (open: keyof PageMessages, until: keyof PageMessages) => (closes: string | undefined) =>
      closes === undefined ? say(open) : say(until, { closes });
  const limit = MAX_TEXT_CHARACTERS;
  const npsEnds: readonly [lowest: string, highest: string] = [say("leastLikely"), say("mostLikely")];
  const csatSteps: readonly [string, string, string, string, string] = [
    say("veryDissatisfied"),
    say("dissatisfied"),
    say("neutral"),
    say("satisfied"),
    say("verySatisfied"),
  ];
  const answerProblems: Readonly<Record<AnswerProblem, string>> = {
    "not-on-scale": say("notOnScale"),
    "not-a-step": say("notAStep"),
    "not-text": say("notText"),
    get "too-long"() {
      return say("tooLong", { limit });
    },
    get "too-long-for-a-line"() {
      return say("tooLong", { limit: MAX_LINE_CHARACTERS });
    },
    "not-an-option": say("notAnOption"),
    several: say("several"),
    "unknown-question": say("unknownQuestion"),
  };
  const formProblems: Readonly<Record<FormProblem, string>> = {
    "nothing-answered": say("nothingAnswered"),
    "other-form": say("otherForm"),
  };
  return {
    /** BCP 47, for the page's `lang`. */
    lang: language,
    dir: directionOf(language),
    /** A moment, as this language writes it, with its zone. */
    moment: (iso: string) => momentIn(language, iso),
    /** Its day, by the clock of a zone (IANA). */
    day: (iso: string, timeZone: string) => momentIn(language, iso, { precision: "day", timeZone }),
    heading: say("heading"),
    title: (company: string) => withoutIsolates(say("title", { company })),
    errorTitle: (title: string) => withoutIsolates(say("errorTitle", { title })),
    introduction: say("introduction"),
    notSentYet: (button: string) => say("notSentYet", { button }),
    answeredBefore: untilClosing("answeredBefore", "answeredBeforeUntil"),
    optional: say("optional"),
    chooseAny: say("chooseAny"),
    npsEnds,
    csatSteps,
    outOfTen: (points: string) => say("outOfTen", { points }),
    send: say("send"),
    sendChange: say("sendChange"),
    whoReads: ofCompany("whoReads"),
    anonymous: say("anonymous"),
    errorsHeading: say("errorsHeading"),
    answerProblems,
    formProblems,
    thanks: say("thanks"),
    whatHappensNext: ofCompany("whatHappensNext"),
    /** The offer to call somebody back, and what is promised to who took it. */
    callBackQuestion: say("callBackQuestion"),
    callBackReach: say("callBackReach"),
    callBackAsk: say("callBackAsk"),
    callBackPromised: say("callBackPromised"),
    callBackUntil: (company: string, day: string) => say("callBackUntil", { company, day }),
    callBackSaid: (reach: string) => say("callBackSaid", { reach }),
    callBackChange: say("callBackChange"),
    callBackSave: say("callBackSave"),
    callBackRefused: say("callBackRefused"),
    anonymousNext: ofCompany("anonymousNext"),
    anonymousReach: say("anonymousReach"),
    mayChange: untilClosing("mayChange", "mayChangeUntil"),
    change: say("change"),
    notOpen: say("notOpen"),
    notOpenExplained: ofCompany("notOpenExplained"),
    lateAnswer: say("lateAnswer"),
    answeredAlready: say("answeredAlready"),
    answeredAlreadyExplained: say("answeredAlreadyExplained"),
    invalidLink: say("invalidLink"),
    invalidLinkExplained: say("invalidLinkExplained"),
    tooMany: say("tooMany"),
    tooManyExplained: say("tooManyExplained"),
    tooLarge: say("tooLarge"),
    get tooLargeExplained() {
      return say("tooLargeExplained", { limit });
    },
    unsupported: say("unsupported"),
    get unsupportedExplained() {
      return say("unsupportedExplained", { type: "application/json" });
    },
    unreadable: say("unreadable"),
    get unreadableExplained() {
      return say("unreadableExplained", { example: '{"nps": 9}' });
    },
    failed: say("failed"),
    failedExplained: say("failedExplained"),
    failedToShowExplained: say("failedToShowExplained"),
    /** The page that asks before it stops surveys, and the one that says that they are stopped. */
    unsubscribe: ofCompany("unsubscribe"),
    unsubscribeExplained: ofCompany("unsubscribeExplained"),
    unsubscribeButton: say("unsubscribeButton"),
    unsubscribed: say("unsubscribed"),
    unsubscribedExplained: ofCompany("unsubscribedExplained"),
    unsubscribedByMistake: (address: string) => say("unsubscribedByMistake", { address }),
  };
}
