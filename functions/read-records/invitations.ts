import * as z from "zod";
import { Day } from "#shared/domain/accounts/account.ts";
import { addDays, utcDay } from "#shared/domain/days.ts";
import { historyOf, type Invitation } from "#shared/domain/sending/invitation.ts";
import {
  INVITATION_STATUSES,
  InvitationPlace as InRange,
  invitationsBetween,
  isWanted,
  placeInTime,
  type InvitationPorts as RangePorts,
  statusOf,
} from "#shared/records/invitations.ts";
import type { Page, Paging } from "#shared/records/page.ts";
import { type AccountInvitationPorts, invitationsOfAccount } from "./account-invitations.ts";
import { pageOf } from "./list-route.ts";

export const InvitationFilters = {
  account: z.string().optional(),
  program: z.string().optional(),
  status: z.enum(INVITATION_STATUSES).optional(),
  from: Day.optional(),
  to: Day.optional(),
};
type Filters = z.output<z.ZodObject<typeof InvitationFilters>>;

export const InvitationPlace = z.union([z.strictObject({ account: z.string() }), InRange]);
type Place = z.infer<typeof InvitationPlace>;

export type InvitationPorts = AccountInvitationPorts & RangePorts;

/** How far back a list goes that is not told. */
export const DEFAULT_DAYS = 90;

/**
 * Invitations with what became of them. Of an account: all of them, the newest first. Otherwise those that wait and those
 * that were sent in the range (90 days unless told); one that is with the sender at this moment, or was withdrawn before it
 * was ever sent, is found by its account only.
 */
export const listInvitations =
  (ports: InvitationPorts) =>
  async (filters: Filters, paging: Paging<Place>, now: Date): Promise<Page<InvitationView, Place>> => {
    const { account } = filters;
    const { limit, place } = paging;
    if (account !== undefined) {
      const found = (await invitationsOfAccount(ports, account)).filter((one) => isWanted(filters, one, now));
      const at = place !== undefined && "account" in place ? place.account : undefined;
      const nameOf = (one: Invitation) => `${placeInTime(one)}#${one.invitationId}`;
      const { items, next } = pageOf(found, nameOf, "descending", { limit, place: at });
      return {
        items: items.map((one) => viewOf(one, now)),
        next: next === undefined ? undefined : { account: next },
      };
    }
    const today = utcDay(now);
    const to = filters.to !== undefined && filters.to < today ? filters.to : today;
    const range = { from: filters.from ?? addDays(to, -DEFAULT_DAYS), to };
    const at = place !== undefined && "account" in place ? undefined : place;
    const { items, next } = await invitationsBetween(ports, filters, range, { limit, place: at }, now);
    return { items: items.map((one) => viewOf(one, now)), next };
  };

export type InvitationView = ReturnType<typeof viewOf>;

const viewOf = (of: Invitation, now: Date) => ({
  invitationId: of.invitationId,
  programId: of.programId,
  /** It was taken over from another tool: of no version and cycle of ours, to somebody or at an account not known here. */
  imported: of.imported ?? false,
  programVersion: of.programVersion,
  accountId: of.accountId || null,
  contactId: of.contactId || null,
  cycle: of.cycle || null,
  status: statusOf(of, now),
  reason: of.reason ?? null,
  notBefore: of.notBefore,
  sentAt: of.sentAt ?? null,
  closesAt: of.closesAt ?? null,
  /** Whose history can say that a mail was opened; of an anonymous one it says nothing of the person at all. */
  anonymous: of.anonymous ?? false,
  tracksOpens: !of.anonymous && !of.isOpenUntracked && !of.imported,
  history: historyOf(of, now),
});
