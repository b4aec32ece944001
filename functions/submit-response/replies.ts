import { json, problem, type Reply } from "#shared/lambda/reply.ts";
import type { Problems } from "#shared/survey/answers.ts";
import type { Brand } from "#shared/survey/brand.ts";
import { formPage } from "#shared/survey/form.ts";
import { type Notice, noticeOf, noticePage } from "#shared/survey/notices.ts";
import type { Posted } from "#shared/survey/posted.ts";
import { thankYouPage } from "#shared/survey/thank-you.ts";
import { type Words, wordsFor } from "#shared/survey/words.ts";
import type { Submitted } from "./submit-response.ts";

/** Whom to answer, and how. */
export type Caller = { readonly brand: Brand; readonly format: "page" | "json"; readonly token: string };

export function noticeReply(notice: Notice, { brand, format }: Caller, words = wordsFor()): Reply {
  if (format === "page") return noticePage(notice, brand, words);
  const { status, heading, text } = noticeOf(notice, brand.name, words);
  return problem(status, `${heading}. ${text}`);
}

export function submittedReply(submitted: Submitted, posted: Posted, caller: Caller): Reply {
  if (submitted.kind === "unknown") return noticeReply("unknown", caller);
  const { invitation } = submitted;
  const words = wordsFor(invitation.locale);
  if (submitted.kind === "closed" || submitted.kind === "too-many") {
    return noticeReply(submitted.kind, caller, words);
  }
  const { brand, format, token } = caller;
  const { closesAt } = invitation;
  if (submitted.kind === "answered") {
    if (format === "page") return thankYouPage({ ...submitted, token, closesAt }, brand, words);
    return json(200, {
      responseId: invitation.invitationId,
      answeredAt: invitation.attempts?.[0]?.at,
      // A browser's form may carry what an extension put there; a program is told what was not kept.
      ...(submitted.notAsked.length > 0 ? { notAsked: submitted.notAsked } : {}),
    });
  }
  const { program, problems } = submitted;
  if (format === "json") return problemReply(problems, words);
  // A page says nothing of fields that its form does not have.
  const onPage = problems.answers.filter(({ problem: kind }) => kind !== "unknown-question");
  const hasAnswered = (invitation.attempts ?? []).length > 0;
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

/** What somebody typed, to be shown again; of several answers to one question, none. */
function typedIn({ values }: Posted): Map<string, string> {
  return new Map([...values].flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])));
}
