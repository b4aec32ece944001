import type { Attempt } from "#shared/domain/answers/attempt.ts";
import type { Answer } from "#shared/domain/answers/survey-answer.ts";
import { isAnonymous } from "#shared/domain/programs/anonymity.ts";
import type { Program } from "#shared/domain/programs/program.ts";
import { type Link, linkToLookUp } from "#shared/domain/sending/link-token.ts";
import { isSpent } from "#shared/dynamodb/anonymous-answers.ts";
import { programVersion as versionOf } from "#shared/dynamodb/programs.ts";
import {
  addAttempt,
  invitationOfLink,
  isOpen,
  type LinkedInvitation,
} from "#shared/dynamodb/survey-links.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { checkAnswers, type Problems } from "#shared/survey/answers.ts";
import type { Posted } from "#shared/survey/posted.ts";
import { submitAnonymously } from "./submit-anonymously.ts";

export type Submitted =
  | {
      readonly kind: "answered";
      readonly invitation: LinkedInvitation;
      readonly program: Program;
      readonly answers: readonly Answer[];
      /** What was given that this survey does not ask, and so was not kept. */
      readonly notAsked: readonly string[];
    }
  /** No survey, or none any more: which of them, nobody is told. */
  | { readonly kind: "not-open" }
  /** A form that came after the closing: to who holds the link, what they typed is given back. */
  | { readonly kind: "late"; readonly invitation: LinkedInvitation; readonly program: Program }
  /** An anonymous answer is given once: nobody can tell which one it was that would be changed. */
  | { readonly kind: "too-many" | "answered-already"; readonly invitation: LinkedInvitation }
  | {
      readonly kind: "invalid";
      readonly invitation: LinkedInvitation;
      readonly program: Program;
      readonly problems: Problems;
    };

export type Submission = {
  readonly token: string;
  readonly posted: Posted;
  /** The known mail scanner's network that it came from. */
  readonly scannerNetwork?: string | undefined;
};

type Ports = { readonly table: Table; readonly newAttemptId: () => string };

/**
 * Keeps what a customer posted. A form that names its program and is filled in well costs one write; an
 * anonymous one and anything else reads the invitation first, and says nothing about a survey to somebody without its link.
 */
export const submitResponse =
  (ports: Ports) =>
  async (submission: Submission, now: Date): Promise<Submitted> => {
    const { posted } = submission;
    const link = linkToLookUp(submission.token);
    const program = await namedProgram(ports, posted);
    const checked = program && check(program, posted);
    if (program === undefined || isAnonymous(program) || checked?.kind !== "valid")
      return await submitAfterReading(ports, link, submission, now);
    return await keep(ports, link, submission, program, checked, now);
  };

const check = (program: Program, { values }: Posted) => checkAnswers(program.questions, values);

async function namedProgram(
  { table }: Ports,
  { programId, programVersion }: Posted,
): Promise<Program | undefined> {
  if (programId === undefined || programVersion === undefined) return undefined;
  return await versionOf(table, programId, programVersion);
}

async function submitAfterReading(
  ports: Ports,
  link: Link,
  submission: Submission,
  now: Date,
): Promise<Submitted> {
  const { posted } = submission;
  const invitation = await invitationOfLink(ports.table, link);
  if (invitation === undefined) return { kind: "not-open" };
  if (!isOpen(invitation, now)) return await tooLate(ports, invitation, posted);
  const program = await programOf(ports, invitation);
  const isOtherForm =
    (posted.programId ?? program.programId) !== program.programId ||
    (posted.programVersion ?? program.version) !== program.version;
  if (isOtherForm) return { kind: "invalid", invitation, program, problems: OTHER_FORM };
  const checked = check(program, posted);
  if (checked.kind === "invalid") {
    if (isAnonymous(program) && (await isSpent(ports.table, submission.token)))
      return { kind: "answered-already", invitation };
    return { kind: "invalid", invitation, program, problems: checked.problems };
  }
  if (!isAnonymous(program)) return await keep(ports, link, submission, program, checked, now);
  const { answers, notAsked } = checked;
  const attempt = attemptOf(ports, submission, program, answers, now);
  const names = { token: submission.token, link };
  const kept = await submitAnonymously(ports.table, names, invitation, program, attempt, now);
  if (kept === "not-open") return { kind: kept };
  if (kept === "answered-already") return { kind: kept, invitation };
  return { kind: "answered", invitation, program, answers, notAsked };
}

async function keep(
  ports: Ports,
  link: Link,
  submission: Submission,
  program: Program,
  { answers, notAsked }: { readonly answers: readonly Answer[]; readonly notAsked: readonly string[] },
  now: Date,
): Promise<Submitted> {
  const { posted } = submission;
  const attempt = attemptOf(ports, submission, program, answers, now);
  const added = await addAttempt(ports.table, link, program, attempt, now);
  if (added.kind === "added")
    return { kind: "answered", invitation: added.invitation, program, answers, notAsked };
  if (added.kind === "unknown") return { kind: "not-open" };
  if (added.kind === "too-many") return added;
  const { invitation } = added;
  if (added.kind === "closed") return await tooLate(ports, invitation, posted);
  return { kind: "invalid", invitation, program: await programOf(ports, invitation), problems: OTHER_FORM };
}

const attemptOf = (
  ports: Ports,
  { posted, scannerNetwork }: Submission,
  { questions }: Program,
  answers: readonly Answer[],
  now: Date,
): Attempt => {
  const given = new Set(answers.map(({ questionId }) => questionId));
  const cleared = questions
    .map(({ questionId }) => questionId)
    .filter((id) => posted.answered?.includes(id) && !given.has(id));
  return {
    attemptId: ports.newAttemptId(),
    at: now.toISOString(),
    answers: [...answers],
    ...(cleared.length > 0 && { cleared }),
    // What speaks against a person is kept and judged later: whoever posts is answered all the same.
    ...(posted.hiddenField && { hiddenField: posted.hiddenField }),
    ...(scannerNetwork !== undefined && { scannerNetwork }),
  };
};

async function tooLate(ports: Ports, invitation: LinkedInvitation, posted: Posted): Promise<Submitted> {
  if (posted.format === "json") return { kind: "not-open" };
  return { kind: "late", invitation, program: await programOf(ports, invitation) };
}

const OTHER_FORM: Problems = { form: "other-form", answers: [] };

async function programOf(
  { table }: Ports,
  { invitationId, programId, programVersion }: LinkedInvitation,
): Promise<Program> {
  const program = await versionOf(table, programId, programVersion);
  if (program !== undefined) return program;
  throw new Error(`Invitation ${invitationId} asks by ${programId} ${programVersion}, which is gone`);
}
