import { type Contact, PERSONAS, ROLES } from "../accounts/contact.ts";
import * as cells from "./cells.ts";
import { CellReader, type CsvRecord, type Parsed } from "./cells.ts";
import { keepingUnnamed } from "./columns.ts";

/** Reads a contact from a row of `contacts.csv`. Whether its account exists, only the table knows. */
export function contactOf(record: CsvRecord): Parsed<Contact> {
  const row = new CellReader(record);
  const contact: Contact = {
    contactId: row.required("contact_id", cells.id) ?? "",
    accountId: row.required("account_id", cells.id) ?? "",
    email: row.required("email", cells.emailAddress) ?? "",
    name: row.optional("name", cells.text(256)),
    locale: row.optional("locale", cells.locale),
    timeZone: row.optional("time_zone", cells.timeZone),
    roles: row.optional("roles", cells.list(cells.choice(ROLES))) ?? [],
    personas: row.optional("personas", cells.list(cells.choice(PERSONAS))) ?? [],
    consent: row.optional("consent", cells.choice(["subscribed", "unsubscribed"])) ?? "subscribed",
  };
  return row.problems.length > 0 ? { kind: "bad", problems: row.problems } : { kind: "good", value: contact };
}

/** What a row makes of a contact that exists: it may add an unsubscribe, never lift one. */
export function updatedContact(contact: Contact, existing: Contact | undefined, record: CsvRecord): Contact {
  const next = keepingUnnamed(
    contact,
    existing,
    {
      name: ["name"],
      locale: ["locale"],
      timeZone: ["time_zone"],
      roles: ["roles"],
      personas: ["personas"],
    },
    record,
  );
  return existing?.consent === "unsubscribed" ? { ...next, consent: "unsubscribed" } : next;
}
