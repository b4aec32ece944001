import type { MailMessages } from "./en.ts";

export const de: MailMessages = {
  subjectNps: "Wie wahrscheinlich ist es, dass Sie {company} weiterempfehlen?",
  subjectCsat: "Wie zufrieden sind Sie? Eine Frage von {company}",
  greeting: "Guten Tag,",
  greetingByName: "Guten Tag {name},",
  introduction:
    "wir möchten gern wissen, wie zufrieden Sie mit {company} sind. {questions, plural, one {Es ist eine einzige Frage, und es dauert keine Minute.} other {Es sind # kurze Fragen, und es dauert keine Minute.}}",
  reminderIntroduction:
    "am {sent} haben wir Sie gefragt, wie zufrieden Sie mit {company} sind. Die Umfrage ist bis zum {closes} geöffnet; so lange können Sie antworten und Ihre Antwort ändern.",
  reminderIntroductionAnonymous:
    "am {sent} haben wir Sie gefragt, wie zufrieden Sie mit {company} sind. Die Umfrage ist bis zum {closes} geöffnet.",
  anonymous:
    "Ihre Antwort ist anonym: Sie wird ohne Ihren Namen, Ihr Unternehmen und die Uhrzeit gespeichert.",
  answeredAlready: "Falls Sie schon geantwortet haben: vielen Dank, Sie brauchen nichts weiter zu tun.",
  choose:
    "Wählen Sie eine Antwort, um zu beginnen. Gesendet wird erst, wenn Sie auf der Seite, die sich öffnet, bestätigen.",
  point: "{value} von 10",
  pointWithMeaning: "{value} von 10, {meaning}",
  open: "Umfrage öffnen",
  openPlainly: "Umfrage öffnen:",
  canChange:
    "Sie können {days, plural, one {einen Tag} other {# Tage}} lang antworten und Ihre Antwort ändern.",
  cannotChange:
    "Sie können {days, plural, one {einen Tag} other {# Tage}} lang antworten. Eine gesendete Antwort lässt sich nicht mehr ändern, denn niemand kann erkennen, welche von Ihnen stammt.",
  signature: "Vielen Dank – Ihr Kundenteam bei {company}",
  why: "Wir schreiben Ihnen, weil Sie Kontaktperson Ihrer Organisation bei {company} sind.",
  unsubscribe: "Abbestellen",
  unsubscribePlainly: "Umfragen abbestellen:",
};
