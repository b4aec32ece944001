import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { givenReleased } from "../anonymous-pulse.ts";
import { answers, daysAgo, type Reader, startReader } from "./reader.ts";

let reader: Reader;
let accounts = 0;
let accountId: string;
beforeAll(async () => {
  reader = await startReader();
});
afterAll(() => reader.stop());
/** Each test has an account of its own. */
beforeEach(() => {
  accountId = `acc-${++accounts}`;
});

describe("responses", () => {
  it("are what counts of an answer that was changed, dated by the first", async () => {
    const attempts = [
      { attemptId: "1", at: daysAgo(2), answers: answers(9) },
      { attemptId: "2", at: daysAgo(1), answers: answers(4) },
    ];
    const { invitationId: id } = await reader.givenInvitation({ accountId, attempts });
    await reader.givenInvitation({ accountId, contactId: "con-2", cycle: "term-1" });
    const { body } = await reader.list("responses", { account: accountId });
    expect(body.items).toEqual([
      {
        responseId: id,
        invitationId: id,
        imported: false,
        programId: "post-onboarding",
        programVersion: 1,
        accountId,
        contactId: "con-1",
        segment: "scale",
        answeredAt: attempts[0]?.at,
        version: 2,
        suspect: [],
        nps: 4,
        csat: null,
        answers: answers(4),
        waiting: null,
        confirmations: [],
      },
    ]);
  });

  it("that are suspect say why, and are found by the day they came", async () => {
    const programId = `program-${accountId}`;
    const attempts = [{ attemptId: "1", at: daysAgo(2), answers: answers(9), scannerNetwork: "gateway" }];
    await reader.givenInvitation({ accountId, programId, attempts });
    const { items } = await reader.listAll("responses", { program: programId });
    expect(items).toMatchObject([{ suspect: ["scanner-network"], nps: 9, answeredAt: attempts[0]?.at }]);
  });

  it("of a program come by the day of the answer, the newest first", async () => {
    const programId = `program-${accountId}`;
    const answeredOn = (days: number) => [{ attemptId: "1", at: daysAgo(days), answers: answers(days) }];
    for (const days of [5, 1, 3])
      await reader.givenInvitation({ accountId, programId, cycle: `c${days}`, attempts: answeredOn(days) });
    const { items } = await reader.listAll("responses", { program: programId, limit: "1" });
    expect(items.map(({ nps }) => nps)).toEqual([1, 3, 5]);
    const range = { from: daysAgo(4).slice(0, 10), to: daysAgo(2).slice(0, 10) };
    const within = await reader.listAll("responses", { program: programId, ...range });
    expect(within.items.map(({ nps }) => nps)).toEqual([3]);
  });

  it("that are anonymous are nobody's: listed by their day in the order of their ids, and of no account", async () => {
    const programId = `program-${accountId}`;
    const day = daysAgo(2).slice(0, 10);
    const attempts = [{ attemptId: "1", at: daysAgo(2), answers: answers(4) }];
    await reader.givenInvitation({ accountId, programId, attempts });
    const released = [];
    for (let i = 0; i < 5; i++) released.push(await givenReleased(reader.table, { programId, day }));
    await givenReleased(reader.table, { programId, day: daysAgo(200).slice(0, 10) });
    const { items, pages } = await reader.listAll("responses", { program: programId, limit: "2" });
    const ids = released.map(({ answerId }) => answerId).toSorted();
    expect(items.slice(0, 5).map(({ responseId }) => responseId)).toEqual(ids);
    expect([items.length, pages >= 3]).toEqual([6, true]);
    expect(items[0]).toEqual({
      responseId: ids[0],
      invitationId: null,
      imported: false,
      programId,
      programVersion: 1,
      accountId: null,
      contactId: null,
      segment: "scale",
      answeredAt: `${day}T00:00:00.000Z`,
      version: 1,
      suspect: [],
      nps: 9,
      csat: null,
      answers: answers(9),
      waiting: null,
      confirmations: [],
    });
    const { body } = await reader.list("responses", { account: accountId });
    expect(body.items.map(({ nps }: { nps: number }) => nps)).toEqual([4]);
  });
});
