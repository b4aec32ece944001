import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { anAttempt, answered, aSent, startReactions } from "./follow-up.ts";

const AT = "2026-12-01T10:00:00.000Z";

let it: Awaited<ReturnType<typeof startReactions>>;
beforeAll(async () => {
  it = await startReactions();
});
afterAll(() => it.stop());
beforeEach(() => {
  it.events();
});

describe("a sending", () => {
  test("is told once, when it has become known", async () => {
    const after = aSent();
    const before = { ...after, status: "sending" as const, sentAt: undefined };
    await it.deliver({ before, after }, { before: after, after: { ...after, deliveredAt: AT } });
    expect(it.events()).toMatchObject([
      {
        type: "Invitation Sent",
        detail: { id: `invitation-sent-${after.invitationId}`, sentAt: after.sentAt },
      },
    ]);
  });

  test("that was only selected or withdrawn touches nothing", async () => {
    const selected = aSent({
      programId: "quiet",
      status: "selected",
      claimedAt: undefined,
      sentAt: undefined,
    });
    const withdrawn = { ...selected, status: "withdrawn" as const };
    expect(await it.deliver({ after: selected }, { before: selected, after: withdrawn })).toEqual([]);
    expect(it.events()).toEqual([]);
    expect(await it.markedDays("quiet")).toEqual([]);
  });
});

describe("the days of the figures", () => {
  test("are the day of the sending and the day of the first answer, each listed and marked", async () => {
    const sent = aSent({ programId: "both-days" });
    await it.deliver({ before: { ...sent, claimedAt: undefined, sentAt: undefined }, after: sent });
    expect(await it.markedDays("both-days")).toEqual(["2026-12-01"]);
    const first = answered(sent, anAttempt("2026-12-05T23:59:59.000Z", { nps: 9 }));
    const second = answered(first.after, anAttempt("2026-12-07T10:00:00.000Z", { nps: 2 }));
    await it.deliver(first, second);
    expect(await it.markedDays("both-days")).toEqual(["2026-12-01", "2026-12-05"]);
    expect(await it.listedOn("both-days", "2026-12-01")).toEqual([`SENT#${sent.invitationId}`]);
    expect(await it.listedOn("both-days", "2026-12-05")).toEqual([`ANSWERED#${sent.invitationId}`]);
    expect(await it.listedOn("both-days", "2026-12-07")).toEqual([]);
  });

  test("include the day of an attempt that came to nothing, which another day's replaces", async () => {
    const first = aSent({ programId: "two-tries", claimedAt: "2026-12-01T15:59:00.000Z", sentAt: undefined });
    const second = { ...first, claimedAt: "2026-12-02T08:00:00.000Z" };
    await it.deliver({ before: first, after: second });
    expect(await it.markedDays("two-tries")).toEqual(["2026-12-01", "2026-12-02"]);
  });

  test("are the day of the sending where somebody unsubscribes, whenever that is", async () => {
    const sent = aSent({ programId: "no-more" });
    await it.deliver({ before: sent, after: { ...sent, unsubscribedAt: "2027-03-01T10:00:00.000Z" } });
    expect(await it.markedByTheHour("no-more")).toEqual(["2026-12-01"]);
  });

  test.each(["deliveredAt", "openedAt", "clickedAt", "bouncedAt", "complainedAt"])(
    "are counted by the hour where nothing but %s has come of a mail",
    async (field) => {
      const sent = aSent({ programId: field });
      await it.deliver({ before: sent, after: { ...sent, [field]: AT } });
      expect(await it.markedDays(field)).toEqual([]);
      expect(await it.markedByTheHour(field)).toEqual(["2026-12-01"]);
    },
  );

  test("are counted at once where somebody also answered, in whichever order that is told", async () => {
    const sent = aSent({ programId: "opened-and-answered" });
    const opened = { ...sent, openedAt: AT, clickedAt: AT };
    await it.deliver({ before: sent, after: opened }, answered(opened, anAttempt(AT, { nps: 9 })));
    expect(await it.markedDays("opened-and-answered")).toEqual(["2026-12-01"]);
    expect(await it.markedByTheHour("opened-and-answered")).toEqual([]);
  });

  test("are not touched by what no figure counts", async () => {
    const sent = aSent({ programId: "no-figure" });
    await it.deliver({ before: sent, after: { ...sent, locale: "de" } });
    expect(await it.markedDays("no-figure")).toEqual([]);
  });
});
