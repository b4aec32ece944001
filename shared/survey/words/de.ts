import type { PageMessages } from "./en.ts";

export const de: PageMessages = {
  heading: "Wie zufrieden sind Sie mit uns?",
  title: "Ihre Rückmeldung an {company}",
  errorTitle: "Fehler: {title}",
  introduction: "Dauert keine Minute. Beantworten Sie, was Sie möchten.",
  notSentYet: "Ihre Bewertung ist ausgewählt, aber noch nicht gesendet: Klicken Sie unten auf „{button}“.",
  answeredBefore:
    "Sie haben bereits geantwortet, vielen Dank. Bis zum Ende der Umfrage können Sie Ihre Antwort ändern.",
  answeredBeforeUntil:
    "Sie haben bereits geantwortet, vielen Dank. Sie können Ihre Antwort bis zum {closes} ändern.",
  optional: "(freiwillig)",
  chooseAny: "Mehrere Antworten sind möglich.",
  leastLikely: "Überhaupt nicht wahrscheinlich",
  mostLikely: "Äußerst wahrscheinlich",
  veryDissatisfied: "Sehr unzufrieden",
  dissatisfied: "Unzufrieden",
  neutral: "Teils, teils",
  satisfied: "Zufrieden",
  verySatisfied: "Sehr zufrieden",
  outOfTen: "{points} von 10",
  send: "Antwort senden",
  sendChange: "Antwort ändern",
  whoReads: "Ihre Antwort geht mit Ihrem Namen an das Team, das Sie bei {company} betreut.",
  anonymous:
    "Ihre Antwort ist anonym: Sie wird ohne Ihren Namen, Ihr Unternehmen und die Uhrzeit gespeichert und lässt sich nach dem Senden nicht mehr ändern.",
  errorsHeading: "Wir konnten Ihre Antwort noch nicht annehmen",
  notOnScale: "Wählen Sie eine ganze Zahl von 0 bis 10.",
  notAStep: "Wählen Sie eine der fünf Stufen, von 1 (sehr unzufrieden) bis 5 (sehr zufrieden).",
  notText: "Geben Sie Ihre Antwort als Text ein.",
  tooLong: "Kürzen Sie Ihren Text auf höchstens {limit, number} Zeichen.",
  notAnOption: "Wählen Sie aus den vorgegebenen Antworten.",
  several: "Geben Sie auf diese Frage nur eine Antwort.",
  unknownQuestion: "Diese Frage gibt es in der Umfrage nicht. Lassen Sie sie weg.",
  nothingAnswered: "Beantworten Sie mindestens eine Frage.",
  otherForm:
    "Dieses Formular gehört zu einer anderen Fassung der Umfrage. Prüfen Sie Ihre Antworten und senden Sie sie noch einmal.",
  thanks: "Vielen Dank",
  whatHappensNext:
    "Ihre Antwort ist angekommen. Bei {company} wird jede Antwort gelesen. Wenn es etwas zu klären gibt, melden wir uns bei Ihnen.",
  callBackQuestion: "Sollen wir Sie anrufen oder Ihnen schreiben?",
  callBackReach: "Wie und wann wir Sie erreichen",
  callBackAsk: "Bitte melden Sie sich",
  callBackPromised: "Wir melden uns bei Ihnen",
  callBackUntil: "Jemand von {company} ruft Sie bis zum Ende des {day} an oder schreibt Ihnen.",
  callBackSaid: "Ihre Angabe: „{reach}“",
  callBackChange: "Angabe ändern",
  callBackSave: "Speichern",
  callBackRefused: "Das konnten wir noch nicht annehmen",
  anonymousNext: "Ihre Antwort ist angekommen. Bei {company} wird jede Antwort gelesen.",
  anonymousReach:
    "Sollen wir Sie anrufen oder Ihnen schreiben? Antworten Sie auf die E-Mail, die Sie hierher geführt hat: Sie wird von einem Menschen gelesen.",
  mayChange: "Anders überlegt? Bis zum Ende der Umfrage können Sie Ihre Antwort ändern.",
  mayChangeUntil: "Anders überlegt? Sie können Ihre Antwort bis zum {closes} ändern.",
  change: "Meine Antwort ändern",
  notOpen: "Diese Umfrage ist nicht geöffnet",
  notOpenExplained:
    "Vielleicht ist sie schon beendet, oder ein Teil des Links fehlt: Öffnen Sie ihn noch einmal aus Ihrer E-Mail. Wenn Sie {company} etwas mitteilen möchten, antworten Sie auf diese E-Mail: Sie wird von einem Menschen gelesen.",
  lateAnswer:
    "Wir konnten Ihre Antwort nicht mehr annehmen. Hier steht sie, damit Sie sie in Ihre E-Mail kopieren können:",
  answeredAlready: "Sie haben bereits geantwortet",
  answeredAlreadyExplained:
    "Vielen Dank. Ihre Antwort ist anonym: Niemand kann erkennen, welche von Ihnen stammt, deshalb können wir sie weder anzeigen noch ändern.",
  invalidLink: "Dieser Link ist nicht gültig",
  invalidLinkExplained:
    "Öffnen Sie den Link noch einmal aus Ihrer E-Mail. Wenn Sie ihn kopiert haben, prüfen Sie, ob er vollständig ist.",
  tooMany: "Ihre Antwort wurde zu oft geändert",
  tooManyExplained:
    "Es gilt Ihre zuletzt gespeicherte Antwort. Wenn Sie uns mehr sagen möchten, antworten Sie auf die E-Mail, die Sie hierher geführt hat.",
  tooLarge: "Das ist mehr, als wir annehmen können",
  tooLargeExplained:
    "Gehen Sie zurück, kürzen Sie Ihren Text auf höchstens {limit, number} Zeichen und senden Sie ihn noch einmal.",
  unsupported: "Das konnten wir nicht lesen",
  unsupportedExplained: "Senden Sie das Formular der Umfrage oder {type}.",
  unreadable: "Das konnten wir nicht lesen",
  unreadableExplained: "Senden Sie ein JSON-Objekt mit Ihren Antworten, etwa {example}.",
  failed: "Bei uns ist etwas schiefgegangen",
  failedExplained:
    "Ihre Antwort wurde möglicherweise nicht gespeichert. Gehen Sie zurück: Was Sie eingegeben haben, ist noch da. Senden Sie es dann noch einmal.",
  failedToShowExplained:
    "Es ist nichts verloren. Öffnen Sie den Link aus Ihrer E-Mail in einer Minute noch einmal.",
  unsubscribe: "Keine Umfragen von {company} mehr?",
  unsubscribeExplained:
    "Sie erhalten dann keine Umfragen per E-Mail mehr. Andere Nachrichten von {company} sind nicht betroffen.",
  unsubscribeButton: "Umfragen abbestellen",
  unsubscribed: "Umfragen sind abbestellt",
  unsubscribedExplained: "Sie erhalten von {company} keine Umfragen mehr.",
  unsubscribedByMistake:
    "Falls das ein Versehen war, schreiben Sie an {address}, und Sie erhalten wieder Umfragen.",
};
