import { AccountSnapshot } from "../accounts/account.ts";
import type { Cell } from "./export.ts";

/** The account as it was when the survey was sent, under the names that imports have for it. */
export const ACCOUNT_COLUMNS = [
  "plan",
  "segment",
  "industry",
  "geography",
  "company_size",
  "products",
  "stage",
  "csm",
  "csm_manager",
  "arr_usd",
] as const;

export function accountCells(
  account: Readonly<Record<string, unknown>> | undefined,
): Record<(typeof ACCOUNT_COLUMNS)[number], Cell> {
  const of: AccountSnapshot = AccountSnapshot.safeParse(account ?? {}).data ?? {};
  return {
    plan: of.plan ?? null,
    segment: of.segment ?? null,
    industry: of.industry ?? null,
    geography: of.geography ?? null,
    company_size: of.companySize ?? null,
    products: of.products ?? [],
    stage: of.stage ?? null,
    csm: of.csm ?? null,
    csm_manager: of.csmManager ?? null,
    arr_usd: of.arrUsd ?? null,
  };
}
