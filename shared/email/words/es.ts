import type { MailMessages } from "./en.ts";

export const es: MailMessages = {
  subjectNps: "¿Qué probabilidad hay de que recomiende {company}?",
  subjectCsat: "¿Cuál es su nivel de satisfacción? Una pregunta de {company}",
  greeting: "Hola:",
  greetingByName: "Hola, {name}:",
  introduction:
    "Nos gustaría saber qué le parece {company}. {questions, plural, one {Es una sola pregunta y lleva menos de un minuto.} many {Son # preguntas breves y llevan menos de un minuto.} other {Son # preguntas breves y llevan menos de un minuto.}}",
  reminderIntroduction:
    "El {sent} le preguntamos qué le parece {company}. La encuesta sigue abierta hasta el {closes}; hasta entonces puede responder y cambiar su respuesta.",
  reminderIntroductionAnonymous:
    "El {sent} le preguntamos qué le parece {company}. La encuesta sigue abierta hasta el {closes}.",
  anonymous: "Su respuesta es anónima: se guarda sin su nombre, sin el de su empresa y sin la hora.",
  answeredAlready: "Si ya ha respondido, gracias: no tiene que hacer nada más.",
  choose:
    "Elija una respuesta para empezar. No se envía nada hasta que lo confirme en la página que se abre.",
  point: "{value} de 10",
  pointWithMeaning: "{value} de 10, {meaning}",
  open: "Abrir la encuesta",
  openPlainly: "Abrir la encuesta:",
  canChange:
    "Puede responder, y cambiar su respuesta, durante {days, plural, one {# día} many {# días} other {# días}}.",
  cannotChange:
    "Puede responder durante {days, plural, one {# día} many {# días} other {# días}}. Una respuesta enviada ya no se puede cambiar, porque nadie puede saber cuál es la suya.",
  signature: "Gracias – su equipo de atención al cliente de {company}",
  why: "Le escribimos porque figura como contacto de su organización en {company}.",
  unsubscribe: "Darse de baja",
  unsubscribePlainly: "Dejar de recibir encuestas:",
};
