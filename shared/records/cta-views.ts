import type { Cta } from "../domain/ctas/cta.ts";
import { type CtaView, ctaView } from "../domain/ctas/cta-view.ts";
import { utcDay } from "../domain/days.ts";

export type CtaViewPorts = {
  joinedInstead(ctaIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
};

/** Calls to action as the API shows them at a moment. */
export async function ctaViews(ports: CtaViewPorts, ctas: readonly Cta[], now: Date): Promise<CtaView[]> {
  const linked = ctas.flatMap((cta) => cta.linked);
  const joined = linked.length === 0 ? new Map<string, string>() : await ports.joinedInstead(linked);
  return ctas.map((cta) => ctaView(cta, utcDay(now), joined));
}
