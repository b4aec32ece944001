import type { APIGatewayProxyEventV2 } from "aws-lambda";
import type { Program } from "#shared/domain/programs/program.ts";
import type { LinkedInvitation } from "#shared/dynamodb/survey-links.ts";
import { json, problem, type Reply } from "#shared/lambda/reply.ts";
import { acceptedLanguage } from "#shared/survey/accepted-language.ts";
import type { Problems } from "#shared/survey/answers.ts";
import { brandFrom } from "#shared/survey/brand.ts";
import { formPage } from "#shared/survey/form.ts";
import { guarded } from "#shared/survey/layout.ts";
import { type Notice, noticeOf, noticePage } from "#shared/survey/notices.ts";
import type { Posted } from "#shared/survey/posted.ts";
import { spoken } from "#shared/survey/spoken.ts";
import { thankYouPage } from "#shared/survey/thank-you.ts";
import { wordingOf } from "#shared/survey/wording.ts";
import { type Words, wordsFor } from "#shared/survey/words.ts";
import type { Submitted } from "./submit-response.ts";

const brand = brandFrom(process.env);

/** The calendar is loaded for whom something was promised. */
const promises = () => import("#shared/survey/promise.ts");

/** Why nothing was kept; in the browser's language where nothing is known of the contact, or nothing may be told. */
export async function noticeReply(
  notice: Notice,
  event: APIGatewayProxyEventV2,
  locale: string | undefined = acceptedLanguage(event),
): Promise<Reply> {
  const words = await wordsFor(locale);
  if (formatOf(event) === "page") return noticePage(notice, brand, words);
  const { status, heading, text } = noticeOf(notice, brand.name, words);
  // A person reads that all is well; a program, that what it sent was not taken.
  return guarded(problem(status === 200 ? 409 : status, `${heading}. ${text}`));
}

export async function submittedReply(
  submitted: Submitted,
  posted: Posted,
  event: APIGatewayProxyEventV2,
): Promise<Reply> {
  if (submitted.kind === "not-open") return await noticeReply("not-open", event);
  if (submitted.kind === "late") return await lateReply(submitted, posted, event);
  const { invitation } = submitted;
  const locale = invitation.locale ?? acceptedLanguage(event);
  const words = await wordsFor(locale);
  const format = formatOf(event);
  const token = event.pathParameters?.token ?? "";
  const { closesAt } = invitation;
  if (submitted.kind === "answered") {
    const promised = invitation.callBack && (await promises()).promiserFrom(process.env)(invitation.callBack);
    if (format === "page") return thankYouPage({ ...submitted, token, closesAt, promised }, brand, words);
    return guarded(
      json(200, {
        ...receiptOf(invitation),
        ...(promised === undefined ? {} : { callBack: promised }),
        // A browser's form may carry what an extension put there; a program is told what was not kept.
        ...(submitted.notAsked.length > 0 ? { notAsked: submitted.notAsked } : {}),
      }),
    );
  }
  if (submitted.kind !== "invalid") return await noticeReply(submitted.kind, event, locale);
  const { program, problems } = submitted;
  if (format === "json") return problemReply(problems, words);
  // A page says nothing of fields that its form does not have.
  const onPage = problems.answers.filter(({ problem: kind }) => kind !== "unknown-question");
  return formPage(
    {
      token,
      program,
      values: typedIn(posted, program),
      closesAt,
      answered: posted.answered ?? [],
      problems: { ...problems, answers: onPage },
    },
    brand,
    words,
  );
}

/** What an answer is found by later; an anonymous one is nobody's to find. */
const receiptOf = ({ anonymous, invitationId, attempts }: LinkedInvitation) =>
  anonymous ? { responseId: null } : { responseId: invitationId, answeredAt: attempts?.[0]?.at };

/**
 * The one exception to saying the same of every survey that is not open: whoever filled in a form while it closed gets
 * back what they typed. Only a genuine link leads here, so that nothing is ever said back to anybody else.
 */
async function lateReply(
  { invitation, program }: Extract<Submitted, { kind: "late" }>,
  posted: Posted,
  event: APIGatewayProxyEventV2,
): Promise<Reply> {
  const words = await wordsFor(invitation.locale ?? acceptedLanguage(event));
  const late = lateAnswer(program, typedIn(posted, program), words);
  if (formatOf(event) === "json" || late === "") return await noticeReply("not-open", event);
  return noticePage("not-open", brand, words, late);
}

function problemReply(problems: Problems, words: Words): Reply {
  const detail = problems.form === undefined ? words.errorsHeading : words.formProblems[problems.form];
  const errors = problems.answers.map(({ questionId, problem: kind }) => ({
    path: questionId,
    message: words.answerProblems[kind],
  }));
  return guarded(problem(400, detail, errors));
}

/** A program is answered as it asks: one that posts JSON, or accepts it and no page. */
export function formatOf({ headers }: APIGatewayProxyEventV2): "page" | "json" {
  const accept = headers.accept ?? "";
  if (/^application\/json\b/i.test(headers["content-type"]?.trim() ?? "")) return "json";
  return /\bapplication\/(problem\+)?json\b/i.test(accept) && !/\btext\/html\b/i.test(accept)
    ? "json"
    : "page";
}

type Typed = ReadonlyMap<string, string | readonly string[]>;

/** What somebody typed, to be shown again; of several answers to a question that takes one, none. */
function typedIn({ values }: Posted, { questions }: Program): Typed {
  return new Map(
    questions.flatMap(({ questionId, kind }): [string, string | string[]][] => {
      const given = [values.get(questionId)].flat().filter((each) => typeof each === "string");
      if (kind === "multiple-choice") return [[questionId, given]];
      const [only, ...others] = given;
      return only === undefined || others.length > 0 ? [] : [[questionId, only]];
    }),
  );
}

/** What somebody typed, each answer under its question, as it reads well in a mail. */
function lateAnswer(program: Program, typed: Typed, words: Words): string {
  return program.questions
    .flatMap((question) => {
      const given = typed.get(question.questionId) ?? "";
      const value = typeof given === "string" ? given.trim() : given;
      const answer = value.length === 0 ? "" : spoken(question, { value }, words);
      return answer === "" ? [] : [`${wordingOf(question, words.lang, brand.name).text}\n${answer}`];
    })
    .join("\n\n");
}
