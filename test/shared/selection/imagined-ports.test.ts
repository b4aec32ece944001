import { expect, test } from "vitest";
import { addDays } from "#shared/domain/days.ts";
import { imaginedPorts, type RealPorts } from "#shared/selection/imagined-ports.ts";
import { readOnce } from "#shared/selection/read-once.ts";
import { aContact, aMilestone, anAccount } from "../../builders.ts";

const accountIds = ["acc-1", "acc-2", "acc-3"];

/** Three accounts, one of them due, in which the same person works; remembers what was read. */
function aWorld() {
  const reads: string[] = [];
  const lookOn = "2026-11-30";
  const real: RealPorts = {
    accountIds: async () => accountIds,
    accountWithContacts: async (accountId) => {
      reads.push(accountId);
      const milestones = accountId === "acc-1" ? [aMilestone({ lookOn })] : [];
      return {
        account: anAccount({ accountId }),
        contacts: [aContact({ accountId })],
        holds: [],
        milestones,
      };
    },
    people: async (hashes) => {
      reads.push(...hashes);
      const contacts = accountIds.map((accountId) => ({ accountId, contactId: "con-1" }));
      return new Map(hashes.map((hash) => [hash, { contacts }]));
    },
    personHash: (email) => `hash of ${email}`,
    cursor: async () => "2026-11-22",
    milestonesToLookAt: async (programId) => {
      reads.push(`due of ${programId}`);
      return [{ accountId: "acc-1", cycle: "life", lookOn }];
    },
    sendTimes: { timeZone: "UTC", holidays: [] },
  };
  return { reads, real };
}

const imagine = (real: RealPorts) =>
  imaginedPorts(real, { programs: [], until: "2026-12-31", onSelected: () => {}, onDecisions: () => {} });

const PROGRAM = "post-onboarding";
const personHash = "hash of mei@customer.example";
const claim = { personHash, invitationId: "one", programId: PROGRAM, on: "2026-12-01" };

test("two worlds over one that is read once read each account, person and list once between them", async () => {
  const { reads, real } = aWorld();
  const world = readOnce(real);
  for (const ports of [imagine(world), imagine(world)]) {
    expect(await ports.milestonesToLookAt(PROGRAM, "2026-11-30", "2026-11-30")).toHaveLength(1);
    for (const accountId of accountIds) await ports.accountWithContacts(accountId);
    await ports.people([personHash]);
  }
  expect(reads.toSorted()).toEqual([...accountIds, `due of ${PROGRAM}`, personHash].toSorted());
});

test("what is due is read before it is looked at, with its people and their other accounts", async () => {
  const { reads, real } = aWorld();
  await imagine(real).milestonesToLookAt(PROGRAM, "2026-11-30", "2026-11-30");
  expect(reads.toSorted()).toEqual([...accountIds, `due of ${PROGRAM}`, personHash].toSorted());
});

test("milestones that are planned side by side are all looked at on their day, and what is settled no more", async () => {
  const ports = imagine(aWorld().real);
  const dueOn = "2026-12-10";
  await Promise.all(
    accountIds.map((accountId) => ports.saveMilestone(aMilestone({ accountId, dueOn, lookOn: dueOn }))),
  );
  const look = () => ports.milestonesToLookAt(PROGRAM, "2026-11-01", "2026-12-31");
  // The one that was due before has moved.
  expect((await look()).map(({ accountId, lookOn }) => `${lookOn} ${accountId}`)).toEqual(
    accountIds.map((accountId) => `${dueOn} ${accountId}`),
  );
  const done = aMilestone({ accountId: "acc-2", dueOn, lookOn: dueOn, status: "done", contacts: ["con-1"] });
  await ports.settleMilestone(dueOn, done);
  expect((await look()).map(({ accountId }) => accountId)).toEqual(["acc-1", "acc-3"]);
  expect((await ports.accountWithContacts("acc-2")).milestones).toEqual([done]);
});

test("a person's slot is taken for 56 days, and claimed again for the same invitation changes nothing", async () => {
  const ports = imagine(aWorld().real);
  await ports.people([personHash]);
  expect(await ports.claimPerson(claim)).toEqual({ kind: "claimed" });
  expect(await ports.claimPerson({ ...claim, on: "2026-12-20" })).toEqual({ kind: "claimed" });
  const other = { ...claim, invitationId: "other" };
  const last = { on: claim.on, by: { invitationId: "one", program: PROGRAM }, invitationId: "one" };
  expect(await ports.claimPerson({ ...other, on: addDays(claim.on, 55) })).toEqual({ kind: "taken", last });
  expect(await ports.claimPerson({ ...other, on: addDays(claim.on, 56) })).toEqual({ kind: "claimed" });
  expect((await ports.people([personHash])).get(personHash)?.asked?.invitationId).toBe("other");
});

test("one world knows nothing of what another has done", async () => {
  const world = readOnce(aWorld().real);
  const [one, other] = [imagine(world), imagine(world)];
  for (const ports of [one, other]) await ports.people([personHash]);
  await one.claimPerson(claim);
  await one.advanceCursor(PROGRAM, "2026-12-01");
  await one.saveMilestone(aMilestone({ status: "withdrawn" }));
  expect((await other.people([personHash])).get(personHash)?.asked).toBeUndefined();
  expect(await other.cursor(PROGRAM)).toBe("2026-11-22");
  expect((await other.accountWithContacts("acc-1")).milestones).toMatchObject([{ status: "planned" }]);
});
