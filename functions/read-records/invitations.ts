import * as z from "zod";
import { Day } from "#shared/domain/accounts/account.ts";
import { addDays, utcDay } from "#shared/domain/days.ts";
import { historyOf, Invitation, isExpired } from "#shared/domain/sending/invitation.ts";
import { type AccountInvitationPorts, invitationsOfAccount } from "./account-invitations.ts";
import { type Page, type Paging, pageOf } from "./list-route.ts";
import { DayPlace, type WalkPorts, walkDays } from "./walk-days.ts";

/** As stored, and `expired`: sent, and closed without an answer. */
const STATUSES = [...Object.values(Invitation.shape.status.def.entries), "expired"] as const;
type Status = (typeof STATUSES)[number];

export const InvitationFilters = {
  account: z.string().optional(),
  program: z.string().optional(),
  status: z.enum(STATUSES).optional(),
  from: Day.optional(),
  to: Day.optional(),
};
type Filters = z.output<z.ZodObject<typeof InvitationFilters>>;

export const InvitationPlace = z.union([
  z.strictObject({ account: z.string() }),
  z.strictObject({ waiting: z.string() }),
  DayPlace,
]);
type Place = z.infer<typeof InvitationPlace>;

export type InvitationPorts = AccountInvitationPorts & {
  programIds(): Promise<readonly string[]>;
  sentOnDay: WalkPorts<never>["idsOnDay"];
  waitingInvitations(page: {
    readonly after: string | undefined;
    readonly limit: number;
  }): Promise<readonly { readonly invitationId: string; readonly place: string }[]>;
};

/** How far back a list goes that is not told. */
export const DEFAULT_DAYS = 90;

/**
 * Invitations with what became of them. Of an account: all of them, the newest first. Otherwise first those that wait for
 * their send window, in its order, then those sent in the range (90 days unless told), the newest day first;
 * one that is with the sender at this moment, or was withdrawn before it was ever sent, is found by its account only.
 * An invitation's day is that of its sending or, before, the first on which it may be sent.
 */
export const listInvitations =
  (ports: InvitationPorts) =>
  async (filters: Filters, paging: Paging<Place>, now: Date): Promise<Page<InvitationView, Place>> => {
    const { account } = filters;
    if (account !== undefined) {
      const found = (await invitationsOfAccount(ports, account)).filter((one) => isWanted(filters, one, now));
      const place =
        paging.place !== undefined && "account" in paging.place ? paging.place.account : undefined;
      const nameOf = (one: Invitation) => `${placeInTime(one)}#${one.invitationId}`;
      const { items, next } = pageOf(found, nameOf, "descending", { limit: paging.limit, place });
      return {
        items: items.map((one) => viewOf(one, now)),
        next: next === undefined ? undefined : { account: next },
      };
    }
    const { place } = paging;
    if (place === undefined || "waiting" in place) {
      const after = place?.waiting;
      const page = await waitingPage(ports, filters, { limit: paging.limit, place: after }, now);
      if (page.next !== undefined) return { items: page.items, next: { waiting: page.next } };
      const limit = paging.limit - page.items.length;
      const sent = await sentPage(ports, filters, { limit, place: undefined }, now);
      return { items: [...page.items, ...sent.items], next: sent.next };
    }
    const at = "day" in place ? place : undefined;
    return await sentPage(ports, filters, { limit: paging.limit, place: at }, now);
  };

/** One full page of the waiting, or what is left of them: less than the limit, and no more to come. */
async function waitingPage(
  ports: InvitationPorts,
  filters: Filters,
  { limit, place }: Paging<string>,
  now: Date,
): Promise<Page<InvitationView, string>> {
  const mayWait =
    filters.status === undefined || filters.status === "selected" || filters.status === "queued";
  if (!mayWait) return { items: [], next: undefined };
  const waiting = await ports.waitingInvitations({ after: place, limit });
  const found = await ports.invitationsByIds(waiting.map(({ invitationId }) => invitationId));
  const items = found
    .filter((one) => one.claimedAt === undefined && isWanted(filters, one, now))
    .map((one) => viewOf(one, now));
  return { items, next: waiting.length < limit ? undefined : waiting.at(-1)?.place };
}

async function sentPage(
  ports: InvitationPorts,
  filters: Filters,
  paging: Paging<DayPlace>,
  now: Date,
): Promise<Page<InvitationView, DayPlace>> {
  const today = utcDay(now);
  const to = filters.to !== undefined && filters.to < today ? filters.to : today;
  const range = { from: filters.from ?? addDays(to, -DEFAULT_DAYS), to };
  const programIds = filters.program === undefined ? await ports.programIds() : [filters.program];
  const itemsOf = async (ids: readonly string[], day: string) =>
    (await ports.invitationsByIds(ids))
      .filter((one) => dayOf(one) === day && isWanted(filters, one, now))
      .map((one) => viewOf(one, now));
  return await walkDays({ idsOnDay: ports.sentOnDay, itemsOf }, programIds, range, paging);
}

const placeInTime = (of: Invitation): string => of.claimedAt ?? of.notBefore;
const dayOf = (invitation: Invitation): string => placeInTime(invitation).slice(0, 10);

const statusOf = (invitation: Invitation, now: Date): Status =>
  isExpired(invitation, now) ? "expired" : invitation.status;

const isWanted = ({ program, status, from, to }: Filters, invitation: Invitation, now: Date): boolean =>
  (program === undefined || invitation.programId === program) &&
  (status === undefined || statusOf(invitation, now) === status) &&
  (from === undefined || dayOf(invitation) >= from) &&
  (to === undefined || dayOf(invitation) <= to);

export type InvitationView = ReturnType<typeof viewOf>;

const viewOf = (of: Invitation, now: Date) => ({
  invitationId: of.invitationId,
  programId: of.programId,
  programVersion: of.programVersion,
  accountId: of.accountId,
  contactId: of.contactId,
  cycle: of.cycle,
  status: statusOf(of, now),
  reason: of.reason ?? null,
  notBefore: of.notBefore,
  sentAt: of.sentAt ?? null,
  closesAt: of.closesAt ?? null,
  /** Whose history can say that a mail was opened; of an anonymous one it says nothing of the person at all. */
  anonymous: of.anonymous ?? false,
  tracksOpens: !of.anonymous && !of.isOpenUntracked,
  history: historyOf(of, now),
});
