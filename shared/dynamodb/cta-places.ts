import { createHash } from "node:crypto";
import type { Cta } from "../domain/ctas/cta.ts";
import { closedCtasPartition, type DueKey, OPEN_CTAS_PARTITION } from "./keys.ts";

/**
 * A call to action as the index lists it: enough to choose by, without reading it. Whoever owns it stands there by a
 * short hash of their e-mail address and of their name.
 */
export type ListedCta = {
  /** Its time and its id: from where a list goes on. */
  readonly place: string;
  readonly ctaId: string;
  readonly kind: string;
  readonly status: string;
  readonly snoozedUntil: string | null;
  readonly isEscalated: boolean;
  readonly role: string;
  readonly owner: string;
  readonly name: string;
};

/** The short hash under which an e-mail address or a name stands in the index, in whatever case it is written. */
export const ownerMark = (text: string): string =>
  createHash("sha256").update(text.toLowerCase()).digest("hex").slice(0, 16);

/** Where the index lists it: by its due date as long as it is not closed, by its closing then. */
export function ctaDueKey(cta: Cta): DueKey {
  const { ctaId, kind, status, snoozedUntil, escalatedAt, owner, dueAt, closedAt } = cta;
  const duePk = closedAt === null ? OPEN_CTAS_PARTITION : closedCtasPartition(closedAt.slice(0, 7));
  const at = closedAt ?? dueAt;
  const of = [kind, status, snoozedUntil ?? "", escalatedAt === null ? "" : "escalated"];
  const by = [owner.role, ownerMark(owner.email), ownerMark(owner.name)];
  return { duePk, dueSk: [at, ctaId, ...of, ...by].join("#") };
}

export function listedCta(dueSk: string): ListedCta {
  const [
    at,
    ctaId = "",
    kind = "",
    status = "",
    snoozedUntil = "",
    escalated,
    role = "",
    owner = "",
    name = "",
  ] = dueSk.split("#");
  return {
    place: `${at}#${ctaId}`,
    ...{ ctaId, kind, status, role, owner, name },
    snoozedUntil: snoozedUntil === "" ? null : snoozedUntil,
    isEscalated: escalated === "escalated",
  };
}
