import type { Settings } from "../../settings.ts";
import type { Account } from "../accounts/account.ts";
import type { Cta } from "./cta.ts";

/** Who acts on a call to action: of a negative answer the CSM's manager, else the CSM; the segment's queue for nobody. */
export function ownerOf(
  kind: Cta["kind"],
  account: Account | undefined,
  queues: Settings["queues"],
): Cta["owner"] {
  const role = kind === "negative" ? "csm-manager" : "csm";
  const owner = kind === "negative" ? account?.csmManager : account?.csm;
  if (owner !== undefined) return { role, ...owner };
  return queueOf(account, queues);
}

/** The queue of the account's segment, or the one for the rest. */
export const queueOf = (account: Account | undefined, queues: Settings["queues"]): Cta["owner"] => ({
  role: "queue",
  ...queues[account?.segment ?? "default"],
});

export const isSameOwner = (one: Cta["owner"], other: Cta["owner"]): boolean =>
  one.role === other.role && one.name === other.name && one.email === other.email;
