import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Attempt } from "#shared/domain/answers/attempt.ts";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { closed, givenSurvey, tokenOf } from "./survey-site.ts";

export const anAttempt = (at: string, nps: number, comment?: string): Attempt => ({
  attemptId: at,
  at,
  answers: [
    { questionId: "nps", kind: "nps", value: nps },
    ...(comment === undefined ? [] : [{ questionId: "comment", kind: "text" as const, value: comment }]),
  ],
});

/** A link to each kind of survey that is not open: of those that never were, and of those that are closed. */
export async function notOpenTokens(table: Table, over: Partial<Invitation> = {}) {
  const given = async (more: Parameters<typeof givenSurvey>[1]) =>
    (await givenSurvey(table, { ...over, ...more })).token;
  const open = await given({});
  const erased = { erasedAt: "2026-12-05T00:00:00.000Z" };
  return {
    never: {
      malformed: "nonsense",
      empty: "",
      long: "A".repeat(5_000),
      cut: open.slice(0, -1),
      wrong: open.slice(0, -1) + (open.endsWith("A") ? "B" : "A"),
      "of no invitation": tokenOf("f".repeat(32)),
      erased: await given(erased),
      "erased when closed": await given({ ...closed, ...erased }),
    },
    closed: {
      closed: await given(closed),
      "closed, in Arabic": await given({ ...closed, locale: "ar" }),
      "closed, fetched before": await given({ ...closed, clickedAt: "2020-12-02T08:00:00.000Z" }),
      "closed, answered before": await given({
        ...closed,
        ...(over.anonymous ? {} : { attempts: [anAttempt("2020-12-02T08:00:00.000Z", 9)] }),
      }),
    },
  };
}

/** What a client asks of DynamoDB from here on, by name and in order. */
export function callsOf(client: DynamoDBClient): string[] {
  const calls: string[] = [];
  client.middlewareStack.add(
    (next, { commandName = "" }) =>
      (args) => {
        calls.push(commandName);
        return next(args);
      },
    { step: "initialize" },
  );
  return calls;
}
