import type { MailMessages } from "./en.ts";

export const ja: MailMessages = {
  subjectNps: "{company}を薦める可能性はどのくらいありますか",
  subjectCsat: "ご満足いただけていますか：{company}からの質問",
  greeting: "お客様",
  greetingByName: "{name} 様",
  introduction:
    "いつもお世話になっております。{company}についてのご感想をお聞かせください。{questions, plural, other {質問は#問、所要時間は1分未満です。}}",
  reminderIntroduction:
    "いつもお世話になっております。{sent}に、{company}についてのご感想をお伺いしました。アンケートは{closes}まで受け付けており、それまではご回答も回答の変更も可能です。",
  reminderIntroductionAnonymous:
    "いつもお世話になっております。{sent}に、{company}についてのご感想をお伺いしました。アンケートは{closes}まで受け付けております。",
  anonymous: "ご回答は匿名です。お名前、会社名、回答時刻を含めずに保存されます。",
  answeredAlready:
    "すでにご回答いただいている場合は、誠にありがとうございます。これ以上のお手続きは必要ありません。",
  choose: "回答を1つ選ぶと始まります。開いたページで確定するまで、何も送信されません。",
  point: "10点中{value}点",
  pointWithMeaning: "10点中{value}点、{meaning}",
  open: "アンケートを開く",
  openPlainly: "アンケートを開く：",
  canChange: "{days, plural, other {#日間}}、ご回答いただけます。回答の変更も可能です。",
  cannotChange:
    "{days, plural, other {#日間}}、ご回答いただけます。どれがどなたのご回答かは誰にも分からないため、送信後の変更はできません。",
  signature: "よろしくお願いいたします。{company} カスタマーサクセスチーム",
  why: "このメールは、{company}における貴社のご担当者様にお送りしています。",
  unsubscribe: "配信を停止する",
  unsubscribePlainly: "アンケートの配信を停止する：",
};
