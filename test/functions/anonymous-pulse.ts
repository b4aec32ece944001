import { randomUUID } from "node:crypto";
import { PutItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { expect } from "vitest";
import type { AnonymousAnswer } from "#shared/domain/answers/anonymous-answer.ts";
import type { Program } from "#shared/domain/programs/program.ts";
import { linkOf } from "#shared/domain/sending/link-token.ts";
import { answerPlacesOnDay, responsesAt } from "#shared/dynamodb/invitation-lists.ts";
import { anonymousOnKey } from "#shared/dynamodb/keys.ts";
import { saveProgram } from "#shared/dynamodb/programs.ts";
import { fromItem, type Table, toItem } from "#shared/dynamodb/table.ts";
import { measuringPorts } from "#shared/results/ports.ts";
import { queryResults } from "#shared/results/query-results.ts";
import { listResponses } from "../../functions/read-records/responses.ts";
import { aProgram } from "../builders.ts";
import { givenSurvey } from "./survey-site.ts";

export const PULSE = "pulse";

/** An anonymous program of ops' own: NPS, CSAT and a comment. */
const aPulse = (over: Partial<Program> = {}): Program =>
  aProgram("post-onboarding", { programId: PULSE, name: "Pulse", anonymous: true, ...over });

export const givenPulse = (table: Table, over: Partial<Program> = {}): Promise<unknown> =>
  saveProgram(table, aPulse(over), { isReplanDue: false, at: new Date(0) });

export type Asked = Awaited<ReturnType<typeof givenAsked>>;

let people = 0;
/** Somebody of a segment who has the anonymous survey's link, and every name by which they could be found again. */
export async function givenAsked(
  table: Table,
  segment: string | undefined,
  over: Parameters<typeof givenSurvey>[1] = {},
) {
  const n = ++people;
  const ids = { accountId: `account-of-${n}`, contactId: `contact-${n}`, personHash: `person-hash-${n}` };
  const account = { plan: "premium", products: [`product-of-${n}`], csm: `csm-${n}@vendor.example`, segment };
  const { token, invitationId } = await givenSurvey(table, {
    ...{ ...ids, account, programId: PULSE, anonymous: true, isOpenUntracked: true },
    ...over,
  });
  const names = [
    ...Object.values(ids),
    invitationId,
    token,
    linkOf(token)?.tokenHash ?? "",
    `product-of-${n}`,
  ];
  return { token, invitationId, segment, names };
}

/** An answer that has come to light. */
export async function givenReleased(
  table: Table,
  over: Partial<AnonymousAnswer> = {},
): Promise<AnonymousAnswer> {
  const answer: AnonymousAnswer = {
    answerId: randomUUID(),
    programId: PULSE,
    programVersion: 1,
    day: "2026-12-01",
    segment: "scale",
    answers: [{ questionId: "nps", kind: "nps", value: 9 }],
    suspect: [],
    ...over,
  };
  const key = anonymousOnKey(answer.programId, answer.day, answer.answerId);
  const Item = toItem({ ...key, type: "anonymous-answer", version: 1, ...answer });
  await table.client.send(new PutItemCommand({ TableName: table.name, Item }));
  return answer;
}

/** Everything that the table holds, by key. */
export async function everyItem(table: Table): Promise<Map<string, Record<string, unknown>>> {
  const items = new Map<string, Record<string, unknown>>();
  let start: Record<string, never> | undefined;
  do {
    const page = await table.client.send(
      new ScanCommand({ TableName: table.name, ConsistentRead: true, ExclusiveStartKey: start }),
    );
    for (const raw of page.Items ?? []) {
      const item = fromItem(raw);
      items.set(`${item.pk} ${item.sk}`, item);
    }
    start = page.LastEvaluatedKey as typeof start;
  } while (start !== undefined);
  return items;
}

/** Anonymous answers at rest, waiting or released. */
export async function answersAtRest(table: Table) {
  const items = [...(await everyItem(table)).values()];
  const ofType = (type: string) =>
    items.filter((item) => item.type === type) as unknown as (AnonymousAnswer & { pk: string; sk: string })[];
  return { waiting: ofType("waiting-answer"), released: ofType("anonymous-answer") };
}

const TIME_FINER_THAN_A_DAY = /\d{2}:\d{2}|\d{10,}/;
const RANDOM_ID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** That nothing at rest leads from an answer to a person, or says of it more of the time than the day. */
export async function expectNobodysAnswers(table: Table, asked: readonly Asked[]): Promise<void> {
  const { waiting, released } = await answersAtRest(table);
  const answerIds = [...waiting, ...released].map(({ answerId }) => answerId);
  const names = asked.flatMap((one) => one.names);
  for (const item of (await everyItem(table)).values()) {
    const text = JSON.stringify(item, (_, value) => (value instanceof Set ? [...value] : value));
    if (!answerIds.some((id) => text.includes(id)) && item.answers === undefined) continue;
    expect(names.filter((name) => text.includes(name))).toEqual([]);
    expect(text.replace(RANDOM_ID, "")).not.toMatch(TIME_FINER_THAN_A_DAY);
    expect(answerIds.filter((id) => text.includes(id))).toHaveLength(1);
  }
}

const DAYS = { from: "2026-12-01", to: "2026-12-05" };

/** What ops see of the program: its responses and its figures, with suspects and without, by segment and in all. */
export async function seen(table: Table, now: Date) {
  const list = listResponses({
    programIds: async () => [PULSE],
    firstDay: async () => DAYS.from,
    milestonesOf: async () => [],
    importedIdsOf: async () => [],
    invitationsByIds: async () => [],
    answerPlacesOnDay: (programId, day, page) => answerPlacesOnDay(table, programId, day, page),
    responsesAt: (programId, day, places) => responsesAt(table, programId, day, places),
  });
  const page = await list({ program: PULSE, ...DAYS }, { limit: 500, place: undefined }, now);
  const items = page.items.map(({ view }) => view);
  const ask = queryResults({ ...measuringPorts(table), coverage: async () => [] });
  const figures = [];
  for (const includeSuspect of [false, true])
    for (const groupBy of ["segment", undefined] as const)
      for (const interval of ["day", undefined] as const) {
        const outcome = await ask({ programs: [PULSE], ...DAYS, groupBy, interval, includeSuspect }, now);
        if (outcome.kind !== "results") throw new Error(`results were ${outcome.kind}`);
        figures.push(...outcome.results.groups);
      }
  return { items, figures };
}
