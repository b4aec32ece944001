import * as z from "zod";
import { DEFAULT_LANGUAGE, languageOf } from "#shared/domain/language.ts";
import type { Program } from "#shared/domain/programs/program.ts";
import { type ApiRequest, fieldErrors } from "#shared/lambda/api.ts";
import { jsonBody } from "#shared/lambda/json-body.ts";
import { endWith, goOn, json, problem, type Reply, type Step } from "#shared/lambda/reply.ts";
import { preselected } from "#shared/survey/answers.ts";
import type { Brand } from "#shared/survey/brand.ts";
import { formPage } from "#shared/survey/form.ts";
import { wordsFor } from "#shared/survey/words.ts";
import { CHOICE, chosenProgram, Locale, type ProgramPorts } from "./choice.ts";
import { LINKS_NOTE, NO_TOKEN, readMail, type SampleComposer } from "./sample-mail.ts";

export type PreviewPorts = ProgramPorts & {
  readonly compose: SampleComposer;
  readonly brand: Brand;
};

/** @property score the answer whose link in the mail the page is opened by */
export const PreviewBody = z.strictObject({ ...CHOICE, locale: Locale, score: z.number().optional() });

/** Nobody gets it: a name that is kept for examples (RFC 2606). */
const RECIPIENT = "contact@example.com";

/**
 * `POST /v1/programs/{programId}/preview`: the mail and the page as a contact of that locale would get them. HTML
 * stands in the reply as text, and is never served by itself.
 */
export const previewProgram =
  (ports: PreviewPorts) =>
  async ({ path: { programId = "" }, body }: ApiRequest, now: Date): Promise<Reply> => {
    const read = PreviewBody.safeParse(jsonBody(body));
    if (!read.success) {
      return problem(
        400,
        'The body must be JSON such as {"locale":"de","score":9}.',
        fieldErrors(read.error),
      );
    }
    const { locale, score, mail } = read.data;
    const chosen = await chosenProgram(ports, programId, read.data);
    if (chosen.kind === "end") return chosen.reply;
    const program = chosen.value;
    const values = valuesBy(program, score);
    if (values.kind === "end") return values.reply;
    const raw = await ports.compose({ program, mail, locale, to: RECIPIENT, at: now });
    const page = formPage(
      {
        token: NO_TOKEN,
        program,
        values: values.value,
        answered: [],
        isPreselected: score !== undefined,
      },
      ports.brand,
      await wordsFor(locale),
    );
    return json(200, {
      programId,
      version: program.version,
      locale,
      language: languageOf(locale) ?? DEFAULT_LANGUAGE,
      mail: await readMail(raw),
      page: { html: page.body },
      note: LINKS_NOTE,
    });
  };

/** What the page is filled in with when it is opened by a link with a score. */
function valuesBy(
  { questions: [first] }: Program,
  score: number | undefined,
): Step<ReadonlyMap<string, string>> {
  if (score === undefined) return goOn(new Map());
  const value = first && preselected(first, String(score));
  if (first !== undefined && value !== undefined) return goOn(new Map([[first.questionId, value]]));
  const scale = first?.kind === "csat" ? "1 to 5" : "0 to 10";
  const errors = [
    { path: "score", message: `is not on the first question's scale, whole numbers from ${scale}` },
  ];
  return endWith(problem(400, "No link of the mail carries that score.", errors));
}
