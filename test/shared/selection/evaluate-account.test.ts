import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Contact } from "#shared/domain/accounts/contact.ts";
import { SUPPRESSION_REASONS, type Suppression } from "#shared/domain/accounts/suppression.ts";
import { reasonOf } from "#shared/domain/eligibility/eligibility.ts";
import { SHIPPED_PROGRAMS } from "#shared/domain/programs/shipped-programs.ts";
import { saveMilestone } from "#shared/dynamodb/milestones.ts";
import { recordSend } from "#shared/dynamodb/people.ts";
import { saveAccount, saveContact } from "#shared/dynamodb/portfolio.ts";
import { decisionsOfAccount } from "#shared/dynamodb/runs.ts";
import { suppress } from "#shared/dynamodb/suppressions.ts";
import { selectRecipients } from "#shared/selection/select-recipients.ts";
import { aContact, aMilestone, anAccount, aProgram, aSampleProgram, hashOf } from "../../builders.ts";
import { aState, ruleOf, shipped, startEvaluations } from "./evaluations.ts";

let evaluations: Awaited<ReturnType<typeof startEvaluations>>;
beforeAll(async () => {
  evaluations = await startEvaluations();
});
afterAll(() => evaluations.stop());

const evaluate: typeof evaluations.evaluate = (...of) => evaluations.evaluate(...of);
const verdicts: typeof evaluations.verdicts = (...of) => evaluations.verdicts(...of);

describe("a person", () => {
  const on = "2026-11-30";
  const program = aProgram("post-onboarding");
  const put = (email: string, reason: Suppression["reason"]): Promise<void> =>
    suppress(evaluations.table, hashOf(email), { reason, at: "2026-11-01T08:00:00Z" });

  test.each(SUPPRESSION_REASONS)("suppressed by a %s is not asked", async (reason) => {
    const email = `${reason}@customer.example`;
    await put(email, reason);
    const decisions = await evaluate(program, on, aState({ contacts: [aContact({ email })] }));
    expect(ruleOf(decisions, "suppression")).toEqual({
      rule: "suppression",
      verdict: "fail",
      reason,
      evidence: { at: "2026-11-01T08:00:00Z" },
    });
  });

  test("whom the account lists twice is asked once", async () => {
    const contacts = [
      aContact({ contactId: "one", email: "twice@customer.example" }),
      aContact({ contactId: "two", email: "Twice@customer.example" }),
      aContact({ contactId: "three", email: "other@customer.example" }),
    ];
    expect(await verdicts(program, on, aState({ contacts }))).toEqual([
      "selected",
      "already-asked",
      "selected",
    ]);
  });

  test("whom a program that goes first will need yields, and says to which", async () => {
    const ahead = aMilestone({
      programId: "pre-renewal",
      cycle: "term-2026-10-01",
      dueOn: "2027-01-10",
      lookOn: "2027-01-10",
    });
    const later = shipped("post-renewal");
    const account = anAccount({ lastRenewedOn: "2026-11-01" });
    const decisions = await evaluate(later, "2026-12-01", aState({ account, milestones: [ahead] }));
    expect(decisions).toMatchObject([{ verdict: "excluded" }]);
    expect(ruleOf(decisions, "arbitration")).toMatchObject({
      reason: "yields",
      evidence: { says: "yields to pre-renewal due 2027-01-10", until: "2027-01-11" },
    });
  });

  test("does not yield to what will have been asked long before, here or at another account", async () => {
    const ahead = aMilestone({
      programId: "pre-renewal",
      cycle: "term-2026-10-01",
      dueOn: "2026-12-05",
      lookOn: "2026-12-05",
    });
    const account = anAccount({ lastRenewedOn: "2027-01-02" });
    const on = (day: string) =>
      verdicts(shipped("post-renewal"), day, aState({ account, milestones: [ahead] }));
    // Due on 1 February. Asked on 5 December, or a few days later, nobody can be asked before.
    expect(await on("2027-01-30")).toEqual(["not-due-yet, yields"]);
    expect(await on("2027-02-01")).toEqual(["selected"]);

    const email = "both@customer.example";
    const { table } = evaluations;
    const other = anAccount({ accountId: "acc-other" });
    await saveAccount(table, other);
    for (const accountId of ["acc-1", "acc-other"])
      await saveContact(table, aContact({ accountId, email }), hashOf);
    await saveMilestone(table, { ...ahead, accountId: "acc-other" });
    const state = aState({ account, contacts: [aContact({ email })] });
    expect(await verdicts(shipped("post-renewal"), "2027-01-30", state)).toEqual(["not-due-yet, yields"]);
    expect(await verdicts(shipped("post-renewal"), "2027-02-01", state)).toEqual(["selected"]);
  });
});

