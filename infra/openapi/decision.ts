import * as z from "zod";
import { Day } from "#shared/domain/accounts/account.ts";
import type { Decision as Decided } from "#shared/domain/eligibility/eligibility.ts";
import { named } from "./names.ts";

/** Every rule is here, as the compiler sees to. */
const RULES = {
  "program-active": true,
  "account-active": true,
  "paid-plan": true,
  audience: true,
  "in-time": true,
  "has-contact": true,
  "wanted-role": true,
  persona: true,
  "valid-email": true,
  consent: true,
  suppression: true,
  hold: true,
  "once-per-cycle": true,
  cooldown: true,
  "account-cap": true,
  arbitration: true,
  sample: true,
} as const satisfies Record<Decided["rules"][number]["rule"], true>;

const Rule = z.object({
  rule: z.enum(Object.keys(RULES) as (keyof typeof RULES)[]),
  verdict: z.enum(["pass", "fail", "skipped"]),
  reason: z.string().optional(),
  evidence: z.record(z.string(), z.unknown()).optional().describe("What the rule was judged by."),
});

/** What was decided of one contact. */
export const Decision = named(
  "Decision",
  z.object({
    accountId: z.string(),
    contactId: z.string().nullable().describe("Null of an account without contacts."),
    verdict: z.enum(["selected", "excluded"]),
    rules: z.array(Rule),
    waitsUntil: Day.optional().describe("Barred for a time only, and looked at again on this day."),
  }),
) satisfies z.ZodType<Decided>;
