import { linkOf } from "#shared/domain/link-token.ts";
import type { Program } from "#shared/domain/program.ts";
import { countedResponse } from "#shared/domain/responses.ts";
import type { Answer } from "#shared/domain/survey-answer.ts";
import { programVersion as versionOf } from "#shared/dynamodb/programs.ts";
import { invitationOfLink, isOpen, recordFirstFetch } from "#shared/dynamodb/survey-links.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { log } from "#shared/lambda/log.ts";
import { preselected } from "#shared/survey/answers.ts";

export type ShownSurvey =
  | { readonly kind: "unknown" }
  | {
      readonly kind: "closed";
      readonly locale?: string;
      readonly closesAt?: string;
      readonly hasAnswered: boolean;
    }
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
 * Finds what a link shows. Records no answer, whatever the link carries; only the time of the first fetch,
 * and that not for a HEAD request.
 */
export const showSurvey =
  (table: Table) =>
  async (
    request: { readonly token: string; readonly score?: string; readonly isHead: boolean },
    now: Date,
  ): Promise<ShownSurvey> => {
    const link = linkOf(request.token);
    const invitation = link && (await invitationOfLink(table, link));
    if (link === undefined || invitation === undefined) return { kind: "unknown" };

    if (!request.isHead && invitation.clickedAt === undefined) {
      await recordFirstFetch(table, link, now).catch((error: unknown) =>
        log("first-fetch-not-recorded", {
          invitationId: link.invitationId,
          error: error instanceof Error ? error.name : "unknown",
        }),
      );
    }
    const { locale, closesAt, programId, programVersion } = invitation;
    const answers = countedResponse(invitation)?.answers ?? [];
    if (!isOpen(invitation, now))
      return { kind: "closed", locale, closesAt, hasAnswered: answers.length > 0 };

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
      answers,
      preselected: first && preselected(first, request.score),
    };
  };
