import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { saveMilestone } from "#shared/dynamodb/milestones.ts";
import { claimPerson } from "#shared/dynamodb/people.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { aMilestone, aProgram } from "../../builders.ts";
import { dyingAfter, dyingAt } from "../../dying.ts";
import { aSelection, TUESDAY } from "../../shared/selection/sending.ts";
import { startTable } from "../../table.ts";
import { aMailRoom } from "./mail-room.ts";

let table: Table;
let stop: () => void;
beforeAll(async () => {
  ({ table, stop } = await startTable());
});
afterAll(() => stop());

/** Selected on Monday, and barred before Tuesday's window opens. */
async function aBarredSelection(others: Parameters<typeof aSelection>[1] = {}) {
  const selection = await aSelection(table, others);
  await selection.it.save("a", { mei: { roles: ["developer"] } });
  const job = await selection.sender.selected("a", "mei");
  return { ...selection, job, mayAskAgain: () => selection.it.save("a", { mei: {} }) };
}
type Selection = Awaited<ReturnType<typeof aBarredSelection>>;

/** The next day's run asks them, and they get their one mail. */
async function expectAskedOnce({ it, sender, job, mayAskAgain }: Selection, died: string): Promise<void> {
  expect(await it.milestone("a"), died).toMatchObject({
    ...{ status: "planned", lookOn: "2026-12-02", contacts: [], withdrawals: ["mei"] },
  });
  expect(await sender.isHeld("a", "mei"), died).toBe(false);
  await mayAskAgain();
  await it.run("2026-12-02");
  expect(await it.verdicts("2026-12-02"), died).toEqual(["a/mei: selected"]);
  expect(await it.milestone("a"), died).toMatchObject({ status: "done", contacts: ["mei"] });
  // However often the first job comes, too.
  for (const minute of ["08:00", "08:05"]) await sender.deliver(job, `2026-12-02T${minute}:00.000Z`);
  expect(sender.mailed(), died).toEqual(["mei"]);
  expect(await sender.isHeld("a", "mei"), died).toBe(true);
}

/** More than a withdrawal makes. */
const MOST_CALLS = 8;

