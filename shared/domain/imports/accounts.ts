import {
  type Account,
  type Owner,
  PLANS,
  PURCHASE_CHANNELS,
  SEGMENTS,
  STATUSES,
} from "../accounts/account.ts";
import * as cells from "./cells.ts";
import { CellReader, type CsvRecord, type Parsed } from "./cells.ts";
import { keepingUnnamed } from "./columns.ts";

/** Reads an account from a row of `accounts.csv`; an empty cell is unknown. */
export function accountOf(record: CsvRecord): Parsed<Account> {
  const row = new CellReader(record);
  const account: Account = {
    accountId: row.required("account_id", cells.id) ?? "",
    name: row.optional("name", cells.text(256)),
    plan: row.optional("plan", cells.choice(PLANS)),
    status: row.optional("status", cells.choice(STATUSES)),
    customerSince: row.optional("customer_since", cells.day),
    renewalOn: row.optional("renewal_on", cells.day),
    lastRenewedOn: row.optional("last_renewed_on", cells.day),
    purchaseChannel: row.optional("purchase_channel", cells.choice(PURCHASE_CHANNELS)),
    segment: row.optional("segment", cells.choice(SEGMENTS)),
    industry: row.optional("industry", cells.text(128)),
    geography: row.optional("geography", cells.text(128)),
    companySize: row.optional("company_size", cells.text(64)),
    products: row.optional("products", cells.list(cells.text(64))) ?? [],
    stage: row.optional("stage", cells.text(64)),
    arrUsd: row.optional("arr_usd", cells.amountUsd),
    csm: ownerOf(row, "csm_name", "csm_email"),
    csmManager: ownerOf(row, "csm_manager_name", "csm_manager_email"),
  };
  return row.problems.length > 0 ? { kind: "bad", problems: row.problems } : { kind: "good", value: account };
}

/** An owner is known by e-mail: a name alone reaches nobody, an e-mail alone stands in for the name. */
function ownerOf(row: CellReader, nameColumn: string, emailColumn: string): Owner | undefined {
  const before = row.problems.length;
  const name = row.optional(nameColumn, cells.text(256));
  const email = row.optional(emailColumn, cells.emailAddress);
  if (email !== undefined) return { name: name ?? email, email };
  if (name !== undefined && row.problems.length === before) {
    row.refuse(emailColumn, `is empty though ${nameColumn} is not; give both, or neither`);
  }
  return undefined;
}

/** What a row makes of an account that exists. */
export function updatedAccount(account: Account, existing: Account | undefined, record: CsvRecord): Account {
  return keepingUnnamed(
    account,
    existing,
    {
      name: ["name"],
      plan: ["plan"],
      status: ["status"],
      customerSince: ["customer_since"],
      renewalOn: ["renewal_on"],
      lastRenewedOn: ["last_renewed_on"],
      purchaseChannel: ["purchase_channel"],
      segment: ["segment"],
      industry: ["industry"],
      geography: ["geography"],
      companySize: ["company_size"],
      products: ["products"],
      stage: ["stage"],
      arrUsd: ["arr_usd"],
      csm: ["csm_name", "csm_email"],
      csmManager: ["csm_manager_name", "csm_manager_email"],
    },
    record,
  );
}
