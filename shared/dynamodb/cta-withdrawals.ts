import type { Cta } from "../domain/ctas/cta.ts";
import { join } from "../domain/ctas/cta-join.ts";
import { answeredSince, isSaid, joinedInstead, reopened, withdraw } from "../domain/ctas/cta-withdrawal.ts";
import { revise, revising, untilWritten } from "./cta-revisions.ts";
import { workCta } from "./cta-work.ts";
import { ctaById, ctaOfAnswer, openInSlot, takingSlot } from "./ctas.ts";
import type { Table } from "./table.ts";

type Said = Pick<Cta["notes"][number], "at" | "text">;

/**
 * Withdraws the call to action of an answer that may not be a person's, which frees its place, or only says so on it
 * where somebody has worked it. Doing it again changes nothing.
 */
export async function withdrawCta(table: Table, { ctaId }: Pick<Cta, "ctaId">, said: Said): Promise<void> {
  const cta = await ctaOfAnswer(table, ctaId);
  if (cta !== undefined) await workCta(table, cta.ctaId, (found) => withdraw(found, said));
}

/**
 * What becomes of a call to action, opened by a doubtful answer, when a person's comes after it: one that was withdrawn, or
 * closed by somebody who knew the doubtful answer alone, is open again or, where another is in its place, the answer joins
 * that; on any other it is noted. Doing it again changes
 * nothing, whatever has become of either since.
 *
 * @param asked as the person's answer would open it
 */
export async function takeUpCta(table: Table, asked: Cta, said: Said): Promise<void> {
  const { ctaId } = asked;
  await untilWritten(ctaId, async () => {
    const cta = await ctaById(table, ctaId);
    if (cta === undefined || isSaid(cta, said)) return "done";
    if (cta.status !== "closed") return await revise(table, cta, answeredSince(cta, said));
    const openId = await openInSlot(table, cta);
    const open = openId === undefined ? undefined : await ctaById(table, openId);
    if (open === undefined)
      return await revise(table, cta, reopened(cta, asked, said), [takingSlot(table, cta, openId)]);
    // One that has just been closed has left its place, too; the very same was just opened again by somebody else.
    if (open.status === "closed" || openId === ctaId) return undefined;
    const { write } = revising(table, cta, joinedInstead(cta, open.ctaId, said));
    return await revise(table, open, join(open, asked), [write]);
  });
}
