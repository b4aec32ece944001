import type { Account, Day } from "#shared/domain/accounts/account.ts";
import { type Contact, personKey } from "#shared/domain/accounts/contact.ts";
import type { Hold } from "#shared/domain/accounts/hold.ts";
import { planMilestones } from "#shared/domain/eligibility/milestone.ts";
import type { Program } from "#shared/domain/programs/program.ts";
import { Memory } from "./a-memory.ts";
import { portsOver } from "./memory-ports.ts";

export type World = ReturnType<typeof aWorld>;

/**
 * A portfolio in memory, whose ports keep what the table's would, under the same conditions. Every call takes a few
 * turns of the event loop, so that runs at once get in each other's way, and may be made to break off.
 */
export function aWorld(programs: readonly Program[]) {
  const memory = new Memory(programs);
  let calls = 0;
  let breaksOffIn: number | undefined;
  const ports = portsOver(memory, async () => {
    if (breaksOffIn !== undefined && breaksOffIn-- === 0) {
      breaksOffIn = undefined;
      throw new BrokenOff();
    }
    for (let turns = calls++ % 3; turns >= 0; turns--) await undefined;
  });

  return {
    ports,
    memory,
    begin: (day: Day) => {
      memory.today = day;
    },
    beginTerm: (accountId: string) =>
      void memory.terms.set(accountId, (memory.terms.get(accountId) ?? 0) + 1),
    /** Makes a later call break off, as a crash does. */
    breakOff: (afterCalls: number | undefined) => {
      breaksOffIn = afterCalls;
    },
    saveProgram(program: Program): void {
      memory.changes.push({ id: program.programId, on: memory.today });
      memory.programs = [...memory.programs.filter((one) => one.programId !== program.programId), program];
    },
    saveContact(contact: Contact): void {
      memory.changes.push({ id: contact.accountId, on: memory.today });
      memory.writeContact(contact);
    },
    saveHold(hold: Hold): void {
      memory.changes.push({ id: hold.accountId, on: memory.today });
      memory.holds.set(`${hold.accountId} ${hold.contactId}`, hold);
    },
    suppress(email: string): void {
      memory.suppressions.set(personKey(email), { reason: "complaint", at: `${memory.today}T12:00:00Z` });
    },
    /** Another tool's send becomes known. */
    noteSend(email: string, on: Day): void {
      const person = personKey(email);
      memory.noteAsk(person, { on, by: { tool: "gainsight", program: "csat" } });
      memory.sends.push({ person, on, knownOn: memory.today });
    },
    /** Saves an account and plans what follows from its dates, as an import does, also of one that has not changed. */
    async saveAccount(account: Account): Promise<void> {
      const { accountId } = account;
      if (!memory.accounts.has(accountId)) memory.joinedOn.set(accountId, memory.today);
      if (JSON.stringify(memory.accounts.get(accountId)) !== JSON.stringify(account))
        memory.changes.push({ id: accountId, on: memory.today });
      memory.accounts.set(accountId, account);
      const existing = memory.milestones.of(accountId);
      for (const one of planMilestones(account, memory.programs, existing, memory.today))
        await ports.saveMilestone(one);
    },
  };
}

/** Stands for a process that is killed. */
export class BrokenOff extends Error {}
