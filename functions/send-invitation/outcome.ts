/** What came of one job. */
export type SendOutcome =
  | {
      readonly kind: "sent" | "unknown" | "rejected";
      readonly invitationId: string;
      readonly reason?: string;
    }
  | { readonly kind: "withdrawn" | "deferred"; readonly invitationId: string; readonly reason: string }
  /** Another attempt holds it, or it is past sending: nothing was done. */
  | { readonly kind: "not-ours"; readonly invitationId: string; readonly reason: string }
  /** Another attempt is at it at this moment, or has died: ask again when its lease is over. */
  | { readonly kind: "busy"; readonly invitationId: string; readonly until: string };

/** How long one attempt may take before it is taken for dead: longer than the function may run. */
export const LEASE_SECONDS = 120;
