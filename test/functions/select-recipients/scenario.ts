import { ScanCommand } from "@aws-sdk/client-dynamodb";
import type { Account } from "#shared/domain/account.ts";
import type { Contact } from "#shared/domain/contact.ts";
import type { Decision } from "#shared/domain/eligibility.ts";
import type { Invitation } from "#shared/domain/invitation.ts";
import { invitationId } from "#shared/domain/invitation-id.ts";
import type { Milestone } from "#shared/domain/milestone.ts";
import { planMilestones } from "#shared/domain/milestone.ts";
import { personHash } from "#shared/domain/person.ts";
import { invitationById } from "#shared/dynamodb/invitations.ts";
import { milestonesOf, saveMilestone } from "#shared/dynamodb/milestones.ts";
import { recordSend } from "#shared/dynamodb/people.ts";
import { accountWithContacts, saveAccount, saveContact } from "#shared/dynamodb/portfolio.ts";
import { decisionsOfRun, type Run, runById, runIdOf } from "#shared/dynamodb/runs.ts";
import { invitationsDueBy } from "#shared/dynamodb/sending.ts";
import { fromItem, type Table } from "#shared/dynamodb/table.ts";
import { dryPorts, tablePorts } from "../../../functions/select-recipients/ports.ts";
import {
  type SelectPorts,
  selectRecipients,
} from "../../../functions/select-recipients/select-recipients.ts";
import { aContact, anAccount, aProgram, someSettings } from "../../builders.ts";

let scenarios = 0;

/** Post-onboarding over a portfolio of its own, among whatever else the table holds. Accounts and contacts by name. */
export function aScenario(table: Table) {
  const scenario = ++scenarios;
  const programId = `post-onboarding-${scenario}`;
  const program = aProgram("post-onboarding", { programId });
  const personKey = Buffer.from([scenario % 256, scenario >> 8, 0, 255]);
  const accountIdOf = (name: string) => `acc-${scenario}-${name}`;
  const ports: SelectPorts = {
    ...tablePorts(table, someSettings({ timeZone: "Europe/Berlin" }), personKey),
    program: async () => program,
  };

  return {
    programId,
    ports,
    accountIdOf,

    async save(
      name: string,
      contacts: Readonly<Record<string, Partial<Contact>>> = {},
      account: Partial<Account> = {},
      today = "2026-10-02",
    ): Promise<void> {
      const accountId = accountIdOf(name);
      const saved = anAccount({ accountId, ...account });
      await saveAccount(table, saved);
      for (const [contactId, over] of Object.entries(contacts)) {
        const email = `${contactId}@${name}.example`;
        await saveContact(table, aContact({ accountId, contactId, email, ...over }));
      }
      const { milestones } = await accountWithContacts(table, accountId, { consistent: true });
      for (const milestone of planMilestones(saved, [program], milestones, today))
        await saveMilestone(table, milestone);
    },

    async askedElsewhere(email: string, on: string): Promise<void> {
      const by = { tool: "gainsight", program: "csat" };
      await recordSend(table, personHash(email, personKey), { on, by });
    },

    /** The schedule's run of a day, five minutes into it. */
    async run(on: string, through: SelectPorts = ports): Promise<Run> {
      return await this.select({ on, dryRun: false, runId: runIdOf(programId, on) }, through, on);
    },

    async dryRun(on: string, today = on): Promise<Run> {
      return await this.select(
        { on, dryRun: true, runId: `${runIdOf(programId, on)}-dry` },
        dryPorts(ports),
        today,
      );
    },

    async select(
      input: { on: string; dryRun: boolean; runId: string },
      through: SelectPorts,
      today: string,
    ): Promise<Run> {
      const now = new Date(`${today}T00:05:00Z`);
      const outcome = await selectRecipients(through)({ programId, ...input }, now);
      if (outcome.kind !== "ran") throw new Error(outcome.kind);
      return outcome.run;
    },

    async ledger(runId: string): Promise<Decision[]> {
      return (await decisionsOfRun(table, runId, undefined, 1000)).items;
    },

    /** `account/contact: selected` or the rules that failed. */
    async verdicts(on: string): Promise<string[]> {
      const decisions = await this.ledger(runIdOf(programId, on));
      return decisions.map(({ accountId, contactId, verdict, rules }) => {
        const failed = rules.filter((result) => result.verdict === "fail").map(({ reason }) => reason);
        const name = accountId.slice(accountIdOf("").length);
        return `${name}/${contactId}: ${verdict === "selected" ? verdict : failed.join(", ")}`;
      });
    },

    /** `account/contact` of every invitation that waits to be sent. */
    async invited(): Promise<string[]> {
      const due = await invitationsDueBy(table, new Date("2100-01-01T00:00:00Z"), 100_000);
      return due
        .filter(({ accountId }) => accountId.startsWith(accountIdOf("")))
        .map(({ accountId, contactId }) => `${accountId.slice(accountIdOf("").length)}/${contactId}`)
        .sort();
    },

    async invitation(name: string, contactId: string): Promise<Invitation | undefined> {
      const id = invitationId({ accountId: accountIdOf(name), contactId, programId, cycle: "life" });
      return await invitationById(table, id);
    },

    async milestone(name: string): Promise<Milestone | undefined> {
      const [milestone] = await milestonesOf(table, accountIdOf(name));
      return milestone && { ...milestone, contacts: milestone.contacts.toSorted() };
    },

    runById: (runId: string) => runById(table, runId),
  };
}

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
