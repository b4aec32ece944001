import type { PageMessages } from "./en.ts";

export const fr: PageMessages = {
  heading: "Que pensez-vous de nous\u00a0?",
  title: "Votre avis pour {company}",
  errorTitle: "Erreur\u00a0: {title}",
  introduction: "Moins d’une minute. Répondez à ce que vous voulez.",
  notSentYet:
    "Votre note est choisie mais pas encore envoyée\u00a0: appuyez sur «\u00a0{button}\u00a0» ci-dessous.",
  answeredBefore:
    "Vous avez déjà répondu, merci. Vous pouvez modifier votre réponse jusqu’à la clôture de l’enquête.",
  answeredBeforeUntil: "Vous avez déjà répondu, merci. Vous pouvez modifier votre réponse jusqu’au {closes}.",
  optional: "(facultatif)",
  chooseAny: "Plusieurs réponses sont possibles.",
  leastLikely: "Pas du tout probable",
  mostLikely: "Extrêmement probable",
  veryDissatisfied: "Très insatisfait(e)",
  dissatisfied: "Insatisfait(e)",
  neutral: "Neutre",
  satisfied: "Satisfait(e)",
  verySatisfied: "Très satisfait(e)",
  outOfTen: "{points} sur 10",
  send: "Envoyer la réponse",
  sendChange: "Modifier la réponse",
  whoReads: "Votre réponse est transmise, avec votre nom, à l’équipe qui suit votre compte chez {company}.",
  anonymous:
    "Votre réponse est anonyme\u00a0: elle est conservée sans votre nom, celui de votre entreprise ni l’heure, et ne peut plus être modifiée une fois envoyée.",
  errorsHeading: "Nous n’avons pas encore pu enregistrer votre réponse",
  notOnScale: "Choisissez un nombre entier de 0 à 10.",
  notAStep: "Choisissez l’un des cinq niveaux, de 1 (très insatisfait) à 5 (très satisfait).",
  notText: "Rédigez votre réponse sous forme de texte.",
  tooLong: "Raccourcissez votre texte à {limit, number} caractères au maximum.",
  notAnOption: "Choisissez parmi les réponses proposées.",
  several: "Donnez une seule réponse à cette question.",
  unknownQuestion: "Cette question ne fait pas partie de l’enquête. Retirez-la.",
  nothingAnswered: "Répondez à au moins une question.",
  otherForm:
    "Ce formulaire correspond à une autre version de l’enquête. Vérifiez vos réponses ci-dessous et envoyez-les à nouveau.",
  thanks: "Merci",
  whatHappensNext:
    "Votre réponse nous est bien parvenue. Chez {company}, chaque réponse est lue et nous vous écrirons s’il y a une suite à donner.",
  callBackQuestion: "Souhaitez-vous que nous vous appelions ou vous écrivions\u00a0?",
  callBackReach: "Comment et quand vous joindre",
  callBackAsk: "Contactez-moi",
  callBackPromised: "Nous allons vous contacter",
  callBackUntil:
    "Une personne de {company} vous appellera ou vous écrira d’ici la fin de la journée du {day}.",
  callBackSaid: "Vous avez indiqué\u00a0: «\u00a0{reach}\u00a0»",
  callBackChange: "Modifier cette indication",
  callBackSave: "Enregistrer",
  callBackRefused: "Nous n’avons pas encore pu enregistrer cette demande",
  anonymousNext: "Votre réponse nous est bien parvenue. Chez {company}, chaque réponse est lue.",
  anonymousReach:
    "Souhaitez-vous que nous vous appelions ou vous écrivions\u00a0? Répondez à l’e-mail que vous avez reçu de nous\u00a0: une personne le lira.",
  mayChange:
    "Vous avez changé d’avis\u00a0? Vous pouvez modifier votre réponse jusqu’à la clôture de l’enquête.",
  mayChangeUntil: "Vous avez changé d’avis\u00a0? Vous pouvez modifier votre réponse jusqu’au {closes}.",
  change: "Modifier ma réponse",
  notOpen: "Cette enquête n’est pas ouverte",
  notOpenExplained:
    "Elle est peut-être terminée, ou une partie du lien manque\u00a0: ouvrez-le à nouveau depuis votre e-mail. Pour dire quelque chose à {company}, répondez à cet e-mail\u00a0: une personne le lira.",
  lateAnswer: "Nous n’avons pas pu enregistrer votre réponse. La voici, à copier dans votre e-mail\u00a0:",
  answeredAlready: "Vous avez déjà répondu",
  answeredAlreadyExplained:
    "Merci. Votre réponse est anonyme\u00a0: personne ne peut savoir laquelle est la vôtre, nous ne pouvons donc ni l’afficher ni la modifier.",
  invalidLink: "Ce lien n’est pas valide",
  invalidLinkExplained:
    "Ouvrez à nouveau le lien depuis votre e-mail. Si vous l’avez copié, vérifiez qu’il est complet.",
  tooMany: "Votre réponse a été modifiée trop souvent",
  tooManyExplained:
    "Votre dernière réponse enregistrée est prise en compte. Pour nous en dire plus, répondez à l’e-mail qui vous a conduit ici.",
  tooLarge: "C’est plus que ce que nous pouvons recevoir",
  tooLargeExplained:
    "Revenez en arrière, raccourcissez votre texte à {limit, number} caractères au maximum, puis envoyez à nouveau.",
  unsupported: "Nous n’avons pas pu lire cet envoi",
  unsupportedExplained: "Envoyez le formulaire de l’enquête ou {type}.",
  unreadable: "Nous n’avons pas pu lire cet envoi",
  unreadableExplained: "Envoyez un objet JSON contenant vos réponses, par exemple {example}.",
  failed: "Une erreur s’est produite de notre côté",
  failedExplained:
    "Votre réponse n’a peut-être pas été enregistrée. Revenez en arrière\u00a0: votre saisie est toujours là. Envoyez-la ensuite à nouveau.",
  failedToShowExplained: "Rien n’est perdu. Ouvrez à nouveau le lien de votre e-mail dans une minute.",
  unsubscribe: "Ne plus recevoir d’enquêtes de {company}\u00a0?",
  unsubscribeExplained:
    "Vous ne recevrez plus d’enquêtes par e-mail. Cela ne change rien aux autres messages de {company}.",
  unsubscribeButton: "Ne plus recevoir d’enquêtes",
  unsubscribed: "Vous êtes désinscrit(e) des enquêtes",
  unsubscribedExplained: "Vous ne recevrez plus d’enquêtes de {company}.",
  unsubscribedByMistake:
    "Si c’était une erreur, écrivez à {address} et vous recevrez à nouveau nos enquêtes.",
};
