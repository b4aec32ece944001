import { createHash } from "node:crypto";
import type { Account } from "#shared/domain/account.ts";
import { endOfBusinessDay } from "#shared/domain/business-days.ts";
import { type AnswerCta, type Cta, ctasFor } from "#shared/domain/cta.ts";
import { ownerOf } from "#shared/domain/cta-owner.ts";
import type { Invitation } from "#shared/domain/invitation.ts";
import { type ResponseVersion, scoreOf } from "#shared/domain/responses.ts";
import type { Settings } from "#shared/settings.ts";

/** When there was an answer to act on: of a suspect one, when somebody vouched for it. */
export const heardAt = ({ at, confirmedAt = at }: ResponseVersion): string => confirmedAt;

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
        new Date(heardAt(version)),
        DUE_BUSINESS_DAYS[asked.kind],
        settings.timeZone,
        settings.holidays,
      ).toISOString(),
      status: "open",
      openedAt: heardAt(version),
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
export const ctaId = (invitation: Invitation, { kind }: AnswerCta): string =>
  createHash("sha256").update(`cta:${kind}:${invitation.invitationId}`).digest("hex").slice(0, 32);
