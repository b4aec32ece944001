import type { Settings } from "../../settings.ts";
import { CALL_BACK_BUSINESS_DAYS } from "../answers/call-back.ts";
import { endOfBusinessDay } from "../business-days.ts";
import type { Cta } from "./cta.ts";
import type { Worked } from "./cta-work.ts";

/** Business days until a call to action is due; one of a missing role is due by its survey's date. */
export const DUE_BUSINESS_DAYS = {
  negative: 1,
  positive: 5,
  "call-back": CALL_BACK_BUSINESS_DAYS,
  "silent-renewal": 5,
} as const satisfies Partial<Record<Cta["kind"], number>>;

/** What somebody opened again is due as though opened then, or when it was due, if that is later. */
export function dueAnew(
  before: Cta,
  worked: Worked,
  at: string,
  { timeZone, holidays }: Pick<Settings, "timeZone" | "holidays">,
): Worked {
  if (worked.kind !== "changed" || before.status !== "closed" || worked.cta.status === "closed")
    return worked;
  const { cta } = worked;
  if (cta.kind === "contact-role-missing") return worked;
  const days = DUE_BUSINESS_DAYS[cta.kind];
  const anew = endOfBusinessDay(new Date(at), days, timeZone, holidays).toISOString();
  return anew > cta.dueAt ? { kind: "changed", cta: { ...cta, dueAt: anew } } : worked;
}
