import middy from "@middy/core";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { now } from "#shared/lambda/clock.ts";
import { internalErrors } from "#shared/lambda/internal-errors.ts";
import type { Reply } from "#shared/lambda/reply.ts";
import { acceptedLanguage } from "#shared/survey/accepted-language.ts";
import { brandFrom } from "#shared/survey/brand.ts";
import { formPage } from "#shared/survey/form.ts";
import { withoutBody } from "#shared/survey/layout.ts";
import { noticePage } from "#shared/survey/notices.ts";
import { wordsFor } from "#shared/survey/words.ts";
import { type ShownSurvey, showSurvey } from "./show-survey.ts";

const brand = brandFrom(process.env);
const show = showSurvey(tableFrom(process.env));

/** `GET` and `HEAD /s/{token}?score=` */
export const handler = middy<APIGatewayProxyEventV2, Reply>(async (event: APIGatewayProxyEventV2) => {
  const token = event.pathParameters?.token ?? "";
  const isHead = event.requestContext.http.method === "HEAD";
  const shown = await show({ token, score: event.queryStringParameters?.score, isHead }, now());
  const reply = await pageOf(token, shown, acceptedLanguage(event));
  return isHead ? withoutBody(reply) : reply;
}).use(
  internalErrors(async (event) =>
    noticePage("failed-to-show", brand, await wordsFor(acceptedLanguage(event))),
  ),
);

/** @param accepted what the browser asks for, where nothing is known of the contact, or nothing may be told */
async function pageOf(token: string, shown: ShownSurvey, accepted: string | undefined): Promise<Reply> {
  if (shown.kind === "not-open") return noticePage("not-open", brand, await wordsFor(accepted));
  const words = await wordsFor(shown.locale ?? accepted);
  if (shown.kind === "answered-already") return noticePage("answered-already", brand, words);

  const { program, closesAt, answers } = shown;
  const values = new Map(
    answers.map(({ questionId, value }) => [questionId, typeof value === "number" ? String(value) : value]),
  );
  const first = program.questions[0]?.questionId;
  const isPreselected = first !== undefined && shown.preselected !== undefined;
  if (isPreselected) values.set(first, shown.preselected);
  const answered = answers.map(({ questionId }) => questionId);
  return formPage({ token, program, values, closesAt, answered, isPreselected }, brand, words);
}
