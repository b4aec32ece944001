import type { Day } from "#shared/domain/accounts/account.ts";
import type { Cta } from "#shared/domain/ctas/cta.ts";
import { OURSELVES } from "#shared/domain/ctas/cta-history.ts";
import { statusOn, work } from "#shared/domain/ctas/cta-work.ts";
import type { ListedCta } from "#shared/dynamodb/cta-places.ts";
import { type Done, eachOf } from "./each-of.ts";

export type WakePorts = {
  /** All that are not closed, as the index lists them. */
  openCtas(): Promise<readonly ListedCta[]>;
  tendCta(ctaId: string, decide: (cta: Cta) => Cta | undefined): Promise<Cta | undefined>;
};

/** Opens what was put off until a day, and says so on it. */
export const wakeSnoozed =
  (ports: WakePorts) =>
  async (today: Day, now: Date): Promise<Done> => {
    const hand = { at: now.toISOString(), by: OURSELVES };
    const isOver = (one: { readonly status: string; readonly snoozedUntil: Day | null }) =>
      one.status === "snoozed" && statusOn(one, today) === "open";
    const due = (await ports.openCtas()).filter(isOver);
    return await eachOf(due, async ({ ctaId }) => {
      const cta = await ports.tendCta(ctaId, (cta) => {
        const woken = isOver(cta) ? work(cta, [{ kind: "open" }], hand) : undefined;
        return woken?.kind === "changed" ? woken.cta : undefined;
      });
      return cta !== undefined;
    });
  };
