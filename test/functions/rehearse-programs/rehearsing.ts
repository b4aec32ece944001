import { ScanCommand } from "@aws-sdk/client-dynamodb";
import type { Account } from "#shared/domain/accounts/account.ts";
import type { Contact } from "#shared/domain/accounts/contact.ts";
import { addDays } from "#shared/domain/days.ts";
import { planMilestones } from "#shared/domain/eligibility/milestone.ts";
import type { Program } from "#shared/domain/programs/program.ts";
import { dailyRuns } from "#shared/domain/programs/scheduled-programs.ts";
import { saveMilestone } from "#shared/dynamodb/milestones.ts";
import { recordSend } from "#shared/dynamodb/people.ts";
import { accountWithContacts, saveAccount, saveContact } from "#shared/dynamodb/portfolio.ts";
import { currentPrograms, saveProgram } from "#shared/dynamodb/programs.ts";
import {
  type Differing,
  differingOnPage,
  type Rehearsal,
  type RehearsedDecision,
  rehearsalById,
  rehearsedDecisions,
  saveDiffering,
  saveRehearsal,
  saveRehearsed,
} from "#shared/dynamodb/rehearsals.ts";
import { runIdOf } from "#shared/dynamodb/runs.ts";
import { fromItem, type Table } from "#shared/dynamodb/table.ts";
import { tablePorts } from "#shared/selection/ports.ts";
import { readingPorts } from "#shared/selection/reading-ports.ts";
import type { SelectPorts } from "#shared/selection/select-ports.ts";
import { selectRecipients } from "#shared/selection/select-recipients.ts";
import {
  type RehearsePorts,
  rehearsePrograms,
} from "../../../functions/rehearse-programs/rehearse-programs.ts";
import { aContact, anAccount, aProgram, hashOf, PERSON_KEY, someSettings } from "../../builders.ts";
import { aTable } from "../../table.ts";

const SELECTS_AT = { hour: 0, minute: 5 };
const settings = someSettings({ timeZone: "Europe/Berlin", holidays: ["2026-12-02", "2026-12-10"] });
let rehearsals = 0;

/** A Monday. */
export const TODAY = "2026-11-23";
/** Dates of an account that make post-onboarding, or post-renewal, due on a day. */
export const onboardedOn = (due: string) => ({ customerSince: addDays(due, -60) });
export const renewedBefore = (due: string) => ({ lastRenewedOn: addDays(due, -30) });

export async function aRehearsal() {
  const table = await aTable();
  return { table, it: rehearsing(table, TODAY) };
}

/** A program of ops like post-onboarding. */
export async function addProgram(
  table: Table,
  programId: string,
  over: Partial<Program> = {},
): Promise<void> {
  const program = aProgram("post-onboarding", { programId, version: 1, ...over });
  await saveProgram(table, program, { isReplanDue: false, at: new Date() });
}

