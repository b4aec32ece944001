import { type AnonymousAnswer, datedAt } from "#shared/domain/answers/anonymous-answer.ts";
import { scoreOf } from "#shared/domain/answers/responses.ts";
import type { BusEvent } from "#shared/events.ts";
import { toldAnswers, type VersionPort } from "./told-answers.ts";

/**
 * What is told on the bus of an anonymous answer when it comes to light: nothing of whose it is, and no time but its day.
 * Nothing of one that is suspect, as of any other: nobody can vouch for it.
 */
export async function releasedAnswer(ports: VersionPort, answer: AnonymousAnswer): Promise<BusEvent[]> {
  if (answer.suspect.length > 0) return [];
  const { answerId, programId, programVersion, segment, answers } = answer;
  return [
    {
      type: "Response Received",
      detail: {
        version: 1,
        id: `response-received-${answerId}-1`,
        occurredAt: datedAt(answer),
        responseId: answerId,
        invitationId: null,
        programId,
        programVersion,
        accountId: null,
        accountName: null,
        segment: segment ?? null,
        contactId: null,
        answeredAt: datedAt(answer),
        responseVersion: 1,
        isFirst: true,
        nps: scoreOf(answers, "nps") ?? null,
        csat: scoreOf(answers, "csat") ?? null,
        answers: await toldAnswers(ports, answer, answers),
      },
    },
  ];
}
