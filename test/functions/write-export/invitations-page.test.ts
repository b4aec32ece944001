import fc from "fast-check";
import { expect, it } from "vitest";
import type { ExportRequest } from "#shared/domain/exports/export.ts";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import type { InvitationPorts } from "#shared/records/invitations.ts";
import { invitationsPage } from "../../../functions/write-export/invitations-page.ts";
import { anInvitation } from "../../builders.ts";

const AS_OF = new Date("2026-11-24T10:00:00Z");
const RANGE = { from: "2026-11-20", to: "2026-11-24" };
const REQUEST: ExportRequest = { what: "invitations", format: "csv", from: RANGE.from, to: "2026-11-30" };
const PROGRAM = "pre-renewal";
const seed = Number(process.env.SEED ?? 20261122);

const minutesLater = (minutes: number): string => new Date(AS_OF.getTime() + minutes * 60_000).toISOString();

/** 40 invitations: every fifth has been sent, the others are due or soon due; the last four were selected later. */
const theInvitations = () =>
  Array.from({ length: 40 }, (_, n) => {
    const { claimedAt: _claimed, sentAt: _sent, closesAt: _closes, ...unsent } = anInvitation();
    return {
      ...unsent,
      ...{ invitationId: `i-${100 + n}`, programId: PROGRAM, status: "queued" as const },
      selectedAt: n < 36 ? "2026-11-23T00:00:00.000Z" : minutesLater(1),
      notBefore: n % 2 === 0 ? "2026-11-24T09:30:00.000Z" : minutesLater(n),
      ...(n % 5 === 0 && { status: "sent" as const, claimedAt: "2026-11-24T09:40:00.000Z" }),
    };
  });

/** They are handed to the sender and sent while they are read. */
function sendingWhileRead(mayGo: () => boolean): InvitationPorts {
  const byId = new Map<string, Invitation>(theInvitations().map((one) => [one.invitationId, one]));
  const handed = new Set<string>();
  let minutes = 0;
  const waiting = () => [...byId.values()].filter(({ claimedAt }) => claimedAt === undefined);
  const send = (one: Invitation) =>
    void byId.set(one.invitationId, { ...one, status: "sent", claimedAt: minutesLater(minutes) });
  const page = <T>(all: readonly T[], nameOf: (one: T) => string, after: string | undefined, limit: number) =>
    all.filter((one) => after === undefined || nameOf(one) > after).slice(0, limit);
  return {
    programIds: async () => [PROGRAM],
    firstDay: async () => "2026-11-01",
    invitationsByIds: async (ids) => ids.flatMap((id) => byId.get(id) ?? []),
    waitingInvitations: async ({ after, limit }) => {
      minutes++;
      const places = waiting()
        .filter(({ invitationId }) => !handed.has(invitationId))
        .map(({ invitationId, notBefore }) => ({ invitationId, place: `${notBefore}#${invitationId}` }))
        .toSorted((a, b) => (a.place < b.place ? -1 : 1));
      for (const one of waiting().filter(({ notBefore }) => notBefore <= minutesLater(minutes)))
        if (handed.has(one.invitationId)) send(one);
        else if (mayGo()) handed.add(one.invitationId);
      return page(places, ({ place }) => place, after, limit);
    },
    sentOnDay: async (_, day, { after, limit }) => {
      for (const one of waiting()) if (handed.has(one.invitationId) || mayGo()) send(one);
      const sent = [...byId.values()].filter(({ claimedAt }) => claimedAt?.slice(0, 10) === day);
      return page(sent.map(({ invitationId }) => invitationId).sort(), (id) => id, after, limit);
    },
  };
}

it(`an export has what there was when it was begun, each once, whatever is sent meanwhile (seed ${seed})`, async () => {
  const due = theInvitations().map(({ invitationId }) => invitationId);
  await fc.assert(
    fc.asyncProperty(
      fc.infiniteStream(fc.boolean()),
      fc.integer({ min: 1, max: 50 }),
      async (going, limit) => {
        const ports = sendingWhileRead(() => going.next().value === true);
        const met: string[] = [];
        let at: string | undefined;
        do {
          const page = await invitationsPage(ports, REQUEST, RANGE, at, { limit, asOf: AS_OF });
          if (page.kind !== "page") throw new Error(page.message);
          met.push(...page.rows.map((row) => String(row.invitation_id)));
          at = page.next;
        } while (at !== undefined);
        expect(met.sort()).toEqual(due.slice(0, 36));
      },
    ),
    { seed, numRuns: 50 },
  );
});
