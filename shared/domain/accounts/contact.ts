import * as z from "zod";
import { EmailAddress } from "./email-address.ts";

export const ROLES = ["admin", "owner", "maintainer", "developer", "reporter", "guest", "sold-to"] as const;
export type Role = (typeof ROLES)[number];

export const PERSONAS = ["billing", "procurement", "technical", "executive"] as const;
export type Persona = (typeof PERSONAS)[number];

/** A person at an account whom we may ask. The person behind it is the e-mail, over all accounts. */
export const Contact = z.object({
  contactId: z.string().min(1).max(128),
  accountId: z.string().min(1).max(128),
  /** As it is to be written to; compared through {@link personKey}. */
  email: EmailAddress,
  name: z.string().max(256).optional(),
  /** BCP 47, such as `de` or `pt-BR`. */
  locale: z.string().max(35).optional(),
  /** IANA zone; unknown means the configured one. */
  timeZone: z.string().max(64).optional(),
  roles: z.array(z.enum(ROLES)).default([]),
  personas: z.array(z.enum(PERSONAS)).default([]),
  consent: z.enum(["subscribed", "unsubscribed"]).default("subscribed"),
});
export type Contact = z.infer<typeof Contact>;

/** The form of an e-mail under which one person is one person: case does not tell people apart. */
export function personKey(email: string): string {
  return email.trim().toLowerCase();
}
