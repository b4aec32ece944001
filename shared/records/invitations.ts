import * as z from "zod";
import { Invitation, isExpired } from "../domain/sending/invitation.ts";
import type { Page, Paging } from "./page.ts";
import { DayPlace, type WalkPorts, walkDays } from "./walk-days.ts";

/** As stored, and `expired`: sent, and closed without an answer. */
export const INVITATION_STATUSES = [
  ...Object.values(Invitation.shape.status.def.entries),
  "expired",
] as const;
type Status = (typeof INVITATION_STATUSES)[number];

type Wanted = {
  readonly program?: string | undefined;
  readonly status?: Status | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
};

/** Among those that wait for their send window, or those that were sent. */
export const InvitationPlace = z.union([z.strictObject({ waiting: z.string() }), DayPlace]);
export type InvitationPlace = z.infer<typeof InvitationPlace>;

export type InvitationPorts = {
  programIds(): Promise<readonly string[]>;
  invitationsByIds(ids: readonly string[]): Promise<readonly Invitation[]>;
  firstDay: WalkPorts<never>["firstDay"];
  sentOnDay: WalkPorts<never>["idsOnDay"];
  waitingInvitations(page: {
    readonly after: string | undefined;
    readonly limit: number;
  }): Promise<readonly { readonly invitationId: string; readonly place: string }[]>;
};

/**
 * First the invitations that wait for their send window, in its order, then those sent in the range, the newest day first.
 * An invitation's day is that of its sending or, before, the first on which it may be sent; one that is with the sender
 * at this moment, or was withdrawn before it was ever sent, is not among them.
 *
 * @param range of days to look for what was sent
 */
export async function invitationsBetween(
  ports: InvitationPorts,
  wanted: Wanted,
  range: { readonly from: string; readonly to: string },
  paging: Paging<InvitationPlace>,
  now: Date,
): Promise<Page<Invitation, InvitationPlace>> {
  const { place } = paging;
  if (place === undefined || "waiting" in place) {
    const after = place?.waiting;
    const page = await waitingPage(ports, wanted, { limit: paging.limit, place: after }, now);
    if (page.next !== undefined) return { items: page.items, next: { waiting: page.next } };
    const limit = paging.limit - page.items.length;
    const sent = await sentPage(ports, wanted, range, { limit, place: undefined }, now);
    return { items: [...page.items, ...sent.items], next: sent.next };
  }
  return await sentPage(ports, wanted, range, { limit: paging.limit, place }, now);
}

/** One full page of the waiting, or what is left of them: less than the limit, and no more to come. */
async function waitingPage(
  ports: InvitationPorts,
  wanted: Wanted,
  { limit, place }: Paging<string>,
  now: Date,
): Promise<Page<Invitation, string>> {
  const { status } = wanted;
  const mayWait = status === undefined || status === "selected" || status === "queued";
  if (!mayWait) return { items: [], next: undefined };
  const waiting = await ports.waitingInvitations({ after: place, limit });
  const found = await ports.invitationsByIds(waiting.map(({ invitationId }) => invitationId));
  const items = found.filter((one) => one.claimedAt === undefined && isWanted(wanted, one, now));
  return { items, next: waiting.length < limit ? undefined : waiting.at(-1)?.place };
}

async function sentPage(
  ports: InvitationPorts,
  wanted: Wanted,
  range: { readonly from: string; readonly to: string },
  paging: Paging<DayPlace>,
  now: Date,
): Promise<Page<Invitation, DayPlace>> {
  const programIds = wanted.program === undefined ? await ports.programIds() : [wanted.program];
  const itemsOf = async (ids: readonly string[], day: string) =>
    (await ports.invitationsByIds(ids)).filter((one) => dayOf(one) === day && isWanted(wanted, one, now));
  return await walkDays(
    { firstDay: ports.firstDay, idsOnDay: ports.sentOnDay, itemsOf },
    programIds,
    range,
    paging,
  );
}

/** When it was sent or, before, when it may be. */
export const placeInTime = (of: Invitation): string => of.claimedAt ?? of.notBefore;
const dayOf = (invitation: Invitation): string => placeInTime(invitation).slice(0, 10);

export const statusOf = (invitation: Invitation, now: Date): Status =>
  isExpired(invitation, now) ? "expired" : invitation.status;

export const isWanted = ({ program, status, from, to }: Wanted, invitation: Invitation, now: Date): boolean =>
  isSending(invitation) &&
  (program === undefined || invitation.programId === program) &&
  (status === undefined || statusOf(invitation, now) === status) &&
  (from === undefined || dayOf(invitation) >= from) &&
  (to === undefined || dayOf(invitation) <= to);

/** An imported answer of whose survey no sending is known is an answer, and no invitation. */
const isSending = ({ imported, claimedAt }: Invitation): boolean => !imported || claimedAt !== undefined;
