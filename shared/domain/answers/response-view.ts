import type { Invitation } from "../sending/invitation.ts";
import { type AnonymousAnswer, datedAt, segmentIn } from "./anonymous-answer.ts";
import { countedResponse, isHuman, type ResponseVersion, scoreOf, versionsOf } from "./responses.ts";
import type { Answer } from "./survey-answer.ts";
import type { SuspectReason } from "./suspicion.ts";

/** A response as the API shows it. */
export type ResponseView = {
  /**
   * A response is of one invitation, and has its id; an anonymous one has a random id, and nothing that says whose it is.
   * An imported one is of no invitation of ours.
   */
  readonly responseId: string;
  readonly invitationId: string | null;
  /** It was taken over from another tool. */
  readonly imported: boolean;
  readonly programId: string;
  /** 0 of an imported one, which no version of ours asked for. */
  readonly programVersion: number;
  /** Null where it is not known whose it is. */
  readonly accountId: string | null;
  readonly contactId: string | null;
  /** The account's when the survey was sent. */
  readonly segment: string | null;
  /** Of an anonymous one the day alone, at its beginning. */
  readonly answeredAt: string;
  readonly version: number;
  /** Why it is suspect; empty of one that counts. */
  readonly suspect: readonly SuspectReason[];
  readonly nps: number | null;
  readonly csat: number | null;
  readonly answers: readonly Answer[];
  /** A newer version, suspect, that would count if it were confirmed. */
  readonly waiting: Pick<ResponseVersion, "version" | "at" | "suspect" | "answers"> | null;
  /** Who vouched for what, and why. */
  readonly confirmations: readonly { readonly at: string; readonly by: string; readonly note: string }[];
};

/** What counts of an answer or, where nothing does yet, the newest version that waits to; undefined without any. */
export function responseView(invitation: Invitation): ResponseView | undefined {
  const versions = versionsOf(invitation);
  const [first] = versions;
  const newest = versions.at(-1);
  if (first === undefined || newest === undefined) return undefined;
  const { invitationId, programId, programVersion, accountId, contactId, imported = false } = invitation;
  const counted = countedResponse(invitation);
  const shown = counted ?? { answeredAt: first.at, version: newest.version, answers: newest.answers };
  const { version, at, suspect, answers } = newest;
  return {
    responseId: invitationId,
    invitationId: imported ? null : invitationId,
    imported,
    programId,
    programVersion,
    accountId: accountId || null,
    contactId: contactId || null,
    segment: segmentIn(invitation.account) ?? null,
    ...shown,
    suspect: counted === undefined ? suspect : [],
    nps: scoreOf(shown.answers, "nps") ?? null,
    csat: scoreOf(shown.answers, "csat") ?? null,
    waiting: counted === undefined || isHuman(newest) ? null : { version, at, suspect, answers },
    confirmations: (invitation.attempts ?? []).flatMap(({ confirmed }) => confirmed ?? []),
  };
}

/** A released anonymous answer, which nobody changes and nobody can vouch for. */
export const anonymousResponseView = (answer: AnonymousAnswer): ResponseView => ({
  responseId: answer.answerId,
  invitationId: null,
  imported: false,
  programId: answer.programId,
  programVersion: answer.programVersion,
  accountId: null,
  contactId: null,
  segment: answer.segment ?? null,
  answeredAt: datedAt(answer),
  version: 1,
  suspect: answer.suspect,
  nps: scoreOf(answer.answers, "nps") ?? null,
  csat: scoreOf(answer.answers, "csat") ?? null,
  answers: answer.answers,
  waiting: null,
  confirmations: [],
});
