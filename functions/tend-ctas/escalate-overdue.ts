import type { Account } from "#shared/domain/accounts/account.ts";
import type { Cta } from "#shared/domain/ctas/cta.ts";
import { escalated, mayEscalate } from "#shared/domain/ctas/escalation.ts";
import type { ListedCta } from "#shared/dynamodb/cta-places.ts";
import type { Settings } from "#shared/settings.ts";
import { type Done, eachOf } from "./each-of.ts";

export type EscalatePorts = {
  /** Those that were due before a time and are not closed. */
  overdueCtas(before: Date): Promise<readonly ListedCta[]>;
  account(accountId: string): Promise<Account | undefined>;
  /** Changes one as `decide` says of how it stands, however many do so at once; undefined where there was nothing to change. */
  tendCta(ctaId: string, decide: (cta: Cta) => Cta | undefined): Promise<Cta | undefined>;
  ctasByIds(ctaIds: readonly string[]): Promise<readonly Cta[]>;
  readonly settings: Pick<Settings, "queues" | "timeZone" | "holidays">;
};

/**
 * Passes on what is overdue, each once. Costs what is overdue, not what is open. It is told of from the change itself,
 * by whoever follows those up, so that no escalation that is written goes untold.
 */
export const escalateOverdue =
  (ports: EscalatePorts) =>
  async (at: Date, now: Date): Promise<Done> => {
    const overdue = (await ports.overdueCtas(at)).filter(mayEscalate);
    const ctas = await ports.ctasByIds(overdue.map(({ ctaId }) => ctaId));
    return await eachOf(ctas, async ({ ctaId, accountId }) => {
      const of = { account: await ports.account(accountId), queues: ports.settings.queues };
      const cta = await ports.tendCta(ctaId, (cta) => escalated(cta, of, { by: at, now }));
      return cta !== undefined;
    });
  };
