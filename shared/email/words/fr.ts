import type { MailMessages } from "./en.ts";

export const fr: MailMessages = {
  subjectNps: "Quelle est la probabilité que vous recommandiez {company}\u00a0?",
  subjectCsat: "Quel est votre niveau de satisfaction\u00a0? Une question de {company}",
  greeting: "Bonjour,",
  greetingByName: "Bonjour {name},",
  introduction:
    "Nous aimerions savoir ce que vous pensez de {company}. {questions, plural, one {Il y a une seule question et cela prend moins d’une minute.} many {Il y a # questions courtes et cela prend moins d’une minute.} other {Il y a # questions courtes et cela prend moins d’une minute.}}",
  reminderIntroduction:
    "Le {sent}, nous vous avons demandé ce que vous pensez de {company}. L’enquête reste ouverte jusqu’au {closes}\u00a0; d’ici là, vous pouvez répondre et modifier votre réponse.",
  reminderIntroductionAnonymous:
    "Le {sent}, nous vous avons demandé ce que vous pensez de {company}. L’enquête reste ouverte jusqu’au {closes}.",
  anonymous:
    "Votre réponse est anonyme\u00a0: elle est conservée sans votre nom, sans celui de votre entreprise et sans l’heure.",
  answeredAlready: "Si vous avez déjà répondu, merci\u00a0: vous n’avez plus rien à faire.",
  choose:
    "Choisissez une réponse pour commencer. Rien n’est envoyé tant que vous n’avez pas confirmé sur la page qui s’ouvre.",
  point: "{value} sur 10",
  pointWithMeaning: "{value} sur 10, {meaning}",
  open: "Ouvrir l’enquête",
  openPlainly: "Ouvrir l’enquête\u00a0:",
  canChange:
    "Vous pouvez répondre, et modifier votre réponse, pendant {days, plural, one {# jour} many {# jours} other {# jours}}.",
  cannotChange:
    "Vous pouvez répondre pendant {days, plural, one {# jour} many {# jours} other {# jours}}. Une réponse envoyée ne peut plus être modifiée, car personne ne peut savoir laquelle est la vôtre.",
  signature: "Merci – votre équipe du suivi client chez {company}",
  why: "Nous vous écrivons parce que vous êtes l’un des contacts de votre organisation chez {company}.",
  unsubscribe: "Se désinscrire",
  unsubscribePlainly: "Ne plus recevoir d’enquêtes\u00a0:",
};
