import type { MailMessages } from "./en.ts";

export const pt: MailMessages = {
  subjectNps: "Qual é a probabilidade de recomendar {company}?",
  subjectCsat: "Qual é o seu nível de satisfação? Uma pergunta de {company}",
  greeting: "Olá,",
  greetingByName: "Olá, {name},",
  introduction:
    "Gostaríamos de saber o que acha de {company}. {questions, plural, one {É apenas uma pergunta e leva menos de um minuto.} many {São # perguntas curtas e levam menos de um minuto.} other {São # perguntas curtas e levam menos de um minuto.}}",
  reminderIntroduction:
    "Em {sent}, perguntamos o que acha de {company}. A pesquisa continua aberta até {closes}; até lá, pode responder e alterar a sua resposta.",
  reminderIntroductionAnonymous:
    "Em {sent}, perguntamos o que acha de {company}. A pesquisa continua aberta até {closes}.",
  anonymous: "A sua resposta é anônima: é guardada sem o seu nome, sem o da sua empresa e sem a hora.",
  answeredAlready: "Se já respondeu, agradecemos: não precisa fazer mais nada.",
  choose: "Escolha uma resposta para começar. Nada é enviado até que a confirme na página que se abre.",
  point: "{value} de 10",
  pointWithMeaning: "{value} de 10, {meaning}",
  open: "Abrir a pesquisa",
  openPlainly: "Abrir a pesquisa:",
  canChange:
    "Pode responder, e alterar a sua resposta, durante {days, plural, one {# dia} many {# dias} other {# dias}}.",
  cannotChange:
    "Pode responder durante {days, plural, one {# dia} many {# dias} other {# dias}}. Uma resposta enviada já não pode ser alterada, porque ninguém consegue saber qual é a sua.",
  signature: "Agradecemos – a sua equipe de sucesso do cliente em {company}",
  why: "Escrevemos porque consta como contato da sua organização em {company}.",
  unsubscribe: "Cancelar inscrição",
  unsubscribePlainly: "Deixar de receber pesquisas:",
};
