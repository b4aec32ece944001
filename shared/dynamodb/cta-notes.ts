import type { Cta } from "../domain/ctas/cta.ts";
import { revise, untilWritten } from "./cta-revisions.ts";
import { ctaOfAnswer } from "./ctas.ts";
import type { Table } from "./table.ts";

/**
 * Adds a note to a call to action or, where it joined another as it was to be opened, to that one. The same note twice
 * is one; where there is neither, there is nothing to note.
 */
export async function noteOnCta(
  table: Table,
  { ctaId }: Pick<Cta, "ctaId">,
  note: Cta["notes"][number],
): Promise<void> {
  await untilWritten(ctaId, async () => {
    const cta = await ctaOfAnswer(table, ctaId);
    if (cta === undefined || cta.notes.some((one) => isSame(one, note))) return "noted";
    const written = await revise(table, cta, { ...cta, notes: [...cta.notes, note] });
    return written === undefined ? undefined : "noted";
  });
}

const isSame = (one: Cta["notes"][number], other: Cta["notes"][number]): boolean =>
  one.at === other.at && one.by === other.by && one.kind === other.kind && one.text === other.text;
