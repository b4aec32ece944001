import fc from "fast-check";
import {
  type Account,
  type Day,
  PLANS,
  PURCHASE_CHANNELS,
  SEGMENTS,
  STATUSES,
} from "#shared/domain/accounts/account.ts";
import type { Contact, Persona, Role } from "#shared/domain/accounts/contact.ts";
import { addDays } from "#shared/domain/days.ts";

/** Two years with a leap day within: 2027-03-01 to 2029-02-28. */
export const FIRST_DAY: Day = "2027-03-01";
export const DAYS = 731;

/** Mostly what is usual, or hardly anybody would ever be asked. */
const mostly = <T>(usual: NoInfer<T>, ...others: readonly T[]) =>
  fc.oneof(
    { arbitrary: fc.constant<T>(usual), weight: 6 },
    { arbitrary: fc.constantFrom(...others), weight: 1 },
  );

const between = (from: number, to: number) =>
  fc.noBias(fc.integer({ min: from, max: to })).map((days) => addDays(FIRST_DAY, days));

export type Customer = {
  readonly account: Omit<Account, "accountId">;
  readonly contacts: readonly Omit<Contact, "contactId" | "accountId">[];
  /** How its renewals become known: how many days after the renewal date, and whether with their day. */
  readonly renews: { readonly after: number; readonly says: "when" | "later when" | "never when" };
};

/** A few people who are at several accounts, or several times at one. */
const sharedEmail = fc
  .tuple(fc.integer({ min: 0, max: 11 }), fc.boolean())
  .map(([i, isLoud]) => (isLoud ? `SHARED${i}@Agency.example` : `shared${i}@agency.example`));
/** Whose number stands for a place where nobody else is. */
const ownEmail = fc.noBias(fc.nat(100_000)).map((i) => `own${i}@customer.example`);

const roles = mostly<Role[]>(["admin"], ["owner"], ["sold-to"], ["developer"], ["admin", "sold-to"], []);

const contact = fc.record({
  email: fc.oneof({ arbitrary: ownEmail, weight: 4 }, { arbitrary: sharedEmail, weight: 1 }),
  roles,
  personas: mostly<Persona[]>([], ["technical"], ["billing"], ["executive", "procurement"]),
  consent: mostly<Contact["consent"]>("subscribed", "unsubscribed"),
  timeZone: fc.constantFrom(undefined, "America/Los_Angeles", "Asia/Kolkata", "Pacific/Kiritimati", "UTC"),
});

const customer: fc.Arbitrary<Customer> = fc
  .record({
    account: fc.record({
      plan: mostly<Account["plan"]>("premium", ...PLANS, undefined),
      status: mostly<Account["status"]>("active", ...STATUSES, undefined),
      segment: fc.constantFrom(...SEGMENTS, undefined),
      purchaseChannel: fc.constantFrom(...PURCHASE_CHANNELS, undefined),
      customerSince: fc.oneof(
        between(-900, 0),
        between(-70, 20),
        fc.constantFrom<(Day | undefined)[]>("2024-02-29", undefined),
      ),
      renewalOn: fc.option(between(0, 364), { nil: undefined, freq: 9 }),
      lastRenewedOn: fc.option(between(-364, 0), { nil: undefined, freq: 2 }),
      products: fc.constant<string[]>(["ci"]),
    }),
    contacts: fc.array(contact, { maxLength: 5 }),
    /** The first is listed once more, as another contact. */
    isTwice: mostly(false, true),
    renews: fc.record({
      after: mostly(0, -25, 12, 40),
      says: mostly<Customer["renews"]["says"]>("when", "later when", "never when"),
    }),
  })
  .map(({ isTwice, ...one }) => {
    const [first] = isTwice ? one.contacts : [];
    const again = first && { ...first, email: first.email.toUpperCase() };
    return { ...one, contacts: [...one.contacts, ...(again ? [again] : [])] };
  });

const WHATS = [
  "renewal moves",
  "renewal moves and back",
  "last renewal corrected",
  "roles",
  "new account",
  "new contact",
  "unsubscribe",
  "imported again",
  "paused",
  "rescheduled",
  "touchpoint",
  "touchpoint",
  "touchpoint",
  "other tool",
  "suppressed",
  "held",
  "account held",
  "standing",
  "outage",
  "twice",
  "at once",
  "all at once",
  "an old day",
  "other order",
  "killed",
  "killed",
  "imported meanwhile",
] as const;

/** Something that happens on a day; what its numbers mean depends on what it is. */
export type Change = {
  readonly day: number;
  readonly what: (typeof WHATS)[number];
  readonly which: number;
  readonly who: number;
  readonly by: number;
  readonly roles: Role[];
  readonly customer: Customer;
};

const change: fc.Arbitrary<Change> = fc.record({
  day: fc.noBias(fc.integer({ min: 0, max: DAYS - 1 })),
  what: fc.constantFrom(...WHATS),
  which: fc.noBias(fc.nat(9999)),
  who: fc.noBias(fc.nat(99)),
  by: fc.noBias(fc.integer({ min: -90, max: 90 })),
  roles,
  customer,
});

export type Life = { readonly customers: readonly Customer[]; readonly changes: readonly Change[] };

/** A portfolio, and what happens to it over two years; told by its size, for nobody could read it whole. */
export const aLife: fc.Arbitrary<Life> = fc
  .record({
    customers: fc.array(customer, { minLength: 40, maxLength: 50, size: "max" }),
    changes: fc.array(change, { minLength: 500, maxLength: 600, size: "max" }),
  })
  .map((life) => ({
    ...life,
    [fc.toStringMethod]: () => `${life.customers.length} customers, ${life.changes.length} changes`,
  }));
