import { personKey } from "#shared/domain/accounts/contact.ts";
import { isHeldBy, withAsk } from "#shared/domain/accounts/person.ts";
import { addDays } from "#shared/domain/days.ts";
import { isOpen } from "#shared/domain/eligibility/milestone.ts";
import { COOLDOWN_DAYS } from "#shared/domain/eligibility/slot-rules.ts";
import { askedOf } from "#shared/dynamodb/person-state.ts";
import { NOTHING_COUNTED } from "#shared/dynamodb/runs.ts";
import type { SelectPorts } from "#shared/selection/select-ports.ts";
import type { Memory } from "./a-memory.ts";

/** What selection reads and writes, kept under the conditions of the table's; every call goes through another first. */
export function portsOver(memory: Memory, call: () => Promise<void>): SelectPorts {
  return {
    programs: async () => memory.programs,
    personHash: personKey,
    sendTimes: { timeZone: "Europe/Berlin", holidays: ["2027-12-23", "2028-05-25"] },
    accountIds: async () => [...memory.accounts.keys()],
    accountWithContacts: async (accountId) => {
      await call();
      return memory.of(accountId);
    },
    people: async (persons) => {
      await call();
      return new Map(
        persons.map((person) => [
          person,
          {
            asked: askedOf(memory.people.get(person) ?? {}),
            suppression: memory.suppressions.get(person),
            contacts: memory.contactsOf(person),
          },
        ]),
      );
    },
    claimPerson: async ({ personHash, invitationId, programId, on }) => {
      await call();
      const person = memory.people.get(personHash) ?? {};
      const last = askedOf(person);
      if (last !== undefined && last.on > addDays(on, -COOLDOWN_DAYS)) {
        if (!isHeldBy(person, invitationId)) return { kind: "taken", last };
        const moved = withAsk(person, { on, by: { invitationId, program: programId } });
        if (moved !== undefined) memory.people.set(personHash, moved);
        return { kind: "claimed" };
      }
      const before = { previousOn: person.lastOn, previousBy: person.lastBy };
      memory.people.set(personHash, { ...before, lastOn: on, lastBy: { invitationId, program: programId } });
      return { kind: "claimed" };
    },
    saveSelected: async (invitation) => {
      await call();
      if (memory.askings.has(invitation.invitationId)) return;
      memory.askings.set(invitation.invitationId, {
        invitation,
        program: memory.programOf(invitation.programId),
        state: memory.stateOf(invitation.accountId),
        person: invitation.personHash,
        decidedOn: invitation.selectedAt.slice(0, 10),
        sendsOn: invitation.notBefore.slice(0, 10),
        isSuppressed: memory.suppressions.has(invitation.personHash),
        term: memory.terms.get(invitation.accountId) ?? 0,
      });
    },
    cursor: async (programId) => memory.cursors.get(programId),
    advanceCursor: async (programId, day) => {
      if (day > (memory.cursors.get(programId) ?? "")) memory.cursors.set(programId, day);
    },
    milestonesToLookAt: async (programId, from, to) => {
      await call();
      return [...memory.open.values()].filter(
        (one) => one.lookOn <= to && one.lookOn >= from && one.programId === programId,
      );
    },
    saveDecisions: async (run, accountId, decisions, at) => {
      await call();
      memory.looks.push({
        run,
        on: at.toISOString().slice(0, 10),
        state: memory.stateOf(accountId),
        decisions,
      });
    },
    saveMilestone: async (milestone) => {
      await call();
      memory.writeMilestone(milestone);
    },
    settleMilestone: async (seenDueOn, milestone) => {
      await call();
      const before = memory.milestone(milestone);
      const { accountId, programId } = milestone;
      const look = memory.looks.findLast(
        ({ run, state }) => run.programId === programId && state.account.accountId === accountId,
      );
      memory.settled.push({ milestone, look });
      if (before === undefined || (isOpen(before) && before.dueOn === seenDueOn))
        memory.writeMilestone(milestone);
      else if (milestone.contacts.length > 0) {
        const { contacts: asked, lastAskedOn = milestone.dueOn, cappedOn } = milestone;
        memory.writeMilestone({ ...before, contacts: asked, lastAskedOn, cappedOn });
      }
    },
    countDecisions: async () => NOTHING_COUNTED,
    run: async (runId) => memory.runs.get(runId),
    saveRun: async (run) => void memory.runs.set(run.runId, run),
  };
}
