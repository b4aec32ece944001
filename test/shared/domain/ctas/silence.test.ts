import { describe, expect, test } from "vitest";
import type { Account } from "#shared/domain/accounts/account.ts";
import {
  renewalsLookedAt,
  type Silence,
  silenceBefore,
  silentRenewalCta,
} from "#shared/domain/ctas/silence.ts";
import type { Milestone } from "#shared/domain/eligibility/milestone.ts";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import { aContact, aMilestone, anAccount, anInvitation, aProgram } from "../../../builders.ts";

const RENEWAL = "2027-10-01";
const ON = "2027-09-01";
const PROGRAMS = [aProgram("post-onboarding"), aProgram("pre-renewal"), aProgram("all-customer-csat")];

type World = Partial<Parameters<typeof silenceBefore>[1]>;
/** A customer since 1 October 2026 with one admin, who was asked before the renewal unless it is said otherwise. */
const look = (over: World = {}, on = ON, renewalOn = RENEWAL) =>
  silenceBefore(
    renewalOn,
    {
      account: anAccount({ renewalOn }),
      contacts: [aContact()],
      holds: [],
      milestones: [],
      programs: PROGRAMS,
      invitations: [asked("con-1")],
      silences: [],
      ...over,
    },
    on,
  );

const asked = (contactId: string, over: Partial<Invitation> = {}): Invitation =>
  anInvitation({
    contactId,
    programId: "pre-renewal",
    claimedAt: "2027-06-08T08:00:00.000Z",
    sentAt: "2027-06-08T08:00:01.000Z",
    ...over,
  });
const answered = (at: string, over: Partial<Invitation> = {}): Invitation =>
  asked("con-1", {
    deliveredAt: "2027-06-08T08:00:02.000Z",
    attempts: [{ attemptId: "a", at, answers: [{ questionId: "nps", kind: "nps", value: 9 }] }],
    ...over,
  });

describe("an account before its renewal", () => {
  test("is silent where nobody who was asked has answered, each contact counted once", () => {
    const again = asked("con-1", { programId: "all-customer-csat", claimedAt: "2027-08-10T08:00:00.000Z" });
    expect(look({ invitations: [asked("con-1"), asked("con-2"), again] })).toEqual({
      silence: {
        type: "silence",
        version: 1,
        accountId: "acc-1",
        cycle: "term-2026-10-01",
        anchorOn: RENEWAL,
      },
      program: "all-customer-csat",
      contacts: ["con-1", "con-2"],
      reason: "2 asked, none answered",
    });
  });

  test("is not where one of several has answered, or asks to be called back", () => {
    const others = [asked("con-2"), asked("con-3")];
    expect(look({ invitations: [answered("2027-06-09T10:00:00.000Z"), ...others] })).toBeUndefined();
    const called = asked("con-1", { callBack: { at: "2027-06-09T10:00:00.000Z" } });
    expect(look({ invitations: [called, ...others] })).toBeUndefined();
  });

  test("is where the only answer may not be a person's", () => {
    const attempts = answered("2027-06-08T08:00:03.000Z").attempts;
    expect(
      look({ invitations: [asked("con-1", { deliveredAt: "2027-06-08T08:00:02.000Z", attempts })] }),
    ).toMatchObject({
      reason: "1 asked, none answered",
    });
  });

  test("was heard in the term before, and is silent in this one", () => {
    const before = answered("2026-09-20T10:00:00.000Z", {
      claimedAt: "2026-09-15T08:00:00.000Z",
      deliveredAt: "2026-09-15T08:00:02.000Z",
    });
    const renewed = anAccount({
      customerSince: "2025-10-01",
      lastRenewedOn: "2026-10-01",
      renewalOn: RENEWAL,
    });
    expect(look({ account: renewed, invitations: [before, asked("con-1")] })?.reason).toBe(
      "1 asked, none answered",
    );
    // Of which only the renewals that its surveys were counted from tell.
    const account = anAccount({ customerSince: "2025-10-01", renewalOn: RENEWAL });
    const milestones: Milestone[] = [
      aMilestone({
        programId: "pre-renewal",
        cycle: "term-2025-10-01",
        anchorOn: "2026-10-01",
        status: "done",
      }),
    ];
    expect(look({ account, milestones, invitations: [before, asked("con-1")] })).toBeDefined();
    expect(look({ account, invitations: [before, asked("con-1")] })).toBeUndefined();
  });

  test.each<[string, Partial<Account>]>([
    ["has churned", { status: "churned" }],
    ["is on the free plan", { plan: "free" }],
    ["has no plan that is known", { plan: undefined }],
  ])("that %s is left alone", (_, over) => {
    expect(look({ account: anAccount({ renewalOn: RENEWAL, ...over }) })).toBeUndefined();
  });
});

