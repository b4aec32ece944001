import type { Program } from "#shared/domain/programs/program.ts";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import { saveProgram } from "#shared/dynamodb/programs.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { aProgram } from "../builders.ts";
import { givenSurvey } from "../functions/survey-site.ts";

const LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitänsstellvertreter";

/**
 * Asks a question of every kind, follow-ups among them, in words that are long, that do not break, and that are not all
 * translated.
 */
const EVERY_KIND = aProgram("post-onboarding", {
  programId: "every-kind",
  version: 1,
  questions: [
    { questionId: "nps", kind: "nps", text: "How likely are you to recommend {company}?", required: true },
    {
      questionId: "line",
      kind: "text",
      length: "short",
      text: "In a few words, what let you down?",
      translations: {
        de: "Was hat Sie enttäuscht?",
        ja: "残念だった点は何ですか。",
        ar: "ما الذي خيّب ظنكم؟",
      },
      required: false,
      showWhen: { questionId: "nps", from: 0, to: 6 },
    },
    {
      questionId: "areas",
      kind: "multiple-choice",
      text: "Which areas are we to work on?",
      translations: {
        de: "Woran sollen wir arbeiten?",
        ja: "改善すべき点は何ですか。",
        ar: "ما الذي ينبغي تحسينه؟",
      },
      options: [
        { optionId: "speed", text: "Speed", translations: { de: "Tempo", ja: "速度", ar: "السرعة" } },
        { optionId: "docs", text: `Documentation, and all of ${LONG_WORD}` },
        { optionId: "price", text: "Price", translations: { de: "Preis", ja: "価格", ar: "السعر" } },
      ],
      required: false,
      showWhen: { questionId: "nps", from: 0, to: 8 },
    },
    {
      questionId: "role",
      kind: "single-choice",
      text: "What do you mostly do with it?",
      translations: { de: "Was tun Sie damit?", ja: "主な用途は何ですか。", ar: "فيمَ تستخدمونه غالبًا؟" },
      options: [
        {
          optionId: "build",
          text: "I build with it",
          translations: { de: "Bauen", ja: "開発", ar: "البناء" },
        },
        {
          optionId: "run",
          text: "I keep it running",
          translations: { de: "Betreiben", ja: "運用", ar: "التشغيل" },
        },
      ],
      required: true,
    },
    {
      questionId: "comment",
      kind: "text",
      text: "What did we do well?",
      required: false,
      showWhen: { questionId: "nps", from: 9, to: 10 },
    },
  ],
});

/** Stores an invitation to answer the program above, or one that is like it, and gives its link's token. */
export async function givenEveryKind(table: Table, over: Partial<Invitation> = {}) {
  return await givenSurveyOf(table, EVERY_KIND, over);
}

/** The same, and nobody may know whose answer is whose. */
export async function givenAnonymousKind(table: Table, over: Partial<Invitation> = {}) {
  const program = { ...EVERY_KIND, programId: "every-kind-anonymous", anonymous: true };
  return await givenSurveyOf(table, program, { anonymous: true, ...over });
}

async function givenSurveyOf(table: Table, program: Program, over: Partial<Invitation>) {
  // Where it is there already, nothing is changed.
  await saveProgram(table, program, { isReplanDue: false, at: new Date("2026-11-01T08:00:00.000Z") });
  const { programId, version: programVersion } = program;
  return await givenSurvey(table, { programId, programVersion, ...over });
}
