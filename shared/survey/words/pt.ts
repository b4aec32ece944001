import type { PageMessages } from "./en.ts";

export const pt: PageMessages = {
  heading: "O que acha do nosso serviço?",
  title: "A sua opinião para {company}",
  errorTitle: "Erro: {title}",
  introduction: "Menos de um minuto. Responda ao que quiser.",
  notSentYet: "A sua nota está escolhida, mas ainda não foi enviada: clique em “{button}” abaixo.",
  answeredBefore:
    "A sua resposta já foi enviada, agradecemos. Pode alterá-la enquanto a pesquisa estiver aberta.",
  answeredBeforeUntil: "A sua resposta já foi enviada, agradecemos. Pode alterá-la até {closes}.",
  optional: "(opcional)",
  leastLikely: "Nada provável",
  mostLikely: "Extremamente provável",
  veryDissatisfied: "Muito insatisfeito(a)",
  dissatisfied: "Insatisfeito(a)",
  neutral: "Neutro(a)",
  satisfied: "Satisfeito(a)",
  verySatisfied: "Muito satisfeito(a)",
  outOfTen: "{points} de 10",
  send: "Enviar resposta",
  sendChange: "Alterar resposta",
  whoReads: "A sua resposta chega, com o seu nome, às pessoas que cuidam da sua conta em {company}.",
  errorsHeading: "Ainda não foi possível registrar a sua resposta",
  notOnScale: "Escolha um número inteiro de 0 a 10.",
  notAStep: "Escolha um dos cinco níveis, de 1 (muito insatisfeito) a 5 (muito satisfeito).",
  notText: "Escreva a sua resposta em forma de texto.",
  tooLong: "Reduza o seu texto para, no máximo, {limit, number} caracteres.",
  several: "Dê apenas uma resposta a esta pergunta.",
  unknownQuestion: "Esta pesquisa não tem essa pergunta. Retire-a.",
  nothingAnswered: "Responda a pelo menos uma pergunta.",
  otherForm:
    "Este formulário pertence a outra versão da pesquisa. Confira as suas respostas abaixo e envie-as novamente.",
  thanks: "Agradecemos a sua resposta",
  whatHappensNext:
    "Recebemos a sua resposta. Em {company}, todas as respostas são lidas, e entraremos em contato se houver algo a tratar.",
  mayChange: "Mudou de ideia? Pode alterar a sua resposta enquanto a pesquisa estiver aberta.",
  mayChangeUntil: "Mudou de ideia? Pode alterar a sua resposta até {closes}.",
  change: "Alterar a minha resposta",
  closed: "Esta pesquisa foi encerrada",
  closedExplained:
    "Agradecemos a sua visita. Para dizer algo a {company}, responda ao e-mail que trouxe você até aqui: uma pessoa vai lê-lo.",
  closedSince: "Era possível responder até {closes}.",
  answerKept: "Recebemos a resposta que deu antes disso, agradecemos.",
  lateAnswer:
    "A sua resposta chegou depois disso, por isso não pudemos aceitá-la. Aqui está ela, para copiar para o seu e-mail:",
  invalidLink: "Este link não é válido",
  invalidLinkExplained:
    "Abra novamente o link a partir do seu e-mail. Se o copiou, verifique se está completo.",
  tooMany: "A sua resposta foi alterada vezes demais",
  tooManyExplained:
    "Vale a última resposta guardada. Para nos dizer mais, responda ao e-mail que trouxe você até aqui.",
  tooLarge: "É mais do que podemos receber",
  tooLargeExplained:
    "Volte, reduza o seu texto para, no máximo, {limit, number} caracteres e envie novamente.",
  unsupported: "Não foi possível ler o envio",
  unsupportedExplained: "Envie o formulário da pesquisa ou {type}.",
  unreadable: "Não foi possível ler o envio",
  unreadableExplained: "Envie um objeto JSON com as suas respostas, por exemplo {example}.",
  failed: "Ocorreu um erro do nosso lado",
  failedExplained:
    "É possível que a sua resposta não tenha sido guardada. Volte: o que escreveu continua lá. Depois, envie novamente.",
  failedToShowExplained: "Nada se perdeu. Abra novamente o link do seu e-mail daqui a um minuto.",
  unsubscribe: "Deixar de receber pesquisas de {company}?",
  unsubscribeExplained:
    "Não receberá mais pesquisas por e-mail. As outras mensagens de {company} não são afetadas.",
  unsubscribeButton: "Deixar de receber pesquisas",
  unsubscribed: "As pesquisas foram canceladas",
  unsubscribedExplained: "Não receberá mais pesquisas de {company}.",
  unsubscribedByMistake: "Se foi um engano, escreva para {address} e voltará a recebê-las.",
};
