import { ScanCommand } from "@aws-sdk/client-dynamodb";
import type { Account } from "#shared/domain/accounts/account.ts";
import type { Contact } from "#shared/domain/accounts/contact.ts";
import { personHash } from "#shared/domain/accounts/person.ts";
import { addDays } from "#shared/domain/days.ts";
import type { RuleName, RuleResult } from "#shared/domain/eligibility/case.ts";
import type { Decision } from "#shared/domain/eligibility/eligibility.ts";
import { type Milestone, planMilestones } from "#shared/domain/eligibility/milestone.ts";
import type { Program } from "#shared/domain/programs/program.ts";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import { invitationId } from "#shared/domain/sending/invitation-id.ts";
import { invitationById } from "#shared/dynamodb/invitations.ts";
import { milestonesOf, saveMilestone } from "#shared/dynamodb/milestones.ts";
import { recordSend } from "#shared/dynamodb/people.ts";
import { accountWithContacts, saveAccount, saveContact } from "#shared/dynamodb/portfolio.ts";
import { decisionsOfRun, type Run, runById, runIdOf } from "#shared/dynamodb/runs.ts";
import { invitationsDueBy } from "#shared/dynamodb/sending.ts";
import { fromItem, type Table } from "#shared/dynamodb/table.ts";
import { dryRunAhead } from "#shared/selection/dry-run-ahead.ts";
import { dryPorts, tablePorts } from "#shared/selection/ports.ts";
import type { SelectPorts } from "#shared/selection/select-ports.ts";
import { selectRecipients } from "#shared/selection/select-recipients.ts";
import { aContact, anAccount, aProgram, someSettings } from "../../builders.ts";

let scenarios = 0;

/**
 * Programs, post-onboarding unless others are given, over a portfolio of their own, among whatever else the table
 * holds. Accounts and contacts by name. What does not name a program is about the first.
 */
