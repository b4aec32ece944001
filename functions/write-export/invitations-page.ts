import * as z from "zod";
import type { ExportRequest } from "#shared/domain/exports/export.ts";
import { INVITATION_COLUMNS, invitationRow } from "#shared/domain/exports/invitation-row.ts";
import {
  InvitationPlace,
  type InvitationPorts,
  invitationsBetween,
  statusOf,
} from "#shared/records/invitations.ts";
import type { ExportPage } from "./write-export.ts";

/** Longer than it takes to read from the first of the waiting to the last of that day's sent. */
const SOON_MS = 60 * 60_000;
/** Of 70 KB. */
const MOST_MET = 2000;

/** Where the next are, and which of the waiting have been met that may be sent before the sent are read. */
const Place = z.object({ next: InvitationPlace, met: z.array(z.string()) });

/**
 * Those that were there at `asOf`, each once. While this reads, some are sent, and are then met where they were and where
 * they are: so it is remembered who may be. To leave out what was sent later would lose what was with the sender when the
 * waiting were read.
 */
export async function invitationsPage(
  ports: InvitationPorts,
  { program, from, to }: ExportRequest,
  range: { readonly from: string; readonly to: string },
  at: string | undefined,
  { limit, asOf }: { readonly limit: number; readonly asOf: Date },
): Promise<ExportPage> {
  const place = at === undefined ? undefined : Place.parse(JSON.parse(at));
  const paging = { limit, place: place?.next };
  const { items, next } = await invitationsBetween(ports, { program, from, to }, range, paging, asOf);
  const met = new Set(place?.met);
  const soon = new Date(asOf.getTime() + SOON_MS).toISOString();
  const wanted = items.filter(({ invitationId, selectedAt, claimedAt, notBefore }) => {
    if (selectedAt > asOf.toISOString() || met.has(invitationId)) return false;
    if (claimedAt === undefined && notBefore <= soon) met.add(invitationId);
    return true;
  });
  const rows = wanted.map((one) => invitationRow(one, statusOf(one, asOf), asOf));
  // Those that have waited longest are of paused programs, and are not sent.
  const following = next && JSON.stringify({ next, met: [...met].slice(-MOST_MET) });
  return { kind: "page", columns: INVITATION_COLUMNS, rows, next: following };
}
