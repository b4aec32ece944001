import type { Suppression } from "#shared/domain/accounts/suppression.ts";
import { type Link, linkToLookUp } from "#shared/domain/sending/link-token.ts";
import type { Unsubscribable } from "#shared/dynamodb/unsubscribe-links.ts";

export type UnsubscribePorts = {
  /** The invitation whose mail carried this link; undefined where none did. */
  invitationOfLink(link: Link): Promise<Unsubscribable | undefined>;
  suppress(personHash: string, suppression: Suppression): Promise<void>;
  /** Notes it on the invitation, the earliest time of all. */
  recordUnsubscribed(invitationId: string, now: Date): Promise<void>;
};

export type Unsubscribed =
  | { readonly kind: "unknown" }
  | { readonly kind: "found" | "unsubscribed"; readonly invitation: Unsubscribable };

/** Finds whom a link would unsubscribe. Changes nothing, however often it is fetched. */
export const showUnsubscribe =
  (ports: Pick<UnsubscribePorts, "invitationOfLink">) =>
  async (token: string): Promise<Unsubscribed> => {
    const invitation = await ports.invitationOfLink(linkToLookUp(token));
    return invitation === undefined ? { kind: "unknown" } : { kind: "found", invitation };
  };

/**
 * Nobody writes to this person any more, from this moment on. That is kept before the invitation notes it: whoever
 * asks again because the second step failed changes nothing by the first.
 */
export const unsubscribeContact =
  (ports: UnsubscribePorts) =>
  async (token: string, now: Date): Promise<Unsubscribed> => {
    const found = await showUnsubscribe(ports)(token);
    if (found.kind === "unknown") return found;
    const { invitationId, personHash } = found.invitation;
    await ports.suppress(personHash, { reason: "unsubscribe", at: now.toISOString(), invitationId });
    await ports.recordUnsubscribed(invitationId, now);
    return { kind: "unsubscribed", invitation: found.invitation };
  };
