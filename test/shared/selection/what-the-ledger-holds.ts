import { expect } from "vitest";
import type { Day } from "#shared/domain/accounts/account.ts";
import { daysBetween } from "#shared/domain/days.ts";
import { invitationId } from "#shared/domain/sending/invitation-id.ts";
import type { Memory } from "./a-memory.ts";
import { isInvitation, nameOf } from "./what-must-hold.ts";

/** Every look decides each of the account's contacts once, with a reason for those who are not asked. */
export function expectWholeLedger(memory: Memory): void {
  for (const { run, on, state, decisions } of memory.looks) {
    const ids = state.contacts.map(({ contactId }) => contactId);
    expect(decisions.map(({ contactId }) => contactId)).toEqual(ids.length === 0 ? [null] : ids);
    for (const { verdict, rules, contactId } of decisions) {
      const failed = rules.filter((rule) => rule.verdict === "fail");
      expect(verdict).toBe(failed.length === 0 ? "selected" : "excluded");
      for (const { reason = "" } of failed) expect(reason).toMatch(/^[a-z-]+$/);
      const by = failed.find(({ rule }) => rule === "cooldown")?.evidence?.by;
      const isLost = state.milestones.some(({ accountId, programId, cycle }) => {
        const id = invitationId({ accountId, programId, cycle, contactId: contactId ?? "" });
        return isInvitation(by) && by.invitationId === id && !memory.askings.has(id);
      });
      if (isLost)
        expect.fail(`${run.runId}: ${contactId} is barred by their own slot, which has no invitation`);
      if (verdict === "excluded") continue;
      const isKept = [...memory.askings.values()].some(
        ({ invitation }) =>
          invitation.accountId === state.account.accountId &&
          invitation.contactId === contactId &&
          invitation.programId === run.programId &&
          invitation.selectedAt.slice(0, 10) <= on,
      );
      if (!isKept) expect.fail(`${run.runId} selected ${contactId}, who has no invitation`);
    }
  }
  for (const asking of memory.askings.values()) {
    const { programId, accountId, contactId } = asking.invitation;
    if (asking.program.trigger.kind === "event") continue;
    const isInLedger = memory.looks.some(
      (look) =>
        look.run.programId === programId &&
        look.state.account.accountId === accountId &&
        look.on >= asking.decidedOn &&
        look.decisions.some((one) => one.contactId === contactId),
    );
    if (!isInLedger) expect.fail(`${nameOf(asking)}: no ledger says so`);
  }
}

/** Nothing that came due is left undecided in the end, what was decided says why, and a pause decides nothing. */
export function expectNothingForgotten(memory: Memory, lastDay: Day): void {
  for (const { accountId, programId, cycle, status, lookOn } of memory.milestones.values()) {
    const isOpen = status === "planned" || status === "waiting";
    if (isOpen && lookOn < lastDay && memory.programOf(programId).status === "active")
      expect.fail(`${programId} ${cycle} of ${accountId}, to be looked at on ${lookOn}, is forgotten`);
  }
  for (const { milestone, look } of memory.settled) {
    const { accountId, programId, cycle, status } = milestone;
    const name = `${programId} ${cycle} of ${accountId}`;
    if (look === undefined) expect.fail(`${name} is ${status}, and no ledger says why`);
    const reasons = look.decisions.flatMap(({ rules }) => rules.map(({ reason }) => reason));
    if (status === "missed") expect(milestone.contacts).toEqual([]);
    const isLate = reasons.includes("too-late") || reasons.includes("waited-too-long");
    if (status === "done" && reasons.includes("paused") && !isLate)
      expect.fail(`${name} was done by a pause`);
  }
}

/** A recurring program looks at every account within one and a half periods, pauses and outages aside. */
export function expectRecurring(memory: Memory, from: Day, lastDay: Day): void {
  for (const { programId, trigger } of memory.programs) {
    if (trigger.kind !== "recurring") continue;
    for (const accountId of memory.accounts.keys()) {
      const isPlanned = [...memory.milestones.values()].some(
        (one) => one.accountId === accountId && one.programId === programId && one.status === "planned",
      );
      if (!isPlanned) expect.fail(`${programId} has nothing planned for ${accountId}`);
      const looked = memory.looks
        .filter(({ run, state }) => run.programId === programId && state.account.accountId === accountId)
        .map(({ on }) => on);
      const days = [memory.joinedOn.get(accountId) ?? from, ...looked.toSorted(), lastDay];
      days.forEach((day, i) => {
        const next = days[i + 1];
        if (next !== undefined && daysBetween(day, next) > 1.5 * trigger.everyDays + 60)
          expect.fail(`${programId} did not look at ${accountId} from ${day} to ${next}`);
      });
    }
  }
}
