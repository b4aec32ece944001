import type { Day } from "../accounts/account.ts";
import type { Cta } from "./cta.ts";
import { statusOn } from "./cta-work.ts";

/** A call to action as the API shows it. */
export type CtaView = Omit<Cta, "type">;

/**
 * How it stands on a day (UTC), with the others of the same answers as they are to be found now.
 *
 * @param joined of those that joined another as they were to be opened, the id of that one
 */
export function ctaView({ type: _, ...cta }: Cta, today: Day, joined: ReadonlyMap<string, string>): CtaView {
  const linked = cta.linked.map((ctaId) => joined.get(ctaId) ?? ctaId);
  return { ...cta, status: statusOn(cta, today), linked: [...new Set(linked)] };
}
