import * as z from "zod";
import * as cells from "../imports/cells.ts";
import { PLANS, PURCHASE_CHANNELS, SEGMENTS, STATUSES } from "./account.ts";
import { PERSONAS, ROLES } from "./contact.ts";

/** A value that is read as a cell of an import is, so that both know the same rules. */
const said = <T>(cell: cells.Cell<T>) =>
  z
    .string({ error: ({ input }) => (input == null ? "must be given" : "must be text") })
    .transform((text, context) => {
      const read = cells.line(cell)(text.trim());
      if (text.trim() === "") context.addIssue("is empty; null says that it is unknown");
      else if ("problem" in read) context.addIssue(read.problem);
      else return read.value;
      return z.NEVER;
    });

/** Null and absent are one: unknown. */
const orUnknown = <T extends z.ZodType>(schema: T) =>
  schema.nullish().transform((value) => value ?? undefined);

const known = <T>(cell: cells.Cell<T>) => orUnknown(said(cell));

const list = <T>(cell: cells.Cell<T>) =>
  z
    .array(said(cell), { error: "must be a list" })
    .max(50, { error: "lists more than 50 values" })
    .transform((values) => [...new Set(values)]);

const amountUsd = z
  .number({ error: "must be a number of US dollars, 0 or more" })
  .min(0, { error: "must be 0 or more US dollars" })
  .max(cells.ARR_LIMIT_USD, { error: `must be at most ${cells.ARR_LIMIT_USD} US dollars` })
  .refine((amount) => amount <= 0 || amount >= 0.01, { error: "is less than a cent" });

const owner = z.strictObject(
  { name: known(cells.text(256)), email: said(cells.emailAddress) },
  { error: 'must be such as {"name":"Ana Almeida","email":"ana@example.com"}, or null where unknown' },
);
/** An e-mail alone stands in for the name. */
const knownOwner = orUnknown(owner.transform(({ name, email }) => ({ name: name ?? email, email })));

/** The ids of a path. */
export const PathId = z.string().transform((text, context) => {
  const read = text === text.trim() ? cells.line(cells.id)(text) : { problem: "has blanks at its ends" };
  if (text === "") context.addIssue("is empty");
  else if ("problem" in read) context.addIssue(read.problem);
  else return read.value;
  return z.NEVER;
});

/** An account as somebody writes it: whole, what is not said being unknown. */
export const AccountBody = z.strictObject({
  accountId: known(cells.id),
  name: known(cells.text(256)),
  plan: known(cells.choice(PLANS)),
  status: known(cells.choice(STATUSES)),
  customerSince: known(cells.day),
  renewalOn: known(cells.day),
  lastRenewedOn: known(cells.day),
  purchaseChannel: known(cells.choice(PURCHASE_CHANNELS)),
  segment: known(cells.choice(SEGMENTS)),
  industry: known(cells.text(128)),
  geography: known(cells.text(128)),
  companySize: known(cells.text(64)),
  products: list(cells.text(64))
    .nullish()
    .transform((values) => values ?? []),
  stage: known(cells.text(64)),
  arrUsd: orUnknown(amountUsd),
  csm: knownOwner,
  csmManager: knownOwner,
  /** Shown with an account, and placed and lifted on their own: passed over here. */
  holds: z.unknown().optional(),
});
export type AccountBody = z.output<typeof AccountBody>;

const fields = {
  contactId: known(cells.id),
  accountId: known(cells.id),
  email: said(cells.emailAddress),
  name: known(cells.text(256)),
  locale: known(cells.locale),
  timeZone: known(cells.timeZone),
  roles: list(cells.choice(ROLES))
    .nullish()
    .transform((values) => values ?? []),
  personas: list(cells.choice(PERSONAS))
    .nullish()
    .transform((values) => values ?? []),
  consent: known(cells.choice(["subscribed", "unsubscribed"])),
};

/** A contact as somebody writes it: whole, but for a consent that is not said, which stays as it is. */
export const ContactBody = z.strictObject(fields);
export type ContactBody = z.output<typeof ContactBody>;

/** A contact of which the roles are to be set: what else is said must be as it is. */
export const RolesBody = z.strictObject(fields).partial({ email: true });
export type RolesBody = z.output<typeof RolesBody>;
