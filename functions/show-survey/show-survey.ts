import { countedResponse } from "#shared/domain/answers/responses.ts";
import type { Answer } from "#shared/domain/answers/survey-answer.ts";
import type { Program } from "#shared/domain/programs/program.ts";
import { type Link, linkToLookUp } from "#shared/domain/sending/link-token.ts";
import { isSpent } from "#shared/dynamodb/anonymous-answers.ts";
import { programVersion as versionOf } from "#shared/dynamodb/programs.ts";
import { invitationOfLink, isOpen, recordFirstFetch } from "#shared/dynamodb/survey-links.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { log } from "#shared/lambda/log.ts";
import { preselected } from "#shared/survey/answers.ts";

export type ShownSurvey =
  /** No survey, or none any more: which of them, nobody is told. */
  | { readonly kind: "not-open" }
  /** Answered without a name, so that there is nothing to show or change. */
  | { readonly kind: "answered-already"; readonly locale?: string }
  | {
      readonly kind: "open";
      readonly locale?: string;
      readonly program: Program;
      readonly closesAt?: string;
      /** What was answered before; empty where nothing was. */
      readonly answers: readonly Answer[];
      /** The first question's answer, as the link proposes it. */
      readonly preselected?: string;
    };

/**
 * Finds what a link shows. Records no answer, whatever the link carries; only the time of the first fetch, and that
 * neither for a HEAD request nor of an anonymous survey. A link that is wrong, malformed, erased or closed costs one
 * read alike, so that the time it takes tells nothing either.
 */
export const showSurvey =
  (table: Table) =>
  async (
    request: { readonly token: string; readonly score?: string; readonly isHead: boolean },
    now: Date,
  ): Promise<ShownSurvey> => {
    const link = linkToLookUp(request.token);
    const invitation = await invitationOfLink(table, link);
    if (invitation === undefined || !isOpen(invitation, now)) return { kind: "not-open" };

    const { locale, closesAt, programId, programVersion } = invitation;
    if (invitation.anonymous) {
      if (await isSpent(table, request.token)) return { kind: "answered-already", locale };
    } else if (!request.isHead && invitation.clickedAt === undefined) {
      await noteFirstFetch(table, link, now);
    }
    const program = await versionOf(table, programId, programVersion);
    if (program === undefined) {
      throw new Error(
        `Invitation ${link.invitationId} asks by ${programId} ${programVersion}, which is gone`,
      );
    }
    const [first] = program.questions;
    return {
      kind: "open",
      locale,
      program,
      closesAt,
      answers: countedResponse(invitation)?.answers ?? [],
      preselected: first && preselected(first, request.score),
    };
  };

/** The page is there also where that fails. */
async function noteFirstFetch(table: Table, link: Link, now: Date): Promise<void> {
  await recordFirstFetch(table, link, now).catch((error: unknown) =>
    log("first-fetch-not-recorded", {
      invitationId: link.invitationId,
      error: error instanceof Error ? error.name : "unknown",
    }),
  );
}
