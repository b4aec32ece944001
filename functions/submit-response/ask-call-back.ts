import type { CallBack } from "#shared/domain/answers/call-back.ts";
import { isAnonymous } from "#shared/domain/programs/anonymity.ts";
import { linkToLookUp } from "#shared/domain/sending/link-token.ts";
import type { callBacksIn } from "#shared/dynamodb/call-backs.ts";
import type { LinkedInvitation } from "#shared/dynamodb/survey-links.ts";
import { readAnswer } from "#shared/survey/answers.ts";
import { CALL_BACK_FIELD, REACH } from "#shared/survey/posted.ts";
import type { AnswerProblem } from "#shared/survey/words.ts";
import type { Submission, Submitted } from "./submit-response.ts";

/** What became of asking to be called back. */
export type Asked =
  | {
      readonly kind: "call-back-asked";
      readonly invitation: LinkedInvitation;
      readonly callBack: CallBack;
    }
  | {
      readonly kind: "call-back-invalid";
      readonly invitation: LinkedInvitation;
      readonly problem: AnswerProblem;
    };

type CallBackPorts = ReturnType<typeof callBacksIn> & {
  submit(submission: Submission, now: Date): Promise<Submitted>;
};

/**
 * Takes what a customer posted, who may ask to be called back, too: beside answers, which are kept first, or alone.
 * Whom it cannot be promised to, because nothing is answered or the survey is closed, is told what `submit` says of that.
 * Of an anonymous survey nobody can be called back: that is one of the things that it does not ask.
 */
export const withCallBack =
  (ports: CallBackPorts) =>
  async (submission: Submission, now: Date): Promise<Submitted | Asked> => {
    const { callBack, values } = submission.posted;
    if (callBack === undefined) return await ports.submit(submission, now);
    const submitted = values.size === 0 ? undefined : await ports.submit(submission, now);
    if (submitted !== undefined && !mayStillAsk(submitted)) return submitted;
    if (submitted?.kind === "answered" && isAnonymous(submitted.program))
      return { ...submitted, notAsked: [...submitted.notAsked, CALL_BACK_FIELD] };
    const asked = await ask(ports, submission, callBack, now);
    if (asked === undefined) return submitted ?? (await ports.submit(submission, now));
    return asked.kind === "call-back-asked" && submitted?.kind === "answered"
      ? { ...submitted, invitation: asked.invitation }
      : asked;
  };

/** A form that holds no answer may hold what a browser's extension put there. */
const mayStillAsk = (submitted: Submitted): boolean =>
  submitted.kind === "answered" ||
  (submitted.kind === "invalid" && submitted.problems.form === "nothing-answered");

/** Undefined where nobody may ask. */
async function ask(
  ports: CallBackPorts,
  { token, posted, scannerNetwork }: Submission,
  { reach }: { readonly reach: unknown },
  now: Date,
): Promise<Asked | undefined> {
  const link = linkToLookUp(token);
  const read = readAnswer(REACH, reach);
  if (read.kind === "refused") {
    const invitation = await ports.askableInvitation(link, now);
    return invitation && { kind: "call-back-invalid", invitation, problem: read.problem };
  }
  const suspect: CallBack["suspect"] = [
    ...(posted.hiddenField ? (["hidden-field"] as const) : []),
    ...(scannerNetwork === undefined ? [] : (["scanner-network"] as const)),
  ];
  const asked = await ports.askForCallBack(
    link,
    {
      at: now.toISOString(),
      ...(read.kind === "answered" && { words: String(read.value) }),
      ...(suspect.length > 0 && { suspect }),
    },
    now,
  );
  return asked.kind === "asked" ? { ...asked, kind: "call-back-asked" } : undefined;
}
