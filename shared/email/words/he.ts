import type { MailMessages } from "./en.ts";

export const he: MailMessages = {
  subjectNps: "מה הסבירות שתמליצו על {company}?",
  subjectCsat: "מה מידת שביעות הרצון שלך? שאלה מאת {company}",
  greeting: "שלום,",
  greetingByName: "שלום {name},",
  introduction:
    "נשמח לדעת מה דעתך על {company}. {questions, plural, one {זו שאלה אחת, והיא אורכת פחות מדקה.} two {אלה שתי שאלות קצרות, והן אורכות פחות מדקה.} other {אלה # שאלות קצרות, והן אורכות פחות מדקה.}}",
  reminderIntroduction:
    "ב־{sent} שאלנו מה דעתך על {company}. הסקר פתוח עד {closes}; עד אז אפשר לענות ולשנות את התשובה.",
  reminderIntroductionAnonymous: "ב־{sent} שאלנו מה דעתך על {company}. הסקר פתוח עד {closes}.",
  anonymous: "התשובה שלך אנונימית: היא נשמרת ללא שמך, ללא שם הארגון שלך וללא השעה.",
  answeredAlready: "אם כבר ענית, תודה: אין צורך לעשות דבר נוסף.",
  choose: "יש לבחור תשובה כדי להתחיל. שום דבר לא יישלח עד לאישור בעמוד שייפתח.",
  point: "{value} מתוך 10",
  pointWithMeaning: "{value} מתוך 10, {meaning}",
  open: "פתיחת הסקר",
  openPlainly: "פתיחת הסקר:",
  canChange: "אפשר לענות, ולשנות את התשובה, במשך {days, plural, one {יום אחד} two {יומיים} other {# ימים}}.",
  cannotChange:
    "אפשר לענות במשך {days, plural, one {יום אחד} two {יומיים} other {# ימים}}. אי אפשר לשנות תשובה אחרי שנשלחה, כי איש אינו יכול לדעת איזו תשובה היא שלך.",
  signature: "תודה – צוות הצלחת הלקוחות שלך ב־{company}",
  why: "הודעה זו נשלחה אליך כי שמך רשום כאיש או אשת הקשר של הארגון שלך ב־{company}.",
  unsubscribe: "הסרה מרשימת התפוצה",
  unsubscribePlainly: "הפסקת הסקרים:",
};