export function aScenario(table: Table, ...given: readonly Program[]) {
  const scenario = ++scenarios;
  const like = given.length > 0 ? given : [aProgram()];
  const idOf = (program: string) => `${program}-${scenario}`;
  let programs = like.map((program): Program => ({ ...program, programId: idOf(program.programId) }));
  const programId = idOf(like[0]?.programId ?? "");
  const personKey = Buffer.from([scenario % 256, scenario >> 8, 0, 255]);
  const accountIdOf = (name: string) => `acc-${scenario}-${name}`;
  const isOwn = (accountId: string) => accountId.startsWith(accountIdOf(""));
  const nameOf = (accountId: string, contactId: string | null) =>
    `${accountId.slice(accountIdOf("").length)}/${contactId}`;
  const real = tablePorts(table, someSettings({ timeZone: "Europe/Berlin" }), personKey);
  const ports: SelectPorts = {
    ...real,
    programs: async () => programs,
    accountIds: async () => (await real.accountIds()).filter(isOwn),
  };

  return {
    programId,
    ports,
    accountIdOf,
    idOf,

    /** Changes a program from now on, and plans anew what it has planned of these accounts. */
    async change(
      over: Partial<Program>,
      accounts: readonly string[] = [],
      today = "2026-10-02",
    ): Promise<void> {
      programs = programs.map((program) =>
        program.programId === programId ? { ...program, ...over } : program,
      );
      for (const name of accounts) await this.plan(name, today);
    },

    async save(
      name: string,
      contacts: Readonly<Record<string, Partial<Contact>>> = {},
      account: Partial<Account> = {},
      today = "2026-10-02",
    ): Promise<void> {
      const accountId = accountIdOf(name);
      await saveAccount(table, anAccount({ accountId, ...account }));
      for (const [contactId, over] of Object.entries(contacts)) {
        const email = `${contactId}@${name}.example`;
        await saveContact(table, aContact({ accountId, contactId, email, ...over }), (email) =>
          personHash(email, personKey),
        );
      }
      await this.plan(name, today);
    },

    async plan(name: string, today: string): Promise<void> {
      const state = await accountWithContacts(table, accountIdOf(name), { consistent: true });
      if (state.account === undefined) throw new Error(`there is no account ${name}`);
      for (const milestone of planMilestones(state.account, programs, state.milestones, today))
        await saveMilestone(table, milestone);
    },

    async askedElsewhere(email: string, on: string): Promise<void> {
      const by = { tool: "gainsight", program: "csat" };
      await recordSend(table, personHash(email, personKey), { on, by });
    },

    /** The schedule's run of a day, five minutes into it. */
    async run(on: string, through: SelectPorts = ports, program = programId): Promise<Run> {
      return await this.select({ on, dryRun: false, runId: runIdOf(program, on) }, through, on, program);
    },

    /** Every program's run of every day from one to another, each in the order in which they were given. */
    async runDays(from: string, to: string): Promise<void> {
      for (let on = from; on <= to; on = addDays(on, 1))
        for (const program of programs) await this.run(on, ports, program.programId);
    },

    async dryRun(on: string, today = on, program = programId, through: SelectPorts = ports): Promise<Run> {
      const input = { on, dryRun: true, runId: `${runIdOf(program, on)}-dry` };
      return await this.select(input, on > today ? through : dryPorts(through), today, program);
    },

    async select(
      input: { on: string; dryRun: boolean; runId: string },
      through: SelectPorts,
      today: string,
      program = programId,
    ): Promise<Run> {
      const now = new Date(`${today}T00:05:00Z`);
      const isAhead = input.dryRun && input.on > today;
      const select = isAhead ? dryRunAhead(through, { hour: 0, minute: 5 }) : selectRecipients(through);
      const outcome = await select({ programId: program, ...input }, now);
      if (outcome.kind !== "ran") throw new Error(outcome.kind);
      return outcome.run;
    },

    async ledger(runId: string): Promise<Decision[]> {
      return (await decisionsOfRun(table, runId, undefined, 1000)).items;
    },

    /** `account/contact: selected` or the rules that failed. */
    async verdicts(on: string, program = programId): Promise<string[]> {
      const decisions = await this.ledger(runIdOf(program, on));
      return decisions.map(({ accountId, contactId, verdict, rules }) => {
        const failed = rules.filter((result) => result.verdict === "fail").map(({ reason }) => reason);
        return `${nameOf(accountId, contactId)}: ${verdict === "selected" ? verdict : failed.join(", ")}`;
      });
    },

    /** `account/contact` of every invitation that waits to be sent, of whatever program. */
    async invited(): Promise<string[]> {
      const due = await invitationsDueBy(table, new Date("2100-01-01T00:00:00Z"), 100_000);
      return due
        .filter(({ accountId }) => isOwn(accountId))
        .map(({ accountId, contactId }) => nameOf(accountId, contactId))
        .sort();
    },

    async invitation(name: string, contactId: string, cycle = "life"): Promise<Invitation | undefined> {
      const id = invitationId({ accountId: accountIdOf(name), contactId, programId, cycle });
      return await invitationById(table, id);
    },

    /** The account's milestones of a program, in the order of their turns, draws or terms. */
    async milestones(name: string, program = programId): Promise<Milestone[]> {
      const all = await milestonesOf(table, accountIdOf(name));
      return all
        .filter((milestone) => milestone.programId === program)
        .map((milestone) => ({ ...milestone, contacts: milestone.contacts.toSorted() }));
    },

    async milestone(name: string, program = programId): Promise<Milestone | undefined> {
      return (await this.milestones(name, program))[0];
    },

    runById: (runId: string) => runById(table, runId),
  };
}

export type Scenario = ReturnType<typeof aScenario>;

export const ruleIn = (decision: Decision | undefined, name: RuleName): RuleResult | undefined =>
  decision?.rules.find(({ rule }) => rule === name);

/** Every item of the table that the filter keeps, by its key. */
export async function itemsOf(table: Table, isKept: (pk: string) => boolean): Promise<Map<string, unknown>> {
  const { Items = [] } = await table.client.send(
    new ScanCommand({ TableName: table.name, ConsistentRead: true }),
  );
  const items = Items.map((item) => fromItem(item));
  return new Map(
    items
      .filter(({ pk }) => isKept(String(pk)))
      .map((item) => [`${String(item.pk)} ${String(item.sk)}`, item]),
  );
}
