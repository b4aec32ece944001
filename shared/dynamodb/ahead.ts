import type { Milestone } from "../domain/eligibility/milestone.ts";
import { accountKey } from "./keys.ts";
import { milestoneFrom } from "./milestones.ts";
import { itemsWhere } from "./partition.ts";
import type { Table } from "./table.ts";

/**
 * What an account has to be done and is planned for it. One range of its partition holds both, and leaves its
 * contacts out, of whom there may be many.
 */
export async function aheadOf(
  table: Table,
  accountId: string,
): Promise<{ readonly openCtas: number; readonly milestones: readonly Milestone[] }> {
  const items = await itemsWhere(table, {
    where: "pk = :pk AND sk BETWEEN :ctas AND :milestones",
    // "$" is the character after "#": every milestone is included.
    values: { ":pk": accountKey(accountId).pk, ":ctas": "CTA#", ":milestones": "MILESTONE$" },
  });
  const openCtas = items.filter(({ type }) => type === "joinable-cta").length;
  const milestones = items.filter(({ type }) => type === "milestone").map(milestoneFrom);
  return { openCtas, milestones };
}
