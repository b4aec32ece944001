/** What the pages say, as ICU messages; every other language has the same keys and arguments. */
export const en = {
  heading: "How are we doing?",
  title: "Your feedback to {company}",
  errorTitle: "Error: {title}",
  introduction: "Under a minute. Answer what you like.",
  notSentYet: "Your score is chosen but not sent yet: press “{button}” below.",
  answeredBefore: "You have answered already, thank you. You can change your answer until the survey closes.",
  answeredBeforeUntil: "You have answered already, thank you. You can change your answer until {closes}.",
  optional: "(optional)",
  leastLikely: "Not at all likely",
  mostLikely: "Extremely likely",
  veryDissatisfied: "Very dissatisfied",
  dissatisfied: "Dissatisfied",
  neutral: "Neutral",
  satisfied: "Satisfied",
  verySatisfied: "Very satisfied",
  outOfTen: "{points} out of 10",
  send: "Send answer",
  sendChange: "Change answer",
  whoReads: "Your answer goes, with your name, to the people at {company} who look after your account.",
  errorsHeading: "We could not take your answer yet",
  notOnScale: "Choose a whole number from 0 to 10.",
  notAStep: "Choose one of the five steps, 1 (very dissatisfied) to 5 (very satisfied).",
  notText: "Write your answer as text.",
  tooLong: "Shorten your words to {limit, number} characters or fewer.",
  several: "Give one answer to this question.",
  unknownQuestion: "This survey has no such question. Leave it out.",
  nothingAnswered: "Answer at least one question.",
  otherForm:
    "This form belongs to another version of the survey. Check your answers below and send them again.",
  thanks: "Thank you",
  whatHappensNext:
    "Your answer is with us. Somebody at {company} reads every answer, and will write to you where there is something to follow up.",
  mayChange: "Changed your mind? You can change your answer until the survey closes.",
  mayChangeUntil: "Changed your mind? You can change your answer until {closes}.",
  change: "Change my answer",
  closed: "This survey has closed",
  closedExplained:
    "Thank you for looking in. To tell {company} something, reply to the e-mail that brought you here: it reaches a person.",
  invalidLink: "This link is not valid",
  invalidLinkExplained:
    "Open the link from your e-mail again. If you copied it, make sure that all of it came along.",
  tooMany: "Your answer has been changed too often",
  tooManyExplained:
    "Your latest saved answer counts. To tell us more, reply to the e-mail that brought you here.",
  tooLarge: "That is more than we can take",
  tooLargeExplained: "Go back, shorten your words to {limit, number} characters or fewer, and send again.",
  unsupported: "We could not read that",
  unsupportedExplained: "Send the survey's own form, or {type}.",
  unreadable: "We could not read that",
  unreadableExplained: "Send a JSON object with your answers, such as {example}.",
  failed: "Something went wrong on our side",
  failedExplained:
    "Your answer may not have been saved. Go back: what you typed is still there. Then send it again.",
  failedToShowExplained: "Nothing is lost. Open the link from your e-mail again in a minute.",
  unsubscribe: "Stop surveys from {company}?",
  unsubscribeExplained:
    "You will get no more surveys by e-mail. Other messages from {company} are not affected.",
  unsubscribeButton: "Stop surveys",
  unsubscribed: "Surveys are stopped",
  unsubscribedExplained: "You will not get surveys from {company} any more.",
  unsubscribedByMistake: "If that was a mistake, write to {address} and we will start them again.",
} as const;

/** A language's messages for the pages: a key left out, or too many, does not compile. */
export type PageMessages = Readonly<Record<keyof typeof en, string>>;
