import type { Account } from "#shared/domain/accounts/account.ts";
import type { Contact } from "#shared/domain/accounts/contact.ts";
import { Cta } from "#shared/domain/ctas/cta.ts";
import { work } from "#shared/domain/ctas/cta-work.ts";
import { type Milestone, planMilestones } from "#shared/domain/eligibility/milestone.ts";
import type { Program } from "#shared/domain/programs/program.ts";
import { workCta } from "#shared/dynamodb/cta-work.ts";
import { ctaById } from "#shared/dynamodb/ctas.ts";
import { ctaKey } from "#shared/dynamodb/keys.ts";
import { milestonesToLookAt, saveMilestone } from "#shared/dynamodb/milestones.ts";
import { markTold, openOrJoinMissingRole, untoldMissingRoles } from "#shared/dynamodb/missing-roles.ts";
import { itemsOfPartition } from "#shared/dynamodb/partition.ts";
import { accountWithContacts, saveAccount, saveContact } from "#shared/dynamodb/portfolio.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { type BusEvent, EVENTS } from "#shared/events.ts";
import {
  type Checked,
  type CheckPorts,
  checkReadiness,
} from "../../../functions/check-readiness/check-readiness.ts";
import { aContact, anAccount, aProgram, hashOf, someSettings } from "../../builders.ts";

let watches = 0;

/**
 * Post-onboarding and pre-renewal over a portfolio of its own, among whatever else the table holds, and a bus that
 * remembers. An account is a customer since 1 October 2026: onboarded on 30 November, to renew on 3 June 2027.
 */
export function aWatch(table: Table, over: Partial<Program> = {}) {
  const watch = ++watches;
  const onboarding = `onboarding-${watch}`;
  const renewal = `renewal-${watch}`;
  const programs = [
    aProgram("post-onboarding", { programId: onboarding, ...over }),
    aProgram("pre-renewal", { programId: renewal, ...over }),
  ];
  const accountIdOf = (name: string) => `acc-${watch}-${name}`;
  const told: BusEvent[] = [];
  const read: string[] = [];
  const publish = async (events: readonly BusEvent[]): Promise<void> => {
    for (const { type, detail } of events)
      told.push({ type, detail: EVENTS[type].parse(detail) } as BusEvent);
  };
  const portsOver = (table: Table): CheckPorts => ({
    programs: async () => programs,
    milestonesToLookAt: (programId, from, to) => milestonesToLookAt(table, programId, from, to),
    accountWithContacts: (accountId) => {
      read.push(accountId);
      return accountWithContacts(table, accountId);
    },
    openOrJoin: (found, cta) => openOrJoinMissingRole(table, found, cta),
    cta: (ctaId) => ctaById(table, ctaId),
    untold: () => untoldMissingRoles(table),
    publish,
    markTold: (found) => markTold(table, found),
    settings: someSettings({ timeZone: "Europe/Berlin" }),
  });
  const ports = portsOver(table);

  return {
    ...{ onboarding, renewal, accountIdOf, portsOver, ports, read },

    async save(
      name: string,
      contacts: Readonly<Record<string, Partial<Contact>>>,
      account: Partial<Account> = {},
      today = "2026-10-01",
    ): Promise<void> {
      const accountId = accountIdOf(name);
      const saved = anAccount({ accountId, ...account });
      await saveAccount(table, saved);
      for (const [contactId, one] of Object.entries(contacts)) {
        await saveContact(
          table,
          aContact({ accountId, contactId, email: `${contactId}@x.example`, ...one }),
          hashOf,
        );
      }
      const { milestones } = await accountWithContacts(table, accountId, { consistent: true });
      for (const milestone of planMilestones(saved, programs, milestones, today))
        await saveMilestone(table, milestone);
    },

    saveMilestone: (milestone: Milestone) => saveMilestone(table, milestone),

    /** The schedule's check of a day, and that nothing went wrong. */
    async check(on: string, through: CheckPorts = ports): Promise<Omit<Checked, "failures">> {
      const { failures, ...checked } = await checkReadiness(through)(on, new Date(`${on}T00:00:07Z`));
      if (failures.length > 0) throw failures[0];
      return checked;
    },

    /** What was told since the last time. */
    events: (): BusEvent[] => told.splice(0),

    async ctas(): Promise<Cta[]> {
      const all = await itemsOfPartition(table, ctaKey("").pk, { consistent: true });
      return all
        .filter(({ type }) => type === "cta")
        .map((item) => Cta.parse(item))
        .filter(({ accountId }) => accountId.startsWith(accountIdOf("")))
        .sort((a, b) => a.openedAt.localeCompare(b.openedAt));
    },

    /** Done with: the account's next one is opened, not joined. */
    async close({ ctaId }: Cta): Promise<void> {
      const close = { kind: "close", outcome: "done", driver: null } as const;
      const hand = { at: "2026-11-16T12:00:00.000Z", by: "ana@vendor.example" };
      await workCta(table, ctaId, (cta) => work(cta, [close], hand));
    },
  };
}
