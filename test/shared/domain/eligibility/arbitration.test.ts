import { describe, expect, test } from "vitest";
import type { Contact } from "#shared/domain/accounts/contact.ts";
import { addDays } from "#shared/domain/days.ts";
import type { AccountState, Case } from "#shared/domain/eligibility/case.ts";
import type { Milestone } from "#shared/domain/eligibility/milestone.ts";
import type { Program } from "#shared/domain/programs/program.ts";
import { aContact, aMilestone, anAccount, aProgram, aRecurringProgram } from "../../../builders.ts";
import { aHold, DUE, ruleOf } from "./a-case.ts";

const lower = aRecurringProgram();
const higher = aProgram("pre-renewal");
const PROGRAMS: readonly Program[] = [lower, higher, aProgram("post-onboarding"), aProgram("post-renewal")];

/** What the pre-renewal program has planned, due on a day. */
const planned = (dueOn: string, over: Partial<Milestone> = {}): Milestone =>
  aMilestone({ programId: "pre-renewal", cycle: "term-2026-04-19", dueOn, lookOn: dueOn, ...over });

/** Whether the all-customer survey of 30 November, which has no role for pre-renewal's but admin, yields to it. */
const yields = (over: Partial<Case> = {}, contact: Contact = aContact()) =>
  ruleOf(
    "arbitration",
    {
      program: lower,
      programs: PROGRAMS,
      cycle: "turn-2026-11-30",
      milestones: [planned("2026-12-20")],
      ...over,
    },
    contact,
  );

describe("a lower program", () => {
  test("yields to a higher one that will need the person, and says to which and until when", () => {
    expect(yields()).toEqual({
      rule: "arbitration",
      verdict: "fail",
      reason: "yields",
      evidence: {
        says: "yields to pre-renewal due 2026-12-20",
        to: "pre-renewal",
        dueOn: "2026-12-20",
        until: "2026-12-21",
      },
    });
  });

  test.each([
    [0, "fail"],
    [55, "fail"],
    [56, "pass"],
  ])("with %i days from its mail to the higher one's look: %s", (days, verdict) => {
    expect(yields({ milestones: [planned(addDays(DUE, days))] }).verdict).toBe(verdict);
  });

  test("counts from the day on which its mail would go out", () => {
    const milestones = [planned(addDays(DUE, 57))];
    expect(yields({ milestones, sendsOn: () => addDays(DUE, 1) }).verdict).toBe("pass");
    expect(yields({ milestones, sendsOn: () => addDays(DUE, 2) }).verdict).toBe("fail");
  });

  test("yields to one that waits for the day on which it will be looked at again", () => {
    const waiting = (lookOn: string) => planned("2026-11-01", { status: "waiting", lookOn });
    expect(yields({ milestones: [waiting(addDays(DUE, 55))] })).toMatchObject({
      verdict: "fail",
      evidence: { until: addDays(DUE, 56) },
    });
    expect(yields({ milestones: [waiting(addDays(DUE, 56))] }).verdict).toBe("pass");
  });

  test("yields for a day to one whose day has passed and that nobody has run yet", () => {
    expect(yields({ milestones: [planned("2026-11-28")] })).toMatchObject({
      evidence: { dueOn: "2026-11-28", until: "2026-12-01" },
    });
  });

  test.each(["done", "missed", "withdrawn"] as const)("does not yield to a cycle that is %s", (status) => {
    expect(yields({ milestones: [planned("2026-12-20", { status })] }).verdict).toBe("pass");
  });

  test("names the one that goes first of several", () => {
    const renewed = planned("2026-12-01", { programId: "post-renewal" });
    const onboarded = planned("2027-01-03", { programId: "post-onboarding" });
    expect(yields({ milestones: [renewed, onboarded, planned("2027-01-02")] }).evidence).toMatchObject({
      to: "pre-renewal",
    });
    expect(yields({ milestones: [renewed, onboarded] }).evidence).toMatchObject({ to: "post-onboarding" });
    expect(yields({ milestones: [renewed] }).evidence).toMatchObject({ to: "post-renewal" });
  });
});

describe("at the same rank", () => {
  const mine = { program: aProgram("post-onboarding"), cycle: "life", dueOn: DUE };

  test.each([
    [addDays(DUE, -1), "fail"],
    [addDays(DUE, 1), "pass"],
  ])("the earlier due date goes first: against %s", (dueOn, verdict) => {
    expect(yields({ ...mine, milestones: [planned(dueOn, { lookOn: addDays(DUE, 1) })] }).verdict).toBe(
      verdict,
    );
  });

  test("and on the same day, the program's id goes first", () => {
    expect(yields({ ...mine, milestones: [planned(DUE)] }).verdict).toBe("pass");
    const other = { program: higher, cycle: "term-2026-04-19", dueOn: DUE };
    expect(yields({ ...other, milestones: [aMilestone()] }).evidence).toMatchObject({
      to: "post-onboarding",
    });
  });

  test("of one program at two accounts, the account's id goes first", () => {
    const at = (accountId: string) => () => [
      {
        account: anAccount({ accountId }),
        contacts: [aContact()],
        holds: [],
        milestones: [aMilestone({ accountId })],
      },
    ];
    expect(yields({ ...mine, milestones: [], elsewhere: at("acc-2") }).verdict).toBe("pass");
    expect(yields({ ...mine, milestones: [], elsewhere: at("acc-0") })).toMatchObject({
      verdict: "fail",
      evidence: { to: "post-onboarding", accountId: "acc-0" },
    });
  });

  test("a program does not yield to its own cycle", () => {
    expect(yields({ ...mine, milestones: [aMilestone({ dueOn: "2026-11-01" })] }).verdict).toBe("pass");
  });
});

