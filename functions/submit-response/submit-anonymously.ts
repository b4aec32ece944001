import { type AnonymousAnswer, segmentIn, spentMarkOf } from "#shared/domain/answers/anonymous-answer.ts";
import type { Attempt } from "#shared/domain/answers/attempt.ts";
import { suspicionsOf } from "#shared/domain/answers/suspicion.ts";
import type { Program } from "#shared/domain/programs/program.ts";
import type { Link } from "#shared/domain/sending/link-token.ts";
import { type Kept, keepAnonymousAnswer } from "#shared/dynamodb/anonymous-answers.ts";
import type { LinkedInvitation } from "#shared/dynamodb/survey-links.ts";
import type { Table } from "#shared/dynamodb/table.ts";

/**
 * Keeps what somebody answered whom nobody is to know: the answer, the program and its version, the day and the segment.
 * Of who it may be, what is known at once is judged now, for nothing is kept by which it could be judged later.
 */
export async function submitAnonymously(
  table: Table,
  { token, link }: { readonly token: string; readonly link: Link },
  { account, deliveredAt }: LinkedInvitation,
  { programId, version }: Program,
  attempt: Attempt,
  now: Date,
): Promise<Kept["kind"]> {
  const segment = segmentIn(account);
  const answer: AnonymousAnswer = {
    answerId: attempt.attemptId,
    programId,
    programVersion: version,
    day: now.toISOString().slice(0, 10),
    ...(segment !== undefined && { segment }),
    answers: attempt.answers,
    suspect:
      suspicionsOf({ attempts: [attempt], ...(deliveredAt !== undefined && { deliveredAt }) })[0] ?? [],
  };
  return (await keepAnonymousAnswer(table, link, spentMarkOf(token), answer, now)).kind;
}
