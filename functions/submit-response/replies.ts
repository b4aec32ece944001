import type { APIGatewayProxyEventV2 } from "aws-lambda";
import type { Program } from "#shared/domain/program.ts";
import { json, problem, type Reply } from "#shared/lambda/reply.ts";
import { acceptedLanguage } from "#shared/survey/accepted-language.ts";
import type { Problems } from "#shared/survey/answers.ts";
import { brandFrom } from "#shared/survey/brand.ts";
import { closedPage, closedWords } from "#shared/survey/closed-page.ts";
import { formPage } from "#shared/survey/form.ts";
import { type Notice, noticeOf, noticePage } from "#shared/survey/notices.ts";
import type { Posted } from "#shared/survey/posted.ts";
import { spoken, thankYouPage } from "#shared/survey/thank-you.ts";
import { wordingOf } from "#shared/survey/wording.ts";
import { type Words, wordsFor } from "#shared/survey/words.ts";
import type { Submitted } from "./submit-response.ts";

const brand = brandFrom(process.env);

/** Why nothing was kept; in the browser's language where nothing is known of the contact. */
export async function noticeReply(
  notice: Notice,
  event: APIGatewayProxyEventV2,
  locale: string | undefined = acceptedLanguage(event),
): Promise<Reply> {
  const words = await wordsFor(locale);
  if (formatOf(event) === "page") return noticePage(notice, brand, words);
  const { status, heading, text } = noticeOf(notice, words);
  return problem(status, `${heading}. ${text}`);
}

export async function submittedReply(
  submitted: Submitted,
  posted: Posted,
  event: APIGatewayProxyEventV2,
): Promise<Reply> {
  if (submitted.kind === "unknown") return await noticeReply("unknown", event);
  const { invitation } = submitted;
  const locale = invitation.locale ?? acceptedLanguage(event);
  if (submitted.kind === "too-many") return await noticeReply("too-many", event, locale);
  const words = await wordsFor(locale);
  const format = formatOf(event);
  const token = event.pathParameters?.token ?? "";
  const { closesAt } = invitation;
  const hasAnswered = (invitation.attempts ?? []).length > 0;
  if (submitted.kind === "answered") {
    if (format === "page") return thankYouPage({ ...submitted, token, closesAt }, brand, words);
    return json(200, {
      responseId: invitation.invitationId,
      answeredAt: invitation.attempts?.[0]?.at,
      // A browser's form may carry what an extension put there; a program is told what was not kept.
      ...(submitted.notAsked.length > 0 ? { notAsked: submitted.notAsked } : {}),
    });
  }
  const { program } = submitted;
  if (submitted.kind === "closed") {
    const said = closedWords({ closesAt, hasAnswered }, brand.name, words);
    if (format === "json") return problem(410, [`${words.closed}.`, ...said].join(" "));
    const late = lateAnswer(program, typedIn(posted), words);
    return closedPage({ closesAt, hasAnswered, late }, brand, words);
  }
  const { problems } = submitted;
  if (format === "json") return problemReply(problems, words);
  // A page says nothing of fields that its form does not have.
  const onPage = problems.answers.filter(({ problem: kind }) => kind !== "unknown-question");
  return formPage(
    {
      token,
      program,
      values: typedIn(posted),
      closesAt,
      hasAnswered,
      problems: { ...problems, answers: onPage },
    },
    brand,
    words,
  );
}

function problemReply(problems: Problems, words: Words): Reply {
  const detail = problems.form === undefined ? words.errorsHeading : words.formProblems[problems.form];
  const errors = problems.answers.map(({ questionId, problem: kind }) => ({
    path: questionId,
    message: words.answerProblems[kind],
  }));
  return problem(400, detail, errors);
}

/** A program is answered as it asks: one that posts JSON, or accepts it and no page. */
function formatOf({ headers }: APIGatewayProxyEventV2): "page" | "json" {
  const accept = headers.accept ?? "";
  if (/^application\/json\b/i.test(headers["content-type"]?.trim() ?? "")) return "json";
  return /\bapplication\/(problem\+)?json\b/i.test(accept) && !/\btext\/html\b/i.test(accept)
    ? "json"
    : "page";
}

/** What somebody typed, to be shown again; of several answers to one question, none. */
function typedIn({ values }: Posted): Map<string, string> {
  return new Map([...values].flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])));
}

/** What somebody typed, each answer under its question, as it reads well in a mail. */
function lateAnswer(program: Program, typed: ReadonlyMap<string, string>, words: Words): string {
  return program.questions
    .flatMap((question) => {
      const value = typed.get(question.questionId)?.trim() ?? "";
      if (value === "") return [];
      return [`${wordingOf(question, words.lang, brand.name).text}\n${spoken(question, { value }, words)}`];
    })
    .join("\n\n");
}
