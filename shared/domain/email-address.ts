import { domainToASCII } from "node:url";
import * as z from "zod";

const MAX_LOCAL_LENGTH = 64;
const MAX_LENGTH = 254;
/**
 * A dot-atom of RFC 5322, then a host name of at least two labels, the last not all digits, which would be an IP
 * address. Unlike zod's own pattern this knows international top-level domains (`xn--p1ai`).
 */
const ADDRESS =
  /^(?=[^@]{1,64}@.{1,253}$)[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;
/** ASCII that cannot stand in a host name: it would end the name early when a domain is converted. */
const NOT_IN_HOST = /[\0-,/:-@[-`{-\x7f]/;

/** An address as mail goes to it: RFC 5321 in ASCII, an international domain in its `xn--` form. */
export const EmailAddress = z.email({ pattern: ADDRESS }).max(MAX_LENGTH);

export type EmailAddressOutcome =
  | { readonly kind: "address"; readonly address: string }
  | { readonly kind: "refused"; readonly reason: string };

const refused = (reason: string): EmailAddressOutcome => ({ kind: "refused", reason });

/**
 * Turns what somebody wrote into an address that mail can go to. Its reasons never repeat what was written.
 *
 * A local part outside ASCII is refused because SES does not deliver to one:
 * https://docs.aws.amazon.com/ses/latest/APIReference/API_Destination.html
 */
export function emailAddressOf(text: string): EmailAddressOutcome {
  if (text.length > MAX_LENGTH) return refused(`has more than ${MAX_LENGTH} characters`);
  const at = text.lastIndexOf("@");
  if (at < 1) return refused("is not an e-mail address: write it as name@domain");
  const local = text.slice(0, at);
  const domain = text.slice(at + 1);
  if (/[^\0-\x7f]/.test(local)) {
    return refused("has characters outside ASCII before the @, and SES cannot deliver to such an address");
  }
  if (local.length > MAX_LOCAL_LENGTH) {
    return refused(`has more than ${MAX_LOCAL_LENGTH} characters before the @`);
  }
  if (NOT_IN_HOST.test(domain)) return refused("is not an e-mail address: its domain is not a host name");
  const address = `${local}@${/[^\0-\x7f]/.test(domain) ? domainToASCII(domain) : domain}`;
  if (address.length > MAX_LENGTH) return refused(`has more than ${MAX_LENGTH} characters`);
  if (ADDRESS.test(address)) return { kind: "address", address };
  return refused("is not an e-mail address: write it as name@domain");
}
