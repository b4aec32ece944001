import type { MailContent } from "./mail-content.ts";

/** The mail as plain text: everything the HTML part says, each answer with its own address. */
export function surveyText(content: MailContent): string {
  const { words, settings, choices, unsubscribe } = content;
  const company = settings.company.name;
  return [
    words.greeting(content.name),
    content.introduction,
    ...content.assurances,
    content.firstQuestion.text,
    words.choose,
    choices.map((choice) => `${choice.spoken}\n${choice.link}`).join("\n"),
    `${words.openPlainly}\n${content.link}`,
    ...(content.term === undefined ? [] : [content.term]),
    words.signature(company),
    `-- \n${words.why(company)}\n${company}, ${settings.company.postalAddress}`,
    ...(unsubscribe === undefined ? [] : [`${words.unsubscribePlainly}\n${unsubscribe}`]),
  ].join("\n\n");
}
