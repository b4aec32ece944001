import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { json, problem, type Reply } from "#shared/lambda/reply.ts";
import { acceptedLanguage } from "#shared/survey/accepted-language.ts";
import { brandFrom } from "#shared/survey/brand.ts";
import { promisedPage, refusedOfferPage } from "#shared/survey/call-back-page.ts";
import { guarded } from "#shared/survey/layout.ts";
import { type Posted, REACH } from "#shared/survey/posted.ts";
import { promiserFrom } from "#shared/survey/promise.ts";
import { wordsFor } from "#shared/survey/words.ts";
import type { Asked } from "./ask-call-back.ts";
import { formatOf } from "./replies.ts";

const brand = brandFrom(process.env);
const promiseTo = promiserFrom(process.env);

/** What is said to who asked to be called back. */
export async function askedReply(
  asked: Asked,
  { callBack }: Posted,
  event: APIGatewayProxyEventV2,
): Promise<Reply> {
  const { invitation } = asked;
  const words = await wordsFor(invitation.locale ?? acceptedLanguage(event));
  const format = formatOf(event);
  const survey = { token: event.pathParameters?.token ?? "", closesAt: invitation.closesAt };
  if (asked.kind === "call-back-invalid") {
    const message = words.answerProblems[asked.problem];
    if (format === "json")
      return guarded(problem(400, words.callBackRefused, [{ path: REACH.questionId, message }]));
    const typed = typeof callBack?.reach === "string" ? callBack.reach : "";
    return refusedOfferPage(survey, { typed, problem: asked.problem }, brand, words);
  }
  const promised = promiseTo(asked.callBack);
  if (format === "json")
    return guarded(json(200, { responseId: invitation.invitationId, callBack: promised }));
  return promisedPage(survey, promised, brand, words);
}