/** A portfolio in a table of its own, rehearsed from a day on, and then run for real. */
function rehearsing(table: Table, today: string) {
  const now = new Date(`${today}T00:01:00Z`);
  return {
    async save(
      accountId: string,
      contacts: Readonly<Record<string, Partial<Contact>>>,
      account: Partial<Account> = {},
    ): Promise<void> {
      const none = { customerSince: undefined, renewalOn: undefined, segment: undefined };
      const saved = anAccount({ ...none, accountId, ...account });
      await saveAccount(table, saved);
      for (const [contactId, over] of Object.entries(contacts)) {
        const email = `${contactId}@${accountId}.example`;
        await saveContact(table, aContact({ accountId, contactId, email, ...over }), hashOf);
      }
      await this.plan(accountId, await currentPrograms(table));
    },

    async plan(accountId: string, programs: readonly Program[]): Promise<void> {
      const { account, milestones } = await accountWithContacts(table, accountId, { consistent: true });
      if (account === undefined) throw new Error(`no account ${accountId}`);
      for (const milestone of planMilestones(account, programs, milestones, today))
        await saveMilestone(table, milestone);
    },

    async askedElsewhere(email: string, on: string): Promise<void> {
      await recordSend(table, hashOf(email), { on, by: { tool: "gainsight", program: "csat" } });
    },

    /** Rehearses, and answers what is kept of it. */
    async rehearse(of: Partial<Rehearsal> = {}, over: Partial<RehearsePorts> = {}) {
      const rehearsalId = `rehearsal-${++rehearsals}`;
      const accepted: Rehearsal = {
        type: "rehearsal",
        version: 1,
        rehearsalId,
        status: "running",
        from: today,
        to: addDays(today, 13),
        notRehearsed: [],
        startedAt: now.toISOString(),
        ...of,
      };
      await saveRehearsal(table, accepted);
      const run = rehearsePrograms({
        real: readingPorts(table, settings, PERSON_KEY),
        selectsAt: SELECTS_AT,
        rehearsal: (id) => rehearsalById(table, id),
        saveRehearsal: (one) => saveRehearsal(table, one),
        saveDecisions: (one, at, decisions) => saveRehearsed(table, one, at, decisions),
        saveDiffering: (one, page, items) => saveDiffering(table, one, page, items),
        hasTime: () => true,
        now: () => now,
        ...over,
      });
      await run(rehearsalId);
      const ended = await rehearsalById(table, rehearsalId);
      if (ended === undefined) throw new Error("the rehearsal is gone");
      const decisions = await allDecisions(table, rehearsalId);
      const differing: Differing[] = await differingOnPage(table, rehearsalId, 0);
      return { ended, decisions, differing, again: () => run(rehearsalId) };
    },

    /** Runs the days for real, and says who was selected when: `day program account/contact`. */
    async run(to: string): Promise<string[]> {
      const selected: string[] = [];
      const real = tablePorts(table, settings, PERSON_KEY);
      const ports: SelectPorts = {
        ...real,
        saveSelected: async (invitation) => {
          const { programId, accountId, contactId, selectedAt } = invitation;
          selected.push(`${selectedAt.slice(0, 10)} ${programId} ${accountId}/${contactId}`);
          await real.saveSelected(invitation);
        },
      };
      for (let on = today; on <= to; on = addDays(on, 1)) {
        for (const { program, minutesAfter } of dailyRuns(await ports.programs())) {
          const { programId } = program;
          const at = new Date(`${on}T00:${String(SELECTS_AT.minute + minutesAfter).padStart(2, "0")}:00Z`);
          await selectRecipients(ports)({ programId, on, dryRun: false, runId: runIdOf(programId, on) }, at);
        }
      }
      return selected.sort();
    },
  };
}

async function allDecisions(table: Table, rehearsalId: string): Promise<RehearsedDecision[]> {
  const all: RehearsedDecision[] = [];
  let after: string | undefined;
  do {
    const { items, next } = await rehearsedDecisions(table, rehearsalId, after, 7);
    all.push(...items);
    after = next;
  } while (after !== undefined);
  return all;
}

/** Who was selected when, as the real run says it. */
export const selectedIn = (decisions: readonly RehearsedDecision[]): string[] =>
  decisions
    .filter(({ verdict }) => verdict === "selected")
    .map(({ on, programId, accountId, contactId }) => `${on} ${programId} ${accountId}/${contactId}`)
    .sort();

/** Of one account: `day program contact: selected`, or the rules that failed. */
export const verdictsIn = (decisions: readonly RehearsedDecision[], accountId: string): string[] =>
  decisions
    .filter((decision) => decision.accountId === accountId)
    .map(({ on, programId, contactId, verdict, rules }) => {
      const failed = rules.filter((result) => result.verdict === "fail").map(({ reason }) => reason);
      return `${on} ${programId} ${contactId}: ${verdict === "selected" ? verdict : failed.join(", ")}`;
    });

/** Every item of the table that is no rehearsal's, by its key. */
export async function realItems(table: Table): Promise<Map<string, unknown>> {
  const items = new Map<string, unknown>();
  let start: Record<string, never> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await table.client.send(
      new ScanCommand({ TableName: table.name, ConsistentRead: true, ExclusiveStartKey: start }),
    );
    for (const item of Items.map(fromItem)) {
      const pk = String(item.pk);
      if (!pk.startsWith("REHEARSAL#")) items.set(`${pk} ${String(item.sk)}`, item);
    }
    start = LastEvaluatedKey as Record<string, never> | undefined;
  } while (start !== undefined);
  return items;
}
