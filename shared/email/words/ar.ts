import type { MailMessages } from "./en.ts";

export const ar: MailMessages = {
  subjectNps: "ما مدى احتمال أن توصوا بخدمات {company}؟",
  subjectCsat: "ما مدى رضاكم؟ سؤال من {company}",
  greeting: "مرحبًا،",
  greetingByName: "مرحبًا {name}،",
  introduction:
    "نود أن نعرف رأيكم في {company}. {questions, plural, zero {يستغرق ذلك أقل من دقيقة.} one {هو سؤال واحد ويستغرق أقل من دقيقة.} two {هما سؤالان قصيران ويستغرقان أقل من دقيقة.} few {هي # أسئلة قصيرة وتستغرق أقل من دقيقة.} many {هي # سؤالًا قصيرًا وتستغرق أقل من دقيقة.} other {هي # سؤال قصير وتستغرق أقل من دقيقة.}}",
  reminderIntroduction:
    "في {sent} سألناكم عن رأيكم في {company}. يبقى الاستبيان مفتوحًا حتى {closes}، ويمكنكم حتى ذلك الحين الإجابة وتغيير إجابتكم.",
  reminderIntroductionAnonymous:
    "في {sent} سألناكم عن رأيكم في {company}. يبقى الاستبيان مفتوحًا حتى {closes}.",
  anonymous: "إجابتكم مجهولة المصدر: تُحفظ من دون اسمكم أو اسم مؤسستكم أو وقت الإجابة.",
  answeredAlready: "إذا كنتم قد أجبتم بالفعل، فشكرًا لكم: لا يلزمكم القيام بأي شيء آخر.",
  choose: "يُرجى اختيار إجابة للبدء. لن يُرسل شيء حتى تؤكدوا ذلك في الصفحة التي ستُفتح.",
  point: "{value} من 10",
  pointWithMeaning: "{value} من 10، {meaning}",
  open: "فتح الاستبيان",
  openPlainly: "فتح الاستبيان:",
  canChange:
    "يمكنكم الإجابة، وتغيير إجابتكم، خلال {days, plural, zero {اليوم نفسه} one {يوم واحد} two {يومين} few {# أيام} many {# يومًا} other {# يوم}}.",
  cannotChange:
    "يمكنكم الإجابة خلال {days, plural, zero {اليوم نفسه} one {يوم واحد} two {يومين} few {# أيام} many {# يومًا} other {# يوم}}. لا يمكن تغيير الإجابة بعد إرسالها، إذ لا يستطيع أحد أن يعرف أيّ الإجابات إجابتكم.",
  signature: "شكرًا لكم – فريق نجاح العملاء في {company}",
  why: "نراسلكم لأنكم جهة الاتصال لمؤسستكم لدى {company}.",
  unsubscribe: "إلغاء الاشتراك",
  unsubscribePlainly: "إيقاف الاستبيانات:",
};
