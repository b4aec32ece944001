import type { Account } from "#shared/domain/accounts/account.ts";
import { Cta } from "#shared/domain/ctas/cta.ts";
import { digestEntry } from "#shared/domain/ctas/digest.ts";
import type { Program } from "#shared/domain/programs/program.ts";
import { SHIPPED_PROGRAMS } from "#shared/domain/programs/shipped-programs.ts";
import { openOrJoinCta } from "#shared/dynamodb/ctas.ts";
import { keepForDigest } from "#shared/dynamodb/digests.ts";
import { ctaKey } from "#shared/dynamodb/keys.ts";
import { itemsOfPartition } from "#shared/dynamodb/partition.ts";
import { saveAccount } from "#shared/dynamodb/portfolio.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { type BusEvent, EVENTS, type EventDetail } from "#shared/events.ts";
import { tendPorts } from "../../../functions/tend-ctas/ports.ts";
import { type Tending, type TendPorts, tendCtas } from "../../../functions/tend-ctas/tend-ctas.ts";
import { aCta, anAccount, someSettings } from "../../builders.ts";

type Digest = EventDetail<"CTA Digest">;

/** Calls to action over a table, and a bus that remembers. In Berlin, with Christmas off. */
export function aTending(table: Table, programs: readonly Program[] = SHIPPED_PROGRAMS) {
  const told: BusEvent[] = [];
  const publish = async (events: readonly BusEvent[]): Promise<void> => {
    for (const { type, detail } of events)
      told.push({ type, detail: EVENTS[type].parse(detail) } as BusEvent);
  };
  const settings = someSettings({ timeZone: "Europe/Berlin", holidays: ["2026-12-25"] });
  const portsOver = (over: Table): TendPorts => ({
    ...tendPorts(over, { publish, settings }),
    programs: async () => programs,
  });

  return {
    portsOver,
    ports: portsOver(table),
    save: (over: Partial<Account> = {}) => saveAccount(table, anAccount(over)),
    /** Each of an account of its own, unless it says of which. */
    async open(ctaId: string, over: Partial<Cta> = {}): Promise<void> {
      await openOrJoinCta(table, aCta({ ctaId, accountId: `acc-of-${ctaId}`, ...over }));
    },
    async keep(day: string, over: Partial<Cta> = {}): Promise<void> {
      const entry = digestEntry(aCta(over), day);
      if (entry !== undefined) await keepForDigest(table, entry);
    },

    /** What the schedule does at a time, and that nothing went wrong. */
    async tend(at: string, through: TendPorts = portsOver(table)): Promise<Omit<Tending, "failures">> {
      const { failures, ...done } = await tendCtas(through)(new Date(at), new Date(Date.parse(at) + 7000));
      if (failures.length > 0) throw failures[0];
      return done;
    },

    /** What was told since the last time. */
    digests: (): Digest[] =>
      told.splice(0).flatMap(({ type, detail }) => (type === "CTA Digest" ? [detail] : [])),

    async ctas(): Promise<Cta[]> {
      const all = await itemsOfPartition(table, ctaKey("").pk, { consistent: true });
      return all.filter(({ type }) => type === "cta").map((item) => Cta.parse(item));
    },
  };
}
