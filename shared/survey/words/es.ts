import type { PageMessages } from "./en.ts";

export const es: PageMessages = {
  heading: "¿Qué le parece nuestro servicio?",
  title: "Su opinión para {company}",
  errorTitle: "Error en: {title}",
  introduction: "Menos de un minuto. Responda lo que desee.",
  notSentYet: "Su puntuación está elegida, pero aún no se ha enviado: pulse «{button}» más abajo.",
  answeredBefore:
    "Ya ha respondido, muchas gracias. Puede cambiar su respuesta hasta que se cierre la encuesta.",
  answeredBeforeUntil: "Ya ha respondido, muchas gracias. Puede cambiar su respuesta hasta el {closes}.",
  optional: "(opcional)",
  chooseAny: "Puede elegir varias opciones.",
  leastLikely: "Nada probable",
  mostLikely: "Extremadamente probable",
  veryDissatisfied: "Muy insatisfecho/a",
  dissatisfied: "Insatisfecho/a",
  neutral: "Neutro",
  satisfied: "Satisfecho/a",
  verySatisfied: "Muy satisfecho/a",
  outOfTen: "{points} de 10",
  send: "Enviar respuesta",
  sendChange: "Cambiar respuesta",
  whoReads: "Su respuesta llega, con su nombre, al equipo de {company} que lleva su cuenta.",
  anonymous:
    "Su respuesta es anónima: se guarda sin su nombre, sin el de su empresa y sin la hora, y no se puede cambiar una vez enviada.",
  errorsHeading: "Aún no hemos podido registrar su respuesta",
  notOnScale: "Elija un número entero del 0 al 10.",
  notAStep: "Elija uno de los cinco niveles, del 1 (muy insatisfecho/a) al 5 (muy satisfecho/a).",
  notText: "Escriba su respuesta como texto.",
  tooLong: "Acorte su texto a {limit, number} caracteres como máximo.",
  notAnOption: "Elija entre las opciones que se ofrecen.",
  several: "Dé una sola respuesta a esta pregunta.",
  unknownQuestion: "Esta encuesta no tiene esa pregunta. Quítela.",
  nothingAnswered: "Responda al menos una pregunta.",
  otherForm:
    "Este formulario corresponde a otra versión de la encuesta. Revise sus respuestas y envíelas de nuevo.",
  thanks: "Muchas gracias",
  whatHappensNext:
    "Hemos recibido su respuesta. En {company} leemos todas las respuestas y le escribiremos si hay algo que tratar.",
  callBackQuestion: "¿Desea que le llamemos o le escribamos?",
  callBackReach: "Cómo y cuándo contactar con usted",
  callBackAsk: "Pónganse en contacto conmigo",
  callBackPromised: "Nos pondremos en contacto con usted",
  callBackUntil: "Una persona de {company} le llamará o le escribirá antes de que termine el {day}.",
  callBackSaid: "Ha indicado: «{reach}»",
  callBackChange: "Cambiar esta indicación",
  callBackSave: "Guardar",
  callBackRefused: "Aún no hemos podido registrar su petición",
  anonymousNext: "Hemos recibido su respuesta. En {company} leemos todas las respuestas.",
  anonymousReach:
    "¿Desea que le llamemos o le escribamos? Responda al correo que le trajo hasta aquí: lo leerá una persona.",
  mayChange: "¿Ha cambiado de opinión? Puede cambiar su respuesta hasta que se cierre la encuesta.",
  mayChangeUntil: "¿Ha cambiado de opinión? Puede cambiar su respuesta hasta el {closes}.",
  change: "Cambiar mi respuesta",
  notOpen: "Esta encuesta no está abierta",
  notOpenExplained:
    "Puede que se haya cerrado o que falte una parte del enlace: ábralo de nuevo desde su correo electrónico. Si quiere decirle algo a {company}, responda a ese correo: lo leerá una persona.",
  lateAnswer: "No hemos podido aceptar su respuesta. Aquí la tiene, para copiarla en su correo:",
  answeredAlready: "Ya ha respondido",
  answeredAlreadyExplained:
    "Muchas gracias. Su respuesta es anónima: nadie puede saber cuál es la suya, por lo que no podemos mostrarla ni cambiarla.",
  invalidLink: "Este enlace no es válido",
  invalidLinkExplained:
    "Abra de nuevo el enlace de su correo electrónico. Si lo ha copiado, compruebe que esté completo.",
  tooMany: "Su respuesta se ha cambiado demasiadas veces",
  tooManyExplained:
    "Cuenta la última respuesta guardada. Si quiere decirnos algo más, responda al correo electrónico que le trajo aquí.",
  tooLarge: "Es más de lo que podemos recibir",
  tooLargeExplained:
    "Vuelva atrás, acorte su texto a {limit, number} caracteres como máximo y envíelo de nuevo.",
  unsupported: "No hemos podido leer el envío",
  unsupportedExplained: "Envíe el formulario de la encuesta o {type}.",
  unreadable: "No hemos podido leer el envío",
  unreadableExplained: "Envíe un objeto JSON con sus respuestas, por ejemplo {example}.",
  failed: "Se ha producido un error por nuestra parte",
  failedExplained:
    "Es posible que su respuesta no se haya guardado. Vuelva atrás: lo que escribió sigue ahí. Después, envíelo de nuevo.",
  failedToShowExplained:
    "No se ha perdido nada. Abra de nuevo el enlace de su correo electrónico dentro de un minuto.",
  unsubscribe: "¿Dejar de recibir encuestas de {company}?",
  unsubscribeExplained:
    "No recibirá más encuestas por correo electrónico. Los demás mensajes de {company} no cambian.",
  unsubscribeButton: "Dejar de recibir encuestas",
  unsubscribed: "Ya no recibirá encuestas",
  unsubscribedExplained: "No recibirá más encuestas de {company}.",
  unsubscribedByMistake: "Si ha sido un error, escriba a {address} y volverá a recibirlas.",
};