describe("an account", () => {
  const on = "2026-11-30";

  test.each([
    ["churned", { status: "churned" }, "churned"],
    ["of unknown status", { status: undefined }, "status-unknown"],
    ["on the free plan", { plan: "free" }, "free-plan"],
    ["of unknown plan", { plan: undefined }, "plan-unknown"],
  ] as const)("%s is not asked", async (_, over, reason) => {
    const state = aState({ account: anAccount(over) });
    expect(await verdicts(aProgram("post-onboarding"), on, state)).toEqual([reason]);
  });

  test("without a renewal date has no day for what counts from it", async () => {
    const state = aState({ account: anAccount({ renewalOn: undefined }) });
    const decisions = await evaluate(aProgram("pre-renewal"), on, state);
    expect(ruleOf(decisions, "in-time")).toMatchObject({
      reason: "no-due-date",
      evidence: { missing: "renewalOn" },
    });
  });
});

test("every decision names every rule, in one order, whatever the program and the account", async () => {
  const accounts = [
    anAccount(),
    anAccount({ status: "churned", plan: undefined, renewalOn: undefined, customerSince: undefined }),
  ];
  const sample = aSampleProgram(1, { programId: "sample-of-every-rule" });
  const orders = new Set<string>();
  for (const program of [...SHIPPED_PROGRAMS, sample])
    for (const account of accounts)
      for (const contacts of [[], [aContact(), aContact({ contactId: "con-2", consent: "unsubscribed" })]])
        for (const { rules } of await evaluate(program, "2026-11-30", aState({ account, contacts })))
          orders.add(rules.map(({ rule }) => rule).join(" "));
  expect([...orders]).toEqual([
    "program-active account-active paid-plan audience in-time has-contact wanted-role persona valid-email consent suppression hold once-per-cycle cooldown account-cap arbitration sample",
  ]);
});

test("what a run decides of an account is what was told of that day before", async () => {
  const program = aProgram("post-onboarding", { programId: "told-before" });
  const accountId = "acc-told";
  const { ports, table } = evaluations;
  const on = "2026-11-30";
  await saveAccount(table, anAccount({ accountId }));
  await saveMilestone(table, aMilestone({ accountId, programId: "told-before" }));
  const people: readonly Partial<Contact>[] = [
    {},
    { email: "C0@told.example" },
    { consent: "unsubscribed" },
    { roles: ["developer"] },
    { personas: ["billing"] },
    { email: "barred@told.example" },
  ];
  for (const [i, over] of people.entries()) {
    const contactId = `c${i}`;
    await saveContact(
      table,
      aContact({ accountId, contactId, email: `c${i}@told.example`, ...over }),
      hashOf,
    );
  }
  await recordSend(table, hashOf("barred@told.example"), {
    on: "2026-11-01",
    by: { tool: "t", program: "p" },
  });

  const { account = anAccount(), ...rest } = await ports.accountWithContacts(accountId);
  const told = await verdicts(program, on, { ...rest, account });
  const run = { programId: "told-before", on, dryRun: false, runId: "told-before-run" };
  const programs = async () => [...SHIPPED_PROGRAMS, program];
  await selectRecipients({ ...ports, programs })(run, new Date(`${on}T00:05:00Z`));
  const decided = (await decisionsOfAccount(table, run.runId, accountId)) ?? [];
  expect(decided.map(({ verdict }) => verdict === "selected")).toEqual(told.map((one) => one === "selected"));
  // The person listed twice is barred by the slot just taken, too.
  expect(decided.map((one) => reasonOf(one) ?? "selected")).toEqual(told.map((one) => one.split(", ")[0]));
  expect(told.filter((one) => one === "selected")).toHaveLength(1);
});
