import type { Account } from "#shared/domain/accounts/account.ts";
import type { Contact } from "#shared/domain/accounts/contact.ts";
import { personHash } from "#shared/domain/accounts/person.ts";
import { type ImportedResponse, importedResponseId } from "#shared/domain/answers/imported-response.ts";
import type { Cta } from "#shared/domain/ctas/cta.ts";
import { JUST_OPENED } from "#shared/domain/ctas/cta-work.ts";
import type { Milestone } from "#shared/domain/eligibility/milestone.ts";
import type { Program, RecurringProgram, SampleProgram } from "#shared/domain/programs/program.ts";
import { SHIPPED_PROGRAMS } from "#shared/domain/programs/shipped-programs.ts";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import type { Settings } from "#shared/settings.ts";

export const anAccount = (over: Partial<Account> = {}): Account => ({
  accountId: "acc-1",
  name: "Example Works",
  plan: "premium",
  status: "active",
  customerSince: "2026-10-01",
  renewalOn: "2027-10-01",
  segment: "scale",
  products: ["ci", "scm"],
  arrUsd: 120_000,
  csm: { name: "Ana Almeida", email: "ana@vendor.example" },
  csmManager: { name: "Manager 1", email: "manager1@vendor.example" },
  ...over,
});

export const aContact = (over: Partial<Contact> = {}): Contact => ({
  contactId: "con-1",
  accountId: "acc-1",
  email: "mei@customer.example",
  name: "Mei Müller",
  locale: "en",
  timeZone: "Europe/Berlin",
  roles: ["admin"],
  personas: [],
  consent: "subscribed",
  ...over,
});

/** A shipped program, or one that is like it. */
export const aProgram = (
  programId:
    | "post-onboarding"
    | "pre-renewal"
    | "post-renewal"
    | "all-customer-csat"
    | "case-closure"
    | "product-csat" = "post-onboarding",
  over: Partial<Program> = {},
): Program => {
  const shipped = SHIPPED_PROGRAMS.find((program) => program.programId === programId);
  if (shipped === undefined) throw new Error(`no program ${programId} is shipped`);
  return { ...shipped, ...over };
};

/** Like the shipped one, every 365 days unless it is said otherwise. */
export const aRecurringProgram = (
  over: Partial<Program> & { readonly everyDays?: number } = {},
): RecurringProgram => {
  const { everyDays = 365, ...rest } = over;
  return { ...aProgram("all-customer-csat"), ...rest, trigger: { kind: "recurring", everyDays } };
};

/** Product satisfaction of so many contacts, first on 30 November and then every quarter of a year. */
export const aSampleProgram = (
  size: number,
  over: Partial<Program> & { readonly startsOn?: string; readonly everyDays?: number } = {},
): SampleProgram => {
  const { startsOn = "2026-11-30", everyDays = 91, ...rest } = over;
  return {
    ...aProgram("product-csat"),
    sends: "waking-hours",
    closesAfterDays: 30,
    remindsAfterDays: 7,
    ...rest,
    trigger: { kind: "sample", size, startsOn, everyDays },
  };
};

export const aMilestone = (over: Partial<Milestone> = {}): Milestone => ({
  type: "milestone",
  version: 1,
  accountId: "acc-1",
  programId: "post-onboarding",
  cycle: "life",
  anchorOn: "2026-10-01",
  dueOn: "2026-11-30",
  status: "planned",
  lookOn: "2026-11-30",
  contacts: [],
  ...over,
});

export const anInvitation = (over: Partial<Invitation> = {}): Invitation => ({
  type: "invitation",
  version: 1,
  invitationId: "00112233445566778899aabbccddeeff",
  programId: "post-onboarding",
  programVersion: 1,
  accountId: "acc-1",
  contactId: "con-1",
  personHash: "person-1",
  cycle: "life",
  status: "sent",
  selectedAt: "2026-11-30T00:05:00.000Z",
  notBefore: "2026-12-01T08:00:00.000Z",
  claimedAt: "2026-12-01T08:00:10.000Z",
  sentAt: "2026-12-01T08:00:11.000Z",
  closesAt: "2026-12-31T08:00:11.000Z",
  account: { plan: "premium", segment: "scale", products: ["ci", "scm"], csm: "ana@vendor.example" },
  ...over,
});

/** A survey of another tool of which nothing is said but what is given. */
export const anImportedResponse = (over: Partial<ImportedResponse> = {}): ImportedResponse => {
  const { programId = "old-tool", surveyId = "survey-1" } = over;
  return {
    ...{ type: "imported-response", version: 1, responseId: importedResponseId(programId, surveyId) },
    ...{ surveyId, programId, answers: [], importId: "import-1" },
    ...over,
  };
};

export const someSettings = (over: Partial<Settings> = {}): Settings => ({
  company: {
    name: "Northwind Cloud",
    colour: "#1f5fbf",
    postalAddress: "1 Harbour Street, 20457 Hamburg, Germany",
  },
  mail: { from: "surveys@northwind.example", fromName: "Northwind Cloud" },
  timeZone: "UTC",
  holidays: [],
  queues: {
    default: { name: "Customer success", email: "cs-queue@northwind.example" },
    "tech-touch": { name: "Tech-touch queue", email: "tech-touch@northwind.example" },
    scale: { name: "Scale queue", email: "scale@northwind.example" },
    "csm-managed": { name: "Managed queue", email: "managed@northwind.example" },
  },
  ...over,
});

/** The key under which tests keep people, where they do not bring their own. */
export const PERSON_KEY = Buffer.alloc(32, "a key for tests");
export const hashOf = (email: string): string => personHash(email, PERSON_KEY);

/** As a detractor's answer opens it on 1 December, due the next day. */
export const aCta = (over: Partial<Cta> = {}): Cta => ({
  type: "cta",
  version: 1,
  ctaId: "cta-1",
  kind: "negative",
  mixed: false,
  accountId: "acc-1",
  accountName: "Example Works",
  program: "post-onboarding",
  invitationId: "inv-1",
  band: "detractor",
  owner: { role: "csm-manager", name: "Manager 1", email: "manager1@vendor.example" },
  contacts: ["con-1"],
  reason: "detractor answer to post-onboarding",
  scores: { nps: 3, csat: null },
  comment: null,
  arrUsd: 120_000,
  renewalOn: null,
  dueAt: "2026-12-02T23:59:59.000Z",
  ...JUST_OPENED,
  openedAt: "2026-12-01T10:00:00.000Z",
  responses: ["inv-1"],
  linked: [],
  ...over,
});
