import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Account } from "#shared/domain/accounts/account.ts";
import type { Contact } from "#shared/domain/accounts/contact.ts";
import type { Milestone } from "#shared/domain/eligibility/milestone.ts";
import { isScheduledProgram } from "#shared/domain/programs/program.ts";
import { SHIPPED_PROGRAMS } from "#shared/domain/programs/shipped-programs.ts";
import { saveMilestone } from "#shared/dynamodb/milestones.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { aMilestone } from "../../builders.ts";
import { startTable } from "../../table.ts";
import { NIGHT, someTouchpoints } from "./touchpoints.ts";

let table: Table;
let stop: () => void;
beforeAll(async () => {
  ({ table, stop } = await startTable());
});
afterAll(() => stop());

describe("a contact to whom something happened", () => {
  test("is not asked within the cooldown of any other survey, and does not wait for its end", async () => {
    const it = someTouchpoints(table);
    await it.save({ mei: {} });
    await it.askedElsewhere("mei", "2026-10-04");
    await it.reach();
    expect(await it.verdicts()).toEqual(["mei: contacted-recently"]);
    expect((await it.ledger())[0]).not.toHaveProperty("waitsUntil");
    expect([await it.invited(), await it.milestones()]).toEqual([[], []]);
  });

  test("is asked when the cooldown has ended", async () => {
    const it = someTouchpoints(table);
    await it.save({ mei: {} });
    await it.askedElsewhere("mei", "2026-10-03");
    await it.reach();
    expect(await it.verdicts()).toEqual(["mei: selected"]);
  });

  test.each<[string, Partial<Contact>, Partial<Account>]>([
    ["no-wanted-role", { roles: ["developer"] }, {}],
    ["sold-to-not-asked", { roles: ["sold-to"] }, {}],
    ["barring-persona", { personas: ["procurement"] }, {}],
    ["unsubscribed", { consent: "unsubscribed" }, {}],
    ["churned", {}, { status: "churned" }],
    ["free-plan", {}, { plan: "free" }],
  ])("is not asked where a rule bars them: %s", async (reason, contact, account) => {
    const it = someTouchpoints(table);
    await it.save({ mei: contact }, account);
    await it.reach();
    expect(await it.verdicts()).toEqual([`mei: ${reason}`]);
    expect(await it.invited()).toEqual([]);
    expect(await it.lastAskedOn("mei")).toBeUndefined();
    expect(await it.run()).toMatchObject({ counts: { due: 1, selected: 0, excluded: 1 } });
  });

  test.each(["hard-bounce", "complaint", "unsubscribe"] as const)(
    "is not asked where nobody writes to them any more, and others are: %s",
    async (reason) => {
      const it = someTouchpoints(table);
      await it.save({ mei: {}, kim: {} });
      await it.suppress("mei", reason);
      await it.reach({ contactId: "mei" });
      await it.reach({ contactId: "kim" });
      expect((await it.verdicts()).toSorted()).toEqual(["kim: selected", `mei: ${reason}`]);
      expect(await it.lastAskedOn("mei")).toBeUndefined();
      expect(await it.run()).toMatchObject({
        counts: { due: 2, selected: 1, excluded: 1, excludedBy: { [reason]: 1 } },
      });
    },
  );

  test("is asked however often their account was, and yields to no program that is due", async () => {
    const it = someTouchpoints(table);
    await it.save({ mei: {} });
    const { accountId } = it;
    const ofAccount = (programId: string, cycle: string, over: Partial<Milestone>) =>
      saveMilestone(table, aMilestone({ accountId, programId, cycle, ...over }));
    for (const cappedOn of ["2026-03-01", "2026-06-01"]) {
      const asked = { contacts: ["kim"], lastAskedOn: cappedOn, cappedOn };
      await ofAccount("all-customer-csat", `turn-${cappedOn}`, { status: "done", ...asked });
    }
    await ofAccount("pre-renewal", "term-1", { dueOn: "2026-11-29", lookOn: "2026-11-29" });
    const programs = async () => [...SHIPPED_PROGRAMS.filter(isScheduledProgram), it.program];
    await it.reach({}, NIGHT, { ...it.ports, programs });
    const [decision] = await it.ledger();
    expect(decision?.verdict).toBe("selected");
    const skipped = decision?.rules.filter(({ verdict }) => verdict === "skipped");
    expect(skipped?.map(({ rule }) => rule)).toEqual(["account-cap", "arbitration", "sample"]);
  });

  test("is not asked while they, or their account, are on hold", async () => {
    const it = someTouchpoints(table);
    await it.save({ mei: {}, kim: {} });
    await it.hold({ contactId: "mei" });
    await it.reach({ contactId: "mei" });
    await it.reach({ contactId: "kim" });
    expect((await it.verdicts()).toSorted()).toEqual(["kim: selected", "mei: on-hold"]);
  });

  test("is not asked by a paused program, and a retired one is not asked about", async () => {
    const it = someTouchpoints(table);
    await it.save({ mei: {} });
    const inStatus = (status: "paused" | "retired") => ({
      ...it.ports,
      programs: async () => [{ ...it.program, status }],
    });
    expect(await it.reach({}, NIGHT, inStatus("retired"))).toEqual({ kind: "no-program" });
    await it.reach({}, NIGHT, inStatus("paused"));
    expect(await it.verdicts()).toEqual(["mei: paused"]);
  });
});
