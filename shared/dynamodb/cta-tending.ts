import type { Cta } from "../domain/ctas/cta.ts";
import { revise, untilWritten } from "./cta-revisions.ts";
import { ctaById } from "./ctas.ts";
import type { Table } from "./table.ts";

/**
 * Changes a call to action as `decide` says of how it stands, without closing or opening it: where somebody else is
 * faster, of how it stands then. Undefined where there is nothing to be changed of it.
 */
export async function tendCta(
  table: Table,
  ctaId: string,
  decide: (cta: Cta) => Cta | undefined,
): Promise<Cta | undefined> {
  const outcome = await untilWritten(ctaId, async () => {
    const before = await ctaById(table, ctaId);
    const after = before && decide(before);
    if (before === undefined || after === undefined) return { cta: undefined };
    const cta = await revise(table, before, after);
    return cta && { cta };
  });
  return outcome.cta;
}
