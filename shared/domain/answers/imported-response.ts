import { createHash } from "node:crypto";
import * as z from "zod/mini";
import type { Invitation } from "../sending/invitation.ts";
import { Attempt } from "./attempt.ts";

/**
 * One survey that another tool sent, with its answer where there is one: imported history. At least one of `sentAt` and
 * `answeredAt` is known; there are answers exactly where there is `answeredAt`.
 */
export const ImportedResponse = z.object({
  type: z.literal("imported-response"),
  version: z.literal(1),
  responseId: z.string(),
  /** As the other tool names it. */
  surveyId: z.string(),
  /** One of our programs or an imported touchpoint. */
  programId: z.string(),
  accountId: z.optional(z.string()),
  personHash: z.optional(z.string()),
  /** ISO 8601 in UTC, as is `answeredAt`. */
  sentAt: z.optional(z.string()),
  answeredAt: z.optional(z.string()),
  /** To the questions `nps`, `csat` and `comment`. */
  answers: Attempt.shape.answers,
  /** What the file said of the account: today's attributes would be a guess about then. See AccountSnapshot. */
  account: z.optional(z.record(z.string(), z.unknown())),
  /** The import that brought it. */
  importId: z.string(),
});
export type ImportedResponse = z.infer<typeof ImportedResponse>;

/** The program version of what was asked by none of ours. */
export const IMPORTED_VERSION = 0;

/** How long an imported survey is taken to have been open: whoever did not answer by then expired. */
const OPEN_MS = 30 * 86_400_000;

const PREFIX = "imported-";

/** The same whenever, and in whatever file, the survey is imported. */
export function importedResponseId(programId: string, surveyId: string): string {
  const hash = createHash("sha256").update(`${programId}\n${surveyId}`).digest("hex");
  return `${PREFIX}${hash.slice(0, 32)}`;
}

/**
 * An imported one as lists, counts and exports take an invitation. Where the account or the contact is not known, its id
 * is empty; one whose sending is not known has neither `sentAt` nor `claimedAt`, and counts as nobody's sending.
 */
export function asInvitation(imported: ImportedResponse): Invitation {
  const { responseId, programId, sentAt, answeredAt, answers, account } = imported;
  const from = sentAt ?? answeredAt ?? "";
  return {
    type: "invitation",
    version: 1,
    invitationId: responseId,
    programId,
    programVersion: IMPORTED_VERSION,
    accountId: imported.accountId ?? "",
    contactId: "",
    personHash: imported.personHash ?? "",
    cycle: "",
    status: "sent",
    selectedAt: from,
    notBefore: from,
    imported: true,
    surveyId: imported.surveyId,
    ...(account && { account }),
    ...(sentAt && { claimedAt: sentAt, sentAt, closesAt: closesAt(sentAt) }),
    ...(answeredAt && { attempts: [{ attemptId: responseId, at: answeredAt, answers }] }),
  };
}

const closesAt = (sentAt: string): string => new Date(Date.parse(sentAt) + OPEN_MS).toISOString();
