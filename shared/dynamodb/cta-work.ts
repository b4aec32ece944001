import type { Cta } from "../domain/ctas/cta.ts";
import type { CtaRefusal, Worked } from "../domain/ctas/cta-work.ts";
import { type Beside, revise, untilWritten } from "./cta-revisions.ts";
import { ctaById, openInSlot, slotOf, takingSlot } from "./ctas.ts";
import { type Table, toItem } from "./table.ts";

export type WorkOutcome =
  | { readonly kind: "worked"; readonly cta: Cta }
  | { readonly kind: "refused"; readonly refusal: CtaRefusal }
  /** Another is open in its place. */
  | { readonly kind: "taken"; readonly openId: string }
  | { readonly kind: "unknown" };

/**
 * Changes a call to action as `decide` says of how it stands: where somebody else is faster, of how it stands then.
 * Closing frees its place, so that the next answer opens another; opening it again takes the place back.
 */
export async function workCta(
  table: Table,
  ctaId: string,
  decide: (cta: Cta) => Worked,
): Promise<WorkOutcome> {
  return await untilWritten(ctaId, async (): Promise<WorkOutcome | undefined> => {
    const before = await ctaById(table, ctaId);
    if (before === undefined) return { kind: "unknown" };
    const decided = decide(before);
    if (decided.kind === "refused") return decided;
    if (decided.kind === "unchanged") return { kind: "worked", cta: before };
    const move = await slotMove(table, before, decided.cta);
    if (move.kind === "taken") return move;
    const cta = await revise(table, before, decided.cta, move.beside);
    return cta === undefined ? undefined : { kind: "worked", cta };
  });
}

type SlotMove =
  | { readonly kind: "free"; readonly beside: Beside }
  | { readonly kind: "taken"; readonly openId: string };

async function slotMove(table: Table, before: Cta, after: Cta): Promise<SlotMove> {
  const isClosing = after.status === "closed" && before.status !== "closed";
  const isOpening = after.status !== "closed" && before.status === "closed";
  if (!isClosing && !isOpening) return { kind: "free", beside: [] };
  const openId = await openInSlot(table, before);
  if (isOpening) {
    if (openId !== undefined) return { kind: "taken", openId };
    return { kind: "free", beside: [takingSlot(table, after)] };
  }
  return { kind: "free", beside: openId === before.ctaId ? [{ Delete: leaving(table, before) }] : [] };
}

const leaving = ({ name }: Table, cta: Cta) => ({
  TableName: name,
  Key: toItem(slotOf(cta)),
  ConditionExpression: "ctaId = :ctaId",
  ExpressionAttributeValues: toItem({ ":ctaId": cta.ctaId }),
});