describe("a withdrawal", () => {
  test.each(["before", "after"] as const)(
    "that dies right %s any of its calls is finished by the next delivery",
    async (when) => {
      const dieAt = async (calls: number): Promise<boolean> => {
        const selection = await aBarredSelection();
        const { sender, job } = selection;
        const { ports } = dyingAt(sender.ports, when, calls);
        const hasDied = await sender.deliver(job, TUESDAY, ports).then(
          () => false,
          () => true,
        );
        await sender.deliver(job, "2026-12-01T08:10:00.000Z");
        await expectAskedOnce(selection, `died ${when} call ${calls}`);
        return hasDied;
      };
      const died = await Promise.all(Array.from({ length: MOST_CALLS }, (_, call) => dieAt(call + 1)));
      expect(died.filter((hasDied) => hasDied).length).toBeGreaterThanOrEqual(6);
      expect(died.at(-1)).toBe(false);
    },
  );

  test("by two senders at once takes nobody off twice", async () => {
    const selection = await aBarredSelection();
    const { sender, job } = selection;
    await Promise.all([1, 2, 3].map(() => sender.deliver(job, TUESDAY)));
    await expectAskedOnce(selection, "two at once");
  });

  test("of two contacts at once loses neither", async () => {
    const { it, sender } = await aSelection(table, { kim: {} });
    await it.change({ status: "paused" });
    await Promise.all(["mei", "kim"].map((contactId) => sender.send("a", contactId, TUESDAY)));
    const milestone = await it.milestone("a");
    expect(milestone).toMatchObject({ status: "planned", lookOn: "2026-12-02", contacts: [] });
    expect(milestone?.withdrawals?.toSorted()).toEqual(["kim", "mei"]);
  });

  test("delivered again while the next run selects leaves that its slot, and looks at nothing anew", async () => {
    const { it, sender, job } = await aBarredSelection();
    await sender.deliver(job, TUESDAY);
    const { personHash, invitationId, programId } = job;
    // The run has taken the slot, and is about to keep the invitation.
    await claimPerson(table, { personHash, invitationId, programId, on: "2026-12-02", cooldownDays: 56 });
    const before = await it.milestone("a");
    await sender.deliver(job, "2026-12-02T00:05:00.000Z");
    expect(await sender.isHeld("a", "mei")).toBe(true);
    expect(await it.milestone("a")).toEqual(before);
  });

  test("in the middle of the run that selects is not overwritten by it", async () => {
    const selection = await aBarredSelection();
    const { it, sender, job, mayAskAgain } = selection;
    await sender.deliver(job, TUESDAY);
    await mayAskAgain();
    const withdrawsFirst = {
      ...it.ports,
      settleMilestone: async (...settled: Parameters<typeof it.ports.settleMilestone>) => {
        await it.save("a", { mei: { roles: ["developer"] } });
        await sender.deliver(job, "2026-12-02T08:00:00.000Z");
        await it.ports.settleMilestone(...settled);
      },
    };
    await it.run("2026-12-02", withdrawsFirst);
    expect(await it.milestone("a")).toMatchObject({ status: "planned", lookOn: "2026-12-03", contacts: [] });
    await mayAskAgain();
    await it.run("2026-12-03");
    await sender.deliver(job, "2026-12-03T08:00:00.000Z");
    expect(sender.mailed()).toEqual(["mei"]);
  });

  test("and a run that dies on the way back ask once", async () => {
    const dieAfter = async (calls: number) => {
      const { it, sender, job, mayAskAgain } = await aBarredSelection();
      await sender.deliver(job, TUESDAY);
      await mayAskAgain();
      await it.run("2026-12-02", dyingAfter(it.ports, calls).ports).catch(() => undefined);
      await it.run("2026-12-02");
      await sender.deliver(job, "2026-12-02T08:00:00.000Z");
      expect(sender.mailed(), `died after call ${calls}`).toEqual(["mei"]);
      expect(await it.milestone("a")).toMatchObject({ status: "done", contacts: ["mei"] });
    };
    await Promise.all([4, 6, 7, 8, 9, 10, 11].map(dieAfter));
  });
});

describe("nobody is looked at again", () => {
  const unchanged = { status: "done", contacts: ["mei"], withdrawals: undefined };

  test("who could not be sent to in time", async () => {
    const { it, sender } = await aSelection(table);
    expect(await sender.send("a", "mei", "2026-12-16T08:00:00.000Z")).toMatchObject({
      reason: "too-late-to-send",
    });
    expect({ withdrawals: undefined, ...(await it.milestone("a")) }).toMatchObject(unchanged);
  });

  test("whose mail SES did not want for too long, or whom it would have been sent to", async () => {
    const { it, sender, job } = await aBarredSelection();
    await it.save("a", { mei: {} });
    sender.replies.push({ kind: "not-now", reason: "Throttling" });
    await sender.deliver(job, TUESDAY);
    await it.change({ status: "paused" });
    expect(await sender.deliver(job, "2026-12-01T09:00:00.000Z")).toMatchObject({ reason: "paused" });
    expect({ withdrawals: undefined, ...(await it.milestone("a")) }).toMatchObject(unchanged);
    await it.run("2026-12-02");
    expect(await it.invited()).toEqual([]);
  });

  test("of an event", async () => {
    const room = aMailRoom(table, aProgram("case-closure").programId);
    const { accountId, programId } = room.job;
    await room.select({ dropAt: "2026-12-02T08:00:00.000Z" });
    const milestone = aMilestone({ accountId, programId, status: "done", contacts: ["mei"] });
    await saveMilestone(table, milestone);
    await room.save({ consent: "unsubscribed" });
    expect(await room.send()).toMatchObject({ kind: "withdrawn", reason: "unsubscribed" });
    expect(
      await room.ports.milestone(await room.invitation().then((one) => one ?? Promise.reject())),
    ).toEqual(milestone);
  });
});
