import { createHash, createHmac } from "node:crypto";

const MAC_BYTES = 20;
const TOKEN = /^[A-Za-z0-9_-]{48}$/;
const NOBODYS_INVITATION = "0".repeat(32);

/** A survey or unsubscribe link, as its page and its POST read it: which invitation it names and what to hold against it. */
export type Link = { readonly invitationId: string; readonly tokenHash: string };

/**
 * The token of an invitation's link: 16 bytes that name the invitation and 160 bits of HMAC-SHA-256 over it,
 * base64url. Derived, so that a reminder carries the same link; only the sender holds the key.
 *
 * @param invitationId 32 hexadecimal digits
 */
export function linkToken(invitationId: string, key: Uint8Array): string {
  return derivedToken("survey-link", invitationId, key);
}

/**
 * The token of an invitation's unsubscribe address: as the link's, under the same key, but over other words. So neither
 * can be worked out from the other: who is shown the one may not do what the other does.
 *
 * @param invitationId 32 hexadecimal digits
 */
export function unsubscribeToken(invitationId: string, key: Uint8Array): string {
  return derivedToken("unsubscribe-link", invitationId, key);
}

function derivedToken(use: string, invitationId: string, key: Uint8Array): string {
  const mac = createHmac("sha256", key).update(`${use}:${invitationId}`).digest().subarray(0, MAC_BYTES);
  return Buffer.concat([Buffer.from(invitationId, "hex"), mac]).toString("base64url");
}

/** What is kept of a token at rest. */
export function tokenHashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/**
 * What to look up for whatever stands in an address: what is no token of ours leads to nobody's invitation, so that it
 * takes as long as one that is merely wrong.
 */
export function linkToLookUp(token: string): Link {
  return linkOf(token) ?? { invitationId: NOBODYS_INVITATION, tokenHash: tokenHashOf(token) };
}

/** Reads a token from an address; undefined where it cannot be one of ours. Whether it is genuine, only the hash tells. */
export function linkOf(token: string): Link | undefined {
  if (!TOKEN.test(token)) return undefined;
  const invitationId = Buffer.from(token, "base64url").subarray(0, 16).toString("hex");
  return { invitationId, tokenHash: tokenHashOf(token) };
}
