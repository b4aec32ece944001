import * as z from "zod";
import { EmailAddress } from "./email-address.ts";

/** Further off is a slip, and days counted from it would leave the calendar's four digits. */
const YEARS = { first: "1900", last: "2199" } as const;

/** A calendar day, `YYYY-MM-DD`, with no zone of its own; program rules read it as a day in UTC. */
export const Day = z.iso
  .date({ abort: true })
  .refine((day) => day >= YEARS.first && day.slice(0, 4) <= YEARS.last, {
    error: `must be a day from ${YEARS.first} to ${YEARS.last}`,
  });
export type Day = z.infer<typeof Day>;

export const PLANS = ["free", "premium", "ultimate"] as const;
export const STATUSES = ["active", "churned"] as const;
export const SEGMENTS = ["tech-touch", "scale", "csm-managed"] as const;
export const PURCHASE_CHANNELS = ["sales", "web"] as const;

/** Somebody on our side who acts on answers: a CSM or a CSM's manager. */
export const Owner = z.object({ name: z.string(), email: EmailAddress });
export type Owner = z.infer<typeof Owner>;

/** A customer organisation. Anything but its id may be unknown, which is the absence of the field. */
export const Account = z.object({
  accountId: z.string().min(1).max(128),
  name: z.string().min(1).max(256).optional(),
  plan: z.enum(PLANS).optional(),
  status: z.enum(STATUSES).optional(),
  /** Start of the first paid subscription. */
  customerSince: Day.optional(),
  renewalOn: Day.optional(),
  lastRenewedOn: Day.optional(),
  purchaseChannel: z.enum(PURCHASE_CHANNELS).optional(),
  segment: z.enum(SEGMENTS).optional(),
  industry: z.string().max(128).optional(),
  geography: z.string().max(128).optional(),
  companySize: z.string().max(64).optional(),
  products: z.array(z.string().min(1).max(64)).max(50).default([]),
  stage: z.string().max(64).optional(),
  /** Annual recurring revenue in whole or fractional US dollars. */
  arrUsd: z.number().nonnegative().optional(),
  csm: Owner.optional(),
  csmManager: Owner.optional(),
});
export type Account = z.infer<typeof Account>;

/** What results can be broken down by. Taken from the account as it was when the survey was sent. */
export const ATTRIBUTES = [
  "plan",
  "segment",
  "industry",
  "geography",
  "companySize",
  "products",
  "stage",
  "csm",
  "csmManager",
] as const;
export type Attribute = (typeof ATTRIBUTES)[number];

/** The account as it was when a survey was sent: an absent attribute is unknown, not dropped. */
export const AccountSnapshot = z.object({
  plan: z.string().optional(),
  segment: z.string().optional(),
  industry: z.string().optional(),
  geography: z.string().optional(),
  companySize: z.string().optional(),
  products: z.array(z.string()).optional(),
  stage: z.string().optional(),
  csm: z.string().optional(),
  csmManager: z.string().optional(),
  arrUsd: z.number().optional(),
});
export type AccountSnapshot = z.infer<typeof AccountSnapshot>;

/** Takes the attributes figures are broken down by; a CSM is named by e-mail, which is who they are to us. */
export function snapshotOf(account: Account): AccountSnapshot {
  return {
    plan: account.plan,
    segment: account.segment,
    industry: account.industry,
    geography: account.geography,
    companySize: account.companySize,
    products: account.products.length > 0 ? account.products : undefined,
    stage: account.stage,
    csm: account.csm?.email,
    csmManager: account.csmManager?.email,
    arrUsd: account.arrUsd,
  };
}
