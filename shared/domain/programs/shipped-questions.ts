import type { Language } from "../language.ts";

type Translations = Readonly<Record<Exclude<Language, "en">, string>>;

/**
 * The questions of the shipped programs in the other languages, by their English text: a program of any version
 * that asks in these words is understood everywhere. Polite forms, and none that takes a person for a man or a woman
 * where the language lets us.
 */
const TRANSLATIONS: Readonly<Record<string, Translations>> = {
  "Considering your experience with us so far, how likely are you to recommend {company} to a friend or colleague?":
    {
      de: "Wenn Sie an Ihre bisherigen Erfahrungen mit uns denken: Wie wahrscheinlich ist es, dass Sie {company} im Freundes- oder Kollegenkreis weiterempfehlen?",
      fr: "Compte tenu de votre expérience avec nous jusqu’à présent, quelle est la probabilité que vous recommandiez {company} à un proche ou à un collègue\u00a0?",
      es: "Teniendo en cuenta su experiencia con nosotros hasta ahora, ¿qué probabilidad hay de que recomiende {company} a alguien de su entorno personal o profesional?",
      pt: "Considerando a sua experiência conosco até agora, qual é a probabilidade de recomendar {company} a um amigo ou colega?",
      ja: "これまでのご経験を踏まえて、{company}を友人や同僚に薦める可能性はどのくらいありますか。",
      ar: "بالنظر إلى تجربتكم معنا حتى الآن، ما مدى احتمال أن توصوا بخدمات {company} لصديق أو زميل؟",
      he: "בהתחשב בניסיון שלך איתנו עד כה, מה הסבירות שתמליצו על {company} לחברים או לעמיתים?",
    },
  "Overall, how satisfied are you with your onboarding experience?": {
    de: "Wie zufrieden sind Sie insgesamt mit der Einführung in unser Produkt?",
    fr: "Dans l’ensemble, quel est votre niveau de satisfaction concernant votre prise en main du produit\u00a0?",
    es: "En general, ¿cuál es su nivel de satisfacción con el proceso de incorporación?",
    pt: "De modo geral, qual é o seu nível de satisfação com o processo de integração inicial?",
    ja: "導入支援について、全体としてどの程度満足されていますか。",
    ar: "بصفة عامة، ما مدى رضاكم عن تجربة التهيئة الأولية؟",
    he: "באופן כללי, מה מידת שביעות הרצון שלך מתהליך הקליטה והתחלת העבודה?",
  },
  "How can we improve your readiness to adopt the product?": {
    de: "Wie können wir Sie besser auf den Einsatz des Produkts vorbereiten?",
    fr: "Comment pouvons-nous mieux vous préparer à l’adoption du produit\u00a0?",
    es: "¿Cómo podemos mejorar su preparación para adoptar el producto?",
    pt: "Como podemos melhorar a sua preparação para adotar o produto?",
    ja: "製品の活用に向けた準備を、どのように改善できるでしょうか。",
    ar: "كيف يمكننا تحسين استعدادكم لاعتماد المنتج؟",
    he: "איך נוכל לשפר את המוכנות שלך לאימוץ המוצר?",
  },
  "How likely are you to recommend {company} to a friend or colleague?": {
    de: "Wie wahrscheinlich ist es, dass Sie {company} im Freundes- oder Kollegenkreis weiterempfehlen?",
    fr: "Quelle est la probabilité que vous recommandiez {company} à un proche ou à un collègue\u00a0?",
    es: "¿Qué probabilidad hay de que recomiende {company} a alguien de su entorno personal o profesional?",
    pt: "Qual é a probabilidade de recomendar {company} a um amigo ou colega?",
    ja: "{company}を友人や同僚に薦める可能性はどのくらいありますか。",
    ar: "ما مدى احتمال أن توصوا بخدمات {company} لصديق أو زميل؟",
    he: "מה הסבירות שתמליצו על {company} לחברים או לעמיתים?",
  },
  "How satisfied are you with {company}?": {
    de: "Wie zufrieden sind Sie mit {company}?",
    fr: "Quel est votre niveau de satisfaction à l’égard de {company}\u00a0?",
    es: "¿Cuál es su nivel de satisfacción con {company}?",
    pt: "Qual é o seu nível de satisfação com {company}?",
    ja: "{company}にどの程度満足されていますか。",
    ar: "ما مدى رضاكم عن {company}؟",
    he: "מה מידת שביעות הרצון שלך מ־{company}?",
  },
  "What should we do better?": {
    de: "Was sollten wir besser machen?",
    fr: "Que devrions-nous améliorer\u00a0?",
    es: "¿Qué deberíamos hacer mejor?",
    pt: "O que deveríamos fazer melhor?",
    ja: "改善すべき点をお聞かせください。",
    ar: "ما الذي ينبغي أن نحسّنه؟",
    he: "מה כדאי שנעשה טוב יותר?",
  },
  "How satisfied are you with the engagement you just had with us?": {
    de: "Wie zufrieden sind Sie mit der gerade abgeschlossenen Zusammenarbeit mit uns?",
    fr: "Quel est votre niveau de satisfaction concernant l’échange que vous venez d’avoir avec nous\u00a0?",
    es: "¿Cuál es su nivel de satisfacción con la colaboración que acaba de tener con nosotros?",
    pt: "Qual é o seu nível de satisfação com a interação que acabou de ter conosco?",
    ja: "先日の弊社とのやり取りに、どの程度満足されていますか。",
    ar: "ما مدى رضاكم عن تعاملكم الأخير معنا؟",
    he: "מה מידת שביעות הרצון שלך מההתקשרות האחרונה איתנו?",
  },
  "What would have made it more useful?": {
    de: "Was hätte sie für Sie nützlicher gemacht?",
    fr: "Qu’est-ce qui l’aurait rendu plus utile\u00a0?",
    es: "¿Qué la habría hecho más útil?",
    pt: "O que a teria tornado mais útil?",
    ja: "どのような点があれば、より有益でしたか。",
    ar: "ما الذي كان سيجعله أكثر فائدة؟",
    he: "מה היה הופך אותה למועילה יותר?",
  },
  "How satisfied are you with how we handled your case?": {
    de: "Wie zufrieden sind Sie mit der Bearbeitung Ihrer Anfrage?",
    fr: "Quel est votre niveau de satisfaction concernant le traitement de votre demande\u00a0?",
    es: "¿Cuál es su nivel de satisfacción con la forma en que atendimos su caso?",
    pt: "Qual é o seu nível de satisfação com a forma como tratamos o seu caso?",
    ja: "お問い合わせへの対応に、どの程度満足されていますか。",
    ar: "ما مدى رضاكم عن الطريقة التي عالجنا بها طلبكم؟",
    he: "מה מידת שביעות הרצון שלך מהטיפול שלנו בפנייה שלך?",
  },
  "What could we have done better?": {
    de: "Was hätten wir besser machen können?",
    fr: "Qu’aurions-nous pu mieux faire\u00a0?",
    es: "¿Qué podríamos haber hecho mejor?",
    pt: "O que poderíamos ter feito melhor?",
    ja: "どのような点を改善できたと思われますか。",
    ar: "ما الذي كان بإمكاننا أن نفعله بشكل أفضل؟",
    he: "מה יכולנו לעשות טוב יותר?",
  },
  "How satisfied are you with this part of the product?": {
    de: "Wie zufrieden sind Sie mit diesem Teil des Produkts?",
    fr: "Quel est votre niveau de satisfaction concernant cette partie du produit\u00a0?",
    es: "¿Cuál es su nivel de satisfacción con esta parte del producto?",
    pt: "Qual é o seu nível de satisfação com esta parte do produto?",
    ja: "製品のこの部分に、どの程度満足されていますか。",
    ar: "ما مدى رضاكم عن هذا الجزء من المنتج؟",
    he: "מה מידת שביעות הרצון שלך מחלק זה של המוצר?",
  },
  "What should we change about it?": {
    de: "Was sollten wir daran ändern?",
    fr: "Que devrions-nous y changer\u00a0?",
    es: "¿Qué deberíamos cambiar de ella?",
    pt: "O que deveríamos mudar nela?",
    ja: "変更すべき点をお聞かせください。",
    ar: "ما الذي ينبغي أن نغيّره فيه؟",
    he: "מה כדאי שנשנה בו?",
  },
};

/** A shipped question in the other languages, by its English text; undefined for any other text. */
export const shippedTranslations = (text: string): Translations | undefined =>
  Object.hasOwn(TRANSLATIONS, text) ? TRANSLATIONS[text] : undefined;
