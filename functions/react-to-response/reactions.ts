import { createHash } from "node:crypto";
import type { Account } from "#shared/domain/account.ts";
import { endOfBusinessDay } from "#shared/domain/business-days.ts";
import { type AnswerCta, type Cta, ctasFor } from "#shared/domain/cta.ts";
import { ownerOf } from "#shared/domain/cta-owner.ts";
import type { Invitation } from "#shared/domain/invitation.ts";
import { type ResponseVersion, scoreOf, versionsOf } from "#shared/domain/responses.ts";
import type { BusEvent } from "#shared/events.ts";
import type { Settings } from "#shared/settings.ts";

/** How an invitation was before a change and how it is after it, as the table's stream tells. */
export type Change = { readonly before: Invitation | undefined; readonly after: Invitation };

/** The versions of the answer that a change brought; none where only its sending or delivery moved. */
export function newVersions({ before, after }: Change): ResponseVersion[] {
  return versionsOf(after.attempts ?? []).slice(versionsOf(before?.attempts ?? []).length);
}

/**
 * The days (UTC) whose figures a change touches: its sending's where the funnel moved, its answer's where that did,
 * and the day of an attempt that came to nothing, which it leaves for a later one.
 */
export function touchedDays({ before, after }: Change): {
  sent: string | undefined;
  answered: string | undefined;
  left: string | undefined;
} {
  const isFunnelMoved = FUNNEL_FIELDS.some((field) => before?.[field] !== after[field]);
  const isAnswerMoved = (before?.attempts?.length ?? 0) !== (after.attempts?.length ?? 0);
  const answeredAt = after.attempts?.[0]?.at;
  const sentOn = after.claimedAt?.slice(0, 10);
  const wasSentOn = before?.claimedAt?.slice(0, 10);
  return {
    sent: isFunnelMoved || isAnswerMoved ? sentOn : undefined,
    answered: isAnswerMoved ? answeredAt?.slice(0, 10) : undefined,
    left: wasSentOn === sentOn ? undefined : wasSentOn,
  };
}

const FUNNEL_FIELDS = [
  "claimedAt",
  "sentAt",
  "deliveredAt",
  "openedAt",
  "clickedAt",
  "bouncedAt",
  "complainedAt",
  "unsubscribedAt",
  "status",
] as const satisfies readonly (keyof Invitation)[];

export function invitationSent({ before, after }: Change): BusEvent[] {
  if (after.sentAt === undefined || before?.sentAt !== undefined) return [];
  const { invitationId, programId, accountId, contactId, sentAt } = after;
  return [
    {
      type: "Invitation Sent",
      detail: {
        version: 1,
        id: `invitation-sent-${invitationId}`,
        occurredAt: sentAt,
        invitationId,
        programId,
        accountId,
        contactId,
        sentAt,
      },
    },
  ];
}

export function responseReceived(
  invitation: Invitation,
  account: Account | undefined,
  version: ResponseVersion,
): BusEvent {
  const { invitationId, programId, programVersion, accountId, contactId } = invitation;
  const first = versionsOf(invitation.attempts ?? [])[0] ?? version;
  return {
    type: "Response Received",
    detail: {
      version: 1,
      id: `response-received-${invitationId}-${version.version}`,
      occurredAt: version.at,
      responseId: invitationId,
      invitationId,
      programId,
      programVersion,
      accountId,
      accountName: account?.name ?? null,
      segment: account?.segment ?? null,
      contactId,
      answeredAt: first.at,
      responseVersion: version.version,
      nps: scoreOf(version.answers, "nps") ?? null,
      csat: scoreOf(version.answers, "csat") ?? null,
      answers: [...version.answers],
    },
  };
}

/** Business days from the answer until a call to action is due. */
const DUE_BUSINESS_DAYS = { negative: 1, positive: 5 } as const;

/** The calls to action that a first answer asks for, as they stand when opened. */
export function ctasOf(
  invitation: Invitation,
  account: Account | undefined,
  version: ResponseVersion,
  settings: Settings,
): Cta[] {
  return ctasFor(version.answers).map((asked): Cta => {
    const comment = version.answers.find(({ kind }) => kind === "text")?.value;
    return {
      type: "cta",
      version: 1,
      ctaId: ctaId(invitation, asked),
      kind: asked.kind,
      mixed: asked.mixed,
      accountId: invitation.accountId,
      accountName: account?.name ?? null,
      program: invitation.programId,
      invitationId: invitation.invitationId,
      band: asked.band,
      owner: ownerOf(asked.kind, account, settings.queues),
      contacts: [invitation.contactId],
      reason: `${asked.band} answer to ${invitation.programId}`,
      scores: {
        nps: scoreOf(version.answers, "nps") ?? null,
        csat: scoreOf(version.answers, "csat") ?? null,
      },
      comment: typeof comment === "string" ? comment : null,
      arrUsd: account?.arrUsd ?? null,
      renewalOn: account?.renewalOn ?? null,
      dueAt: endOfBusinessDay(
        new Date(version.at),
        DUE_BUSINESS_DAYS[asked.kind],
        settings.timeZone,
        settings.holidays,
      ).toISOString(),
      status: "open",
      openedAt: version.at,
      acknowledgedAt: null,
      closedAt: null,
      outcome: null,
      driver: null,
      escalatedAt: null,
      notes: [],
      responses: [invitation.invitationId],
    };
  });
}

/** One answer opens at most one of each kind, however often it is looked at. */
const ctaId = (invitation: Invitation, { kind }: AnswerCta): string =>
  createHash("sha256").update(`cta:${kind}:${invitation.invitationId}`).digest("hex").slice(0, 32);
