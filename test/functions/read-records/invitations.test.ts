import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { listUnderDay } from "#shared/dynamodb/days.ts";
import type { Answer } from "../ops-routes.ts";
import { answers, daysAgo, idsOf, type Reader, startReader } from "./reader.ts";

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

describe("invitations", () => {
  it("of an account are all there, in whatever state, the newest first", async () => {
    const sent = await reader.givenInvitation({ accountId });
    const withdrawn = await reader.givenInvitation({
      accountId,
      contactId: "con-2",
      cycle: "term-2026-01-01",
      status: "withdrawn",
      claimedAt: undefined,
      sentAt: undefined,
      notBefore: daysAgo(20),
      withdrawnAt: daysAgo(20),
    });
    const { body } = await reader.list("invitations", { account: accountId });
    expect(idsOf(body.items)).toEqual([sent.invitationId, withdrawn.invitationId]);
    expect(body.next).toBeNull();
  });

  it("show their history and nothing that leads to the person or the link", async () => {
    await reader.givenInvitation({
      accountId,
      deliveredAt: daysAgo(2),
      openedAt: daysAgo(1),
      tokenHash: "hash",
      keyId: "key",
    });
    const { body } = await reader.list("invitations", { account: accountId });
    expect(body.items[0].history.map((step: Answer) => step.type)).toEqual(
      expect.arrayContaining(["selected", "sent", "delivered", "opened"]),
    );
    expect(Object.keys(body.items[0])).not.toEqual(expect.arrayContaining(["personHash"]));
    expect(JSON.stringify(body)).not.toMatch(/hash|@|person-1/);
  });

  it("are paged through without loss or repetition, those that wait before those sent", async () => {
    const programId = `program-${accountId}`;
    const sent = [];
    for (let i = 0; i < 7; i++) {
      const at = daysAgo(Math.floor(i / 3));
      sent.push(
        await reader.givenInvitation({ accountId, programId, cycle: `c${i}`, claimedAt: at, sentAt: at }),
      );
    }
    const waiting = [];
    for (let i = 0; i < 3; i++) {
      const unsent = { status: "selected" as const, claimedAt: undefined, sentAt: undefined };
      waiting.push(
        await reader.givenInvitation({
          accountId,
          programId,
          cycle: `w${i}`,
          ...unsent,
          notBefore: daysAgo(-1 - i),
        }),
      );
    }
    const { items, pages } = await reader.listAll("invitations", { program: programId, limit: "2" });
    expect(idsOf(items).slice(0, 3)).toEqual(idsOf(waiting));
    expect(idsOf(items).toSorted()).toEqual(idsOf([...sent, ...waiting]).toSorted());
    const days = items.slice(3).map((item) => item.sentAt.slice(0, 10));
    expect(days).toEqual(days.toSorted().reverse());
    expect(pages).toBeGreaterThan(4);
  });

  it("that are anonymous show nobody's opening, fetching, answering or silence", async () => {
    const attempts = [{ attemptId: "1", at: daysAgo(1), answers: answers(4) }];
    const seen = {
      selectedAt: daysAgo(4),
      deliveredAt: daysAgo(2),
      openedAt: daysAgo(1),
      clickedAt: daysAgo(1),
      closesAt: daysAgo(0.5),
    };
    const unseen = { ...seen, contactId: "con-2", cycle: "term-1", anonymous: true as const };
    await reader.givenInvitation({ accountId, ...seen, attempts });
    await reader.givenInvitation({ accountId, ...unseen, attempts });
    await reader.givenInvitation({ accountId, ...unseen, contactId: "con-3", cycle: "term-2" });
    const { body } = await reader.list("invitations", { account: accountId });
    const shown = body.items.map((item: Answer) => [
      item.anonymous,
      item.tracksOpens,
      item.status,
      item.history.map((step: Answer) => step.type).join(" "),
    ]);
    expect(shown.toSorted()).toEqual([
      [false, true, "sent", "selected sent delivered opened clicked answered"],
      [true, false, "sent", "selected sent delivered"],
      [true, false, "sent", "selected sent delivered"],
    ]);
  });

  it("go back 90 days, or as far as is asked", async () => {
    const programId = `program-${accountId}`;
    const old = await reader.givenInvitation({
      accountId,
      programId,
      claimedAt: daysAgo(200),
      sentAt: daysAgo(200),
    });
    expect((await reader.listAll("invitations", { program: programId })).items).toEqual([]);
    const from = daysAgo(201).slice(0, 10);
    expect(idsOf((await reader.listAll("invitations", { program: programId, from })).items)).toEqual([
      old.invitationId,
    ]);
  });

  it("are found by status", async () => {
    const bounced = await reader.givenInvitation({ accountId, status: "refused", sentAt: undefined });
    await reader.givenInvitation({ accountId, contactId: "con-2", cycle: "term-1" });
    const { body } = await reader.list("invitations", { account: accountId, status: "refused" });
    expect(idsOf(body.items)).toEqual([bounced.invitationId]);
  });

  it("that closed without an answer are expired, and no longer among the sent", async () => {
    const programId = `program-${accountId}`;
    const of = (contactId: string, over: Parameters<typeof reader.givenInvitation>[0]) =>
      reader.givenInvitation({ accountId, programId, contactId, cycle: contactId, ...over });
    const past = {
      selectedAt: daysAgo(32),
      claimedAt: daysAgo(31),
      sentAt: daysAgo(31),
      closesAt: daysAgo(1),
    };
    const silent = await of("silent", { ...past, bouncedAt: daysAgo(30) });
    const attempts = [{ attemptId: "a", at: daysAgo(2), answers: answers(9) }];
    const answered = await of("answered", { ...past, attempts });
    const open = await of("open", { closesAt: daysAgo(-1) });
    const lists: Record<string, string>[] = [{ account: accountId }, { program: programId }];
    for (const query of lists) {
      const withStatus = async (status: string) =>
        (await reader.listAll("invitations", { ...query, status })).items;
      const expired = await withStatus("expired");
      expect(idsOf(expired)).toEqual([silent.invitationId]);
      expect(expired[0]).toMatchObject({ status: "expired" });
      expect(expired[0]?.history.at(-1)).toEqual({ type: "expired", at: past.closesAt });
      const sent = idsOf(await withStatus("sent"));
      expect(sent.toSorted()).toEqual(idsOf([answered, open]).toSorted());
    }
  });

  it("of a day on which the sending was tried in vain appear on the day of the later attempt alone", async () => {
    const programId = `program-${accountId}`;
    const invitation = await reader.givenInvitation({
      accountId,
      programId,
      claimedAt: daysAgo(2),
      sentAt: daysAgo(2),
    });
    await listUnderDay(reader.table, "SENT", daysAgo(3).slice(0, 10), invitation);
    expect(idsOf((await reader.listAll("invitations", { program: programId })).items)).toEqual([
      invitation.invitationId,
    ]);
  });
});
