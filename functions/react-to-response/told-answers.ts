import type { Answer } from "#shared/domain/answers/survey-answer.ts";
import type { Program } from "#shared/domain/programs/program.ts";
import type { EventDetail } from "#shared/events.ts";

type ToldAnswers = EventDetail<"Response Received">["answers"];

export type VersionPort = {
  /** One version of a program, which never changes. */
  program(programId: string, version: number): Promise<Program | undefined>;
};

/** Answers as they are told: of a choice, with the words of the options chosen, as its program's version puts them. */
export async function toldAnswers(
  ports: VersionPort,
  { programId, programVersion }: { readonly programId: string; readonly programVersion: number },
  answers: readonly Answer[],
): Promise<ToldAnswers> {
  if (!answers.some(isChoice)) return [...answers];
  const program = await ports.program(programId, programVersion);
  return answers.map((answer) =>
    isChoice(answer) ? { ...answer, chosen: chosenIn(answer, program) } : answer,
  );
}

const isChoice = ({ kind }: Answer): boolean => kind === "single-choice" || kind === "multiple-choice";

/** An option that the version does not have, which no form offers, is told by its id. */
function chosenIn({ questionId, value }: Answer, program: Program | undefined): string[] {
  const question = program?.questions.find((one) => one.questionId === questionId);
  const options = question !== undefined && "options" in question ? question.options : [];
  return [value].flat().map((id) => options.find(({ optionId }) => optionId === id)?.text ?? String(id));
}
