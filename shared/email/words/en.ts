/** What the mail says, as ICU messages; every other language has the same keys and arguments. */
export const en = {
  subjectNps: "How likely are you to recommend {company}?",
  subjectCsat: "How satisfied are you? A question from {company}",
  greeting: "Hello,",
  greetingByName: "Hello {name},",
  introduction:
    "We would like to know how {company} is doing for you. {questions, plural, one {It is one question and takes under a minute.} other {It is # short questions and takes under a minute.}}",
  reminderIntroduction:
    "We asked you on {sent} how {company} is doing for you. The survey stays open until {closes}; until then you can answer, and change your answer.",
  reminderIntroductionAnonymous:
    "We asked you on {sent} how {company} is doing for you. The survey stays open until {closes}.",
  anonymous: "Your answer is anonymous: it is kept without your name, your company or the time of day.",
  answeredAlready: "If you have answered already, thank you: there is nothing more to do.",
  choose: "Choose an answer to begin. Nothing is sent until you confirm it on the page that opens.",
  point: "{value} out of 10",
  pointWithMeaning: "{value} out of 10, {meaning}",
  open: "Open the survey",
  openPlainly: "Open the survey:",
  canChange: "You can answer, and change your answer, for {days, plural, one {one day} other {# days}}.",
  cannotChange:
    "You can answer for {days, plural, one {one day} other {# days}}. An answer cannot be changed once it is sent, as nobody can tell which one is yours.",
  signature: "Thank you – your customer success team at {company}",
  why: "We write to you because you are a contact for your organisation at {company}.",
  unsubscribe: "Unsubscribe",
  unsubscribePlainly: "Unsubscribe from surveys:",
} as const;

/** A language's messages for the mail: a key left out, or too many, does not compile. */
export type MailMessages = Readonly<Record<keyof typeof en, string>>;
