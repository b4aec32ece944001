import { domainToASCII, domainToUnicode } from "node:url";
import * as z from "zod";
import { hasMixedScripts } from "./look-alike.ts";

const MAX_LOCAL_LENGTH = 64;
const MAX_LABEL_LENGTH = 63;
const MAX_LENGTH = 254;
/**
 * A dot-atom of RFC 5322, then a host name of at least two labels, the last not all digits, which would be an IP
 * address. Unlike zod's own pattern this knows international top-level domains (`xn--p1ai`).
 */
const ADDRESS =
  /^(?=[^@]{1,64}@.{1,253}$)[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;
/** ASCII that cannot stand in a host name: it would end the name early when a domain is converted. */
const NOT_IN_HOST = /[\0-,/:-@[-`{-\x7f]/;
const BEYOND_ASCII = /[^\0-\x7f]/;

/** An address as mail goes to it: RFC 5321 in ASCII, an international domain in its `xn--` form. */
export const EmailAddress = z.email({ pattern: ADDRESS }).max(MAX_LENGTH);

export type EmailAddressOutcome =
  | { readonly kind: "address"; readonly address: string }
  | { readonly kind: "refused"; readonly reason: string };

const TOO_LONG = `has more than ${MAX_LENGTH} characters`;
const NO_ADDRESS = "is not an e-mail address: write it as name@domain";

/**
 * Turns what somebody wrote into an address that mail can go to, or says why none can. Its reasons never repeat what was
 * written. Stricter than the RFCs: only what SES takes is taken, and what SES would refuse is refused here, before
 * anybody is selected. So are quoted names, which SES takes and many mail servers do not.
 * https://docs.aws.amazon.com/ses/latest/APIReference/API_Destination.html
 */
export function emailAddressOf(text: string): EmailAddressOutcome {
  const at = text.lastIndexOf("@");
  const domain = text.slice(at + 1);
  // An international domain is longer in ASCII than it was written.
  const host = BEYOND_ASCII.test(domain) && !NOT_IN_HOST.test(domain) ? domainToASCII(domain) : domain;
  const address = `${text.slice(0, at)}@${host}`;
  const reason =
    at < 1 || domain === ""
      ? NO_ADDRESS
      : (textProblem(text) ?? localProblem(text.slice(0, at)) ?? domainProblem(domain, host));
  if (reason !== undefined) return { kind: "refused", reason };
  if (address.length > MAX_LENGTH) return { kind: "refused", reason: TOO_LONG };
  return ADDRESS.test(address) ? { kind: "address", address } : { kind: "refused", reason: NO_ADDRESS };
}

function textProblem(text: string): string | undefined {
  if (text.length > MAX_LENGTH) return TOO_LONG;
  if (/@\[|@[\d.]+$/.test(text)) return "has an IP address after the @; it must be a domain";
  if (/[<>()[\]\\",;:]/.test(text)) {
    return "has quotes, brackets, a comma or the like; it must be name@domain and nothing else";
  }
  return /[\s\p{Cc}]/u.test(text) ? "has a blank, line break or control character in it" : undefined;
}

function localProblem(local: string): string | undefined {
  if (BEYOND_ASCII.test(local)) {
    return "has characters outside ASCII before the @, and SES cannot deliver to such an address";
  }
  if (local.length > MAX_LOCAL_LENGTH) return `has more than ${MAX_LOCAL_LENGTH} characters before the @`;
  if (local.includes("@")) return "has more than one @";
  // RFC 2047 forbids to decode it there; some do, and see another address: https://github.com/python/cpython/issues/152519
  if (local.includes("=?")) return "has =? before the @, where some mail programs would read another address";
  return /^\.|\.\.|\.$/.test(local)
    ? "has a dot at the beginning or end of what stands before the @, or two in a row"
    : undefined;
}

/** @param host the domain in ASCII; empty where it cannot be */
function domainProblem(domain: string, host: string): string | undefined {
  if (NOT_IN_HOST.test(domain) || host === "") return "has characters after the @ that no domain has";
  const labels = host.split(".");
  if (labels.includes("")) return "has a dot at the beginning or end of its domain, or two in a row";
  if (labels.length === 1) return "has a domain without a dot; it must be such as customer.example";
  if (labels.some((label) => label.length > MAX_LABEL_LENGTH)) {
    return `has more than ${MAX_LABEL_LENGTH} characters between two dots of its domain`;
  }
  if (labels.some((label) => /^-|-$/.test(label))) return "has a hyphen beside a dot of its domain";
  // Letters only, as ICANN gives them out: anything else is a slip or a number that some would read as an IP address.
  if (!/^([a-z]{2,}|xn--.+)$/i.test(labels.at(-1) ?? ""))
    return "has a domain that does not end in a top-level domain";
  if (labels.some((label) => /^xn--/i.test(label) && !isPunycode(label))) {
    return "has an xn-- in its domain that stands for no international name";
  }
  return hasMixedScripts(domainToUnicode(host))
    ? "has letters of different alphabets in one part of its domain, as look-alikes of other domains have"
    : undefined;
}

/** Whether it stands for something, and is the one form of it. */
function isPunycode(label: string): boolean {
  const unicode = domainToUnicode(label);
  return BEYOND_ASCII.test(unicode) && domainToASCII(unicode) === label.toLowerCase();
}
