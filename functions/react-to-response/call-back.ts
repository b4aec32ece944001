import type { Account } from "#shared/domain/accounts/account.ts";
import { CALL_BACK_BUSINESS_DAYS, type CallBack } from "#shared/domain/answers/call-back.ts";
import {
  countedResponse,
  responseWithSuspects,
  scoreOf,
  versionsOf,
} from "#shared/domain/answers/responses.ts";
import { endOfBusinessDay } from "#shared/domain/business-days.ts";
import { type Cta, ctaOpened } from "#shared/domain/ctas/cta.ts";
import { OURSELVES } from "#shared/domain/ctas/cta-history.ts";
import { asOpened } from "#shared/domain/ctas/cta-join.ts";
import { ownerOf } from "#shared/domain/ctas/cta-owner.ts";
import { isSaid } from "#shared/domain/ctas/cta-withdrawal.ts";
import { JUST_OPENED } from "#shared/domain/ctas/cta-work.ts";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import type { BusEvent } from "#shared/events.ts";
import type { Settings } from "#shared/settings.ts";
import { ctaId } from "./answer-ctas.ts";
import type { CtaNote } from "./cta-notes.ts";
import type { Change } from "./reactions.ts";

type CallBackPorts = {
  account(accountId: string): Promise<Account | undefined>;
  openOrJoinCta(cta: Cta): Promise<{ readonly kind: "opened" | "joined"; readonly cta: Cta }>;
  /** As it is now, whatever it joined. */
  cta(ctaId: string): Promise<Cta | undefined>;
  noteOnCta(note: CtaNote): Promise<void>;
  readonly settings: Settings;
};

/**
 * Opens a call to action for who asked to be called back, and notes on it what they say of it later; where somebody is
 * done with it by then, that opens another. Who asked in another survey as well joins their own that is open.
 */
export async function callBack(ports: CallBackPorts, { before, after }: Change): Promise<BusEvent[]> {
  const asked = after.callBack;
  if (asked === undefined) return [];
  const first = ctaId(after, { kind: "call-back" });
  if (before?.callBack === undefined) return (await open(ports, after, asked, first)).events;
  const text = saidAgain(before.callBack, asked);
  if (text === undefined) return [];
  const at = asked.againAt ?? asked.at;
  const note = { at, by: OURSELVES, text };
  const opened = await ports.cta(first);
  // What is said on a closed one was said while it was open, and is delivered again.
  if (opened?.status !== "closed" || isSaid(opened, note)) {
    await ports.noteOnCta({ cta: placeOf(after, first), note });
    return [];
  }
  const again = ctaId({ invitationId: `${after.invitationId}:${at}` }, { kind: "call-back" });
  const { isJoined, events } = await open(ports, after, { ...asked, at }, again);
  if (isJoined) await ports.noteOnCta({ cta: placeOf(after, again), note });
  return events;
}

async function open(ports: CallBackPorts, invitation: Invitation, asked: CallBack, id: string) {
  const account = await ports.account(invitation.accountId);
  const cta = { ...callBackCta(invitation, asked, account, ports.settings), ctaId: id };
  const outcome = await ports.openOrJoinCta(cta);
  const isJoined = outcome.kind === "joined";
  return { isJoined, events: isJoined ? [] : [ctaOpened(asOpened(outcome.cta, cta))] };
}

const placeOf = ({ accountId, programId }: Invitation, id: string) => ({
  ctaId: id,
  accountId,
  program: programId,
  kind: "call-back" as const,
});

function callBackCta(
  invitation: Invitation,
  asked: CallBack,
  account: Account | undefined,
  { queues, timeZone, holidays }: Settings,
): Omit<Cta, "ctaId"> {
  const { invitationId, contactId, accountId, programId } = invitation;
  const { answers = [] } = countedResponse(invitation) ?? responseWithSuspects(invitation) ?? {};
  const due = endOfBusinessDay(new Date(asked.at), CALL_BACK_BUSINESS_DAYS, timeZone, holidays);
  return {
    type: "cta",
    version: 1,
    ...{ kind: "call-back", accountId, program: programId },
    mixed: false,
    accountName: account?.name ?? null,
    invitationId,
    band: null,
    owner: ownerOf("call-back", account, queues),
    contacts: [contactId],
    reason: reasonOf(invitation, asked),
    scores: { nps: scoreOf(answers, "nps") ?? null, csat: scoreOf(answers, "csat") ?? null },
    comment: asked.words ?? null,
    arrUsd: account?.arrUsd ?? null,
    renewalOn: account?.renewalOn ?? null,
    dueAt: due.toISOString(),
    ...JUST_OPENED,
    openedAt: asked.at,
    responses: [invitationId],
    linked: [],
  };
}

/** Whoever calls back decides what to make of a doubt: nobody is kept waiting for it. */
function reasonOf(invitation: Invitation, { suspect = [] }: CallBack): string {
  const doubts =
    countedResponse(invitation) === undefined ? (versionsOf(invitation).at(-1)?.suspect ?? []) : [];
  return [
    `asked to be called back after answering ${invitation.programId}`,
    ...(suspect.length > 0 ? [`may not have been a person who asked (${suspect.join(", ")})`] : []),
    ...(doubts.length > 0 ? [`the answer may not be a person's (${doubts.join(", ")})`] : []),
  ].join("; ");
}

const reachText = ({ words }: CallBack): string =>
  words === undefined ? "They did not say how to reach them." : `How to reach them: ${words}`;

/** What somebody who asked before has said since; undefined where nothing. */
function saidAgain(was: CallBack, is: CallBack): string | undefined {
  if (was.words !== is.words) return `Said again. ${reachText(is)}`;
  if (was.suspect !== undefined && is.suspect === undefined)
    return "Asked again, by a person as far as is known.";
  return undefined;
}