describe("a higher program that will not ask the person does not matter", () => {
  const owner = aContact({ roles: ["owner"] });
  const buyer = aContact({ roles: ["sold-to"], personas: ["billing"] });
  const withProgram = (over: Partial<Program>) => ({ programs: [lower, { ...higher, ...over }] });

  test.each<[string, Partial<Case>, Contact?]>([
    ["by role", {}, owner],
    ["as the account's buyer", {}, buyer],
    ["outside its audience", withProgram({ audience: { segment: ["tech-touch"] } })],
    ["paused", withProgram({ status: "paused" })],
    ["retired", withProgram({ status: "retired" })],
    ["gone", { programs: [lower] }],
    ["on hold over that day", { holds: [aHold({ until: "2026-12-21" })] }],
    ["on hold themselves over that day", { holds: [aHold({ until: "2026-12-21", contactId: "con-1" })] }],
    [
      "asked there before",
      { milestones: [planned("2026-12-20", { status: "waiting", contacts: ["con-1"] })] },
    ],
  ])("%s", (_, over, contact) => {
    expect(yields(over, contact).verdict).toBe("pass");
  });

  test("by persona, unsubscribed, or without a valid e-mail at that account", () => {
    const elsewhere = (contact: Partial<Contact>, account = {}) => ({
      milestones: [],
      elsewhere: (): AccountState[] => [
        {
          account: anAccount({ accountId: "acc-2", ...account }),
          contacts: [aContact({ accountId: "acc-2", ...contact })],
          holds: [],
          milestones: [planned("2026-12-20", { accountId: "acc-2" })],
        },
      ],
    });
    expect(yields(elsewhere({})).verdict).toBe("fail");
    expect(yields(elsewhere({ personas: ["billing"] })).verdict).toBe("pass");
    expect(yields(elsewhere({ consent: "unsubscribed" })).verdict).toBe("pass");
    expect(yields(elsewhere({ roles: ["developer"] })).verdict).toBe("pass");
    expect(yields(elsewhere({}, { status: "churned" })).verdict).toBe("pass");
    expect(yields(elsewhere({}, { plan: "free" })).verdict).toBe("pass");
  });

  test("but it does where the hold ends on that very day, or is somebody else's", () => {
    expect(yields({ holds: [aHold({ until: "2026-12-20", contactId: "con-2" })] }).verdict).toBe("fail");
    // The rule of the hold itself bars today; what is asked here is the day of the other.
    expect(yields({ holds: [aHold({ until: "2026-12-20" })] }).verdict).toBe("fail");
  });
});

describe("one person", () => {
  const twin = aContact({ contactId: "con-2", email: "MEI@customer.example ", roles: ["owner"] });
  const admin = aContact();

  test("who is two contacts of an account yields as one to what the other is wanted for", () => {
    expect(yields({ contacts: [admin, twin] }, twin)).toMatchObject({ verdict: "fail" });
    const stranger = { ...twin, email: "kim@customer.example" };
    expect(yields({ contacts: [admin, stranger] }, stranger).verdict).toBe("pass");
  });

  test("asked there as one contact is not needed there as the other", () => {
    const both = [admin, { ...twin, roles: ["admin" as const] }];
    const milestones = [planned("2026-12-20", { status: "waiting", contacts: ["con-2"] })];
    expect(yields({ contacts: both, milestones }, admin).verdict).toBe("pass");
  });

  test("at another account yields there too, and the evidence names it", () => {
    const elsewhere = () => [
      {
        account: anAccount({ accountId: "acc-2" }),
        contacts: [aContact({ accountId: "acc-2", contactId: "other", email: "Mei@Customer.example" })],
        holds: [],
        milestones: [planned("2026-12-20", { accountId: "acc-2" })],
      },
    ];
    expect(yields({ milestones: [], elsewhere })).toMatchObject({
      verdict: "fail",
      evidence: { accountId: "acc-2", says: "yields to pre-renewal due 2026-12-20" },
    });
  });
});

describe("arbitration", () => {
  test("does not look at event programs, nor where nothing is due", () => {
    expect(yields({ program: aProgram("case-closure") })).toMatchObject({
      verdict: "skipped",
      reason: "event-program",
    });
    expect(yields({ dueOn: undefined })).toMatchObject({ verdict: "skipped", reason: "no-due-date" });
  });

  test("never yields to an event program", () => {
    const event = { ...aProgram("case-closure"), rank: 1 };
    const milestones = [planned("2026-12-01", { programId: event.programId })];
    expect(yields({ milestones, programs: [lower, event] }).verdict).toBe("pass");
  });
});