describe("where nobody could be asked, it says why", () => {
  test.each<[string, World]>([
    ["there is no contact", { contacts: [] }],
    [
      "of 2 contacts none can be asked as admin or owner",
      { contacts: [aContact({ roles: ["developer"] }), aContact({ contactId: "b", roles: ["guest"] })] },
    ],
    ["whoever could be asked has unsubscribed", { contacts: [aContact({ consent: "unsubscribed" })] }],
    [
      "the account is on hold until 2027-12-01",
      {
        holds: [
          {
            accountId: "acc-1",
            until: "2027-12-01",
            reason: "merger",
            by: "ana@vendor.example",
            at: "2027-06-01T00:00:00.000Z",
          },
        ],
      },
    ],
    ["no survey went out to any of 1 contact", {}],
    [
      "no mail arrived, of 1 contact who were to be asked",
      { invitations: [asked("con-1", { bouncedAt: "2027-06-08T08:01:00.000Z", bounceType: "Permanent" })] },
    ],
  ])("%s", (why, over) => {
    const found = look({ invitations: [], ...over });
    expect(found).toMatchObject({
      reason: `nobody could be asked: ${why}`,
      program: "pre-renewal",
      contacts: [],
    });
  });

  test("unless nobody was meant to be asked", () => {
    const paused = PROGRAMS.map((program) => ({ ...program, status: "paused" as const }));
    expect(look({ invitations: [], programs: paused })).toBeUndefined();
    const elsewhere = PROGRAMS.map((program) => ({ ...program, audience: { segment: ["csm-managed"] } }));
    expect(look({ invitations: [], programs: elsewhere })).toBeUndefined();
    // Who was asked before the pause was silent all the same.
    expect(look({ programs: paused })).toBeDefined();
  });
});

describe("an anonymous survey", () => {
  const anonymous = asked("con-2", { anonymous: true });

  test("says nothing of who was silent, and opens nothing by itself", () => {
    expect(look({ invitations: [anonymous] })).toBeUndefined();
  });

  test("is left out where others asked", () => {
    expect(look({ invitations: [anonymous, asked("con-1")] })).toMatchObject({
      reason: "1 asked, none answered",
      contacts: ["con-1"],
    });
  });
});

describe("once per term", () => {
  const known = (over: Partial<Silence> = {}): Silence => ({
    type: "silence",
    version: 1,
    accountId: "acc-1",
    cycle: "term-2026-10-01",
    anchorOn: RENEWAL,
    ...over,
  });

  test.each<[string, string, Partial<Account>]>([
    ["the same day", RENEWAL, {}],
    ["a moved renewal", "2028-01-15", {}],
    ["a start that is corrected", RENEWAL, { lastRenewedOn: "2026-10-15" }],
    ["a start that is not known any more", RENEWAL, { customerSince: undefined }],
  ])("%s", (_, renewalOn, over) => {
    const account = anAccount({ renewalOn, ...over });
    expect(look({ account, silences: [known()] }, ON, renewalOn)).toBeUndefined();
  });

  test("the next term is another", () => {
    const account = anAccount({ lastRenewedOn: RENEWAL, renewalOn: "2028-10-01" });
    const invitations = [asked("con-1", { claimedAt: "2028-06-06T08:00:00.000Z" })];
    expect(
      look({ account, invitations, silences: [known()] }, "2028-09-01", "2028-10-01")?.silence.cycle,
    ).toBe(`term-${RENEWAL}`);
  });
});

test("is looked for 30 days before a renewal, and for 14 days after that", () => {
  expect(renewalsLookedAt(ON)).toEqual({ from: "2027-09-17", to: RENEWAL });
});

test("opens one that is due at the end of the fifth business day", () => {
  const found = look();
  if (found === undefined) throw new Error("is not silent");
  const owner = { role: "csm" as const, name: "Ana Almeida", email: "ana@vendor.example" };
  const calendar = { timeZone: "Europe/Berlin", holidays: ["2027-09-06"] };
  const opened = { owner, openedAt: "2027-09-01T00:00:07.000Z" };
  expect(silentRenewalCta(found, anAccount(), opened, calendar)).toMatchObject({
    kind: "silent-renewal",
    owner,
    renewalOn: RENEWAL,
    arrUsd: 120_000,
    // Over a weekend and a holiday on a Monday.
    dueAt: "2027-09-09T21:59:59.000Z",
  });
});
