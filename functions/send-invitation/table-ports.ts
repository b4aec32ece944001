import { COOLDOWN_DAYS } from "#shared/domain/eligibility/slot-rules.ts";
import { markSent } from "#shared/dynamodb/delivery.ts";
import { invitationToSend, moveInvitation, putBackInvitation } from "#shared/dynamodb/invitations.ts";
import { unsettledKey } from "#shared/dynamodb/keys.ts";
import { milestoneOf, takeOffMilestone } from "#shared/dynamodb/milestones.ts";
import { claimPerson, recordSend, releasePerson } from "#shared/dynamodb/people.ts";
import { accountWithContacts } from "#shared/dynamodb/portfolio.ts";
import { programVersion } from "#shared/dynamodb/programs.ts";
import {
  claimReminder,
  moveReminder,
  putBackReminder,
  withdrawReminder,
} from "#shared/dynamodb/reminders.ts";
import { suppressionOf } from "#shared/dynamodb/suppressions.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { now } from "#shared/lambda/clock.ts";
import type { TablePorts } from "./ports.ts";

/**
 * What the sender asks of the table. A mail that is tried again is listed as one of which nobody knows with its very
 * claim: it may be its last try. At the first try that would be two write units for nothing.
 */
export const tablePorts = (table: Table, { isTriedAgain = false } = {}): TablePorts => ({
  ready: (job) => invitationToSend(table, job),
  program: (programId, version) => programVersion(table, programId, version),
  suppression: (hash) => suppressionOf(table, hash),
  contactsOf: async (accountId) =>
    (await accountWithContacts(table, accountId, { consistent: true })).contacts,
  move: (invitationId, from, set, attemptId) =>
    moveInvitation(table, {
      ...{ invitationId, from, set, ...heldBy(attemptId) },
      ...(isUnsettled(set.status, isTriedAgain) ? listed(invitationId) : {}),
    }),
  putBack: (invitation, from, opensAt, attemptId) =>
    putBackInvitation(table, invitation, { from, notBefore: opensAt.toISOString(), ...heldBy(attemptId) }),
  markSent: (invitation, sent, attemptId) => markSent(table, invitation, sent, attemptId),
  claimReminder: (invitation, claim) =>
    claimReminder(table, invitation, claim, isTriedAgain ? listed(invitation.invitationId) : {}),
  withdrawReminder: (invitationId, withdrawn) => withdrawReminder(table, invitationId, withdrawn),
  moveReminder: (invitationId, from, set, attemptId) =>
    moveReminder(table, {
      ...{ invitationId, from, set, ...heldBy(attemptId) },
      ...(isUnsettled(set.status, isTriedAgain) ? listed(invitationId) : {}),
    }),
  putBackReminder: (invitation, notBefore, attemptId) =>
    putBackReminder(table, invitation, notBefore, attemptId),
  listBegun: async (invitationId, mail, attemptId) => {
    const begun = { invitationId, from: ["sending"], attemptId, ...listed(invitationId) } as const;
    await (mail === "survey"
      ? moveInvitation(table, { ...begun, set: { status: "sending" } })
      : moveReminder(table, { ...begun, set: { status: "sending" } }));
  },
  releasePerson: ({ personHash, invitationId }) => releasePerson(table, { personHash, invitationId }),
  milestone: (invitation) => milestoneOf(table, invitation),
  takeOff: (seen, contactId, again) => takeOffMilestone(table, seen, contactId, again),
  claimPerson: async (personHash, { invitationId, programId }, on) => {
    const claim = { personHash, invitationId, programId, on, cooldownDays: COOLDOWN_DAYS };
    return (await claimPerson(table, claim)).kind === "claimed";
  },
  postponePerson: ({ personHash, invitationId, programId }, on) =>
    recordSend(table, personHash, { on, by: { invitationId, program: programId } }),
});

const heldBy = (attemptId: string | undefined) => (attemptId === undefined ? {} : { attemptId });

/** What is unknown stands in the index until SES's events settle it, so that somebody hears of what they never do. */
const isUnsettled = (status: string | undefined, isTriedAgain: boolean): boolean =>
  status === "unknown" || (status === "sending" && isTriedAgain);

const listed = (invitationId: string) => ({ due: unsettledKey(now(), invitationId) });
