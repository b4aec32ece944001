import { createHash } from "node:crypto";
import type { Account } from "#shared/domain/accounts/account.ts";
import { type ResponseVersion, scoreOf } from "#shared/domain/answers/responses.ts";
import { endOfBusinessDay } from "#shared/domain/business-days.ts";
import { bandsOf, type Cta, ctasFor } from "#shared/domain/ctas/cta.ts";
import { ownerOf } from "#shared/domain/ctas/cta-owner.ts";
import { JUST_OPENED } from "#shared/domain/ctas/cta-work.ts";
import { DUE_BUSINESS_DAYS } from "#shared/domain/ctas/due-date.ts";
import type { Program } from "#shared/domain/programs/program.ts";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import type { Settings } from "#shared/settings.ts";

/** When there was an answer to act on: of a suspect one, when somebody vouched for it. */
export const heardAt = ({ at, confirmedAt = at }: ResponseVersion): string => confirmedAt;

const STRONGEST_FIRST = ["cta", "digest"] as const;

/** A call to action that an answer asks for, and whether it is opened or told in its owner's next digest. */
export type FollowUp = { readonly action: "cta" | "digest"; readonly cta: Cta };

/**
 * The calls to action that a first answer asks for, as they stand when opened, and what the program does of each: the
 * most that it does of any band that the answer is in. Without a word of its program's each is opened.
 */
export function followUpsOf(
  invitation: Invitation,
  { account, program }: { readonly account: Account | undefined; readonly program: Program | undefined },
  version: ResponseVersion,
  settings: Settings,
): FollowUp[] {
  const all = ctasFor(version.answers).map((asked) => {
    const bands = bandsOf(asked.kind, version.answers).map((band) => ({
      band,
      action: program?.actions?.[band] ?? "cta",
    }));
    // What is asked for one band is not put off by another's.
    const action =
      STRONGEST_FIRST.find((each) => bands.some((one) => one.action === each)) ?? ("none" as const);
    const band = bands.find((one) => one.action === action)?.band ?? asked.band;
    return { asked: { ...asked, band }, action };
  });
  const opened = all.flatMap(({ asked, action }) => (action === "cta" ? [ctaId(invitation, asked)] : []));
  return all.flatMap(({ asked, action }): FollowUp[] => {
    if (action === "none") return [];
    const comment = version.answers.find(({ kind }) => kind === "text")?.value;
    const cta: Cta = {
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
      ...JUST_OPENED,
      openedAt: heardAt(version),
      responses: [invitation.invitationId],
      linked: opened.filter((other) => other !== ctaId(invitation, asked)),
    };
    return [{ action, cta }];
  });
}

/** One answer opens at most one of each kind, however often it is looked at. */
export const ctaId = (invitation: Pick<Invitation, "invitationId">, { kind }: Pick<Cta, "kind">): string =>
  createHash("sha256").update(`cta:${kind}:${invitation.invitationId}`).digest("hex").slice(0, 32);
