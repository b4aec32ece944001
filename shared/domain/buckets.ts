import { ATTRIBUTES } from "./account.ts";
import { type Closing, closingsOf } from "./closings.ts";
import { type Invitation, silentUntil, wasSent } from "./invitation.ts";
import type { Program } from "./program.ts";
import { countedResponse, scoreOf } from "./responses.ts";
import type { Answer } from "./survey-answer.ts";

/**
 * One day's counts for one value of one account attribute: what every figure is worked out from.
 * Scores stand under the day of the first answer, the funnel under the day of sending, both in UTC.
 */
export type Bucket = {
  readonly programId: string;
  /** An account attribute, or `all`. */
  readonly attribute: string;
  /** Its value; `unknown` where the account did not say, `all` for the attribute `all`. */
  readonly value: string;
  readonly day: string;
  /** How many answered 0, 1, … 10. */
  readonly nps: readonly number[];
  /** How many answered 1, 2, … 5. */
  readonly csat: readonly number[];
  readonly funnel: Funnel;
  /** When those of the day's surveys close that nobody has answered. Which of them expired, the time of asking tells. */
  readonly closings: readonly Closing[];
};

export const FUNNEL_STEPS = [
  "invited",
  "sent",
  "delivered",
  "opened",
  "clicked",
  "answered",
  "completed",
  "bounced",
  "complained",
  "unsubscribed",
] as const;
export type FunnelStep = (typeof FUNNEL_STEPS)[number];
type Funnel = Readonly<Record<FunnelStep, number>>;

export const NPS_STEPS = 11;
export const CSAT_STEPS = 5;

/** The attribute, and its only value, under which every invitation counts. */
export const ALL = "all";
/** The value of an attribute that an account did not say: a value of its own, never dropped. */
const UNKNOWN = "unknown";

/**
 * Counts one day of a program: the funnel of what was attempted on that day, the scores first answered on it. An
 * invitation given for another day is left out, so a pointer that has been overtaken does no harm. A bucket in which
 * nothing was counted is not among them.
 *
 * @param versions of the program by which these invitations ask
 */
export function countDay(
  programId: string,
  day: string,
  sent: readonly Invitation[],
  answered: readonly Invitation[],
  versions: ReadonlyMap<number, Program>,
): Bucket[] {
  const counts = new Map<string, Counts>();
  const countsOf = (attribute: string, value: string): Counts => {
    const name = JSON.stringify([attribute, value]);
    const found = counts.get(name) ?? emptyCounts(attribute, value);
    counts.set(name, found);
    return found;
  };
  for (const invitation of sent) {
    if (dayOf(invitation.claimedAt) !== day) continue;
    const steps = stepsOf(invitation, versions);
    const closesAt = silentUntil(invitation);
    for (const [attribute, value] of placesOf(invitation)) {
      const counts = countsOf(attribute, value);
      for (const step of steps) counts.funnel[step] += 1;
      if (closesAt !== undefined) counts.silentUntil.push(closesAt);
    }
  }
  for (const invitation of answered) {
    const response = countedResponse(invitation);
    if (response === undefined || dayOf(response.answeredAt) !== day) continue;
    const nps = scoreOf(response.answers, "nps");
    const csat = scoreOf(response.answers, "csat");
    for (const [attribute, value] of placesOf(invitation)) {
      if (nps !== undefined) add(countsOf(attribute, value).nps, nps);
      if (csat !== undefined) add(countsOf(attribute, value).csat, csat - 1);
    }
  }
  return [...counts.values()].map(({ silentUntil: closing, ...counted }) => ({
    programId,
    day,
    ...counted,
    closings: closingsOf(closing),
  }));
}

type Counts = {
  readonly attribute: string;
  readonly value: string;
  readonly nps: number[];
  readonly csat: number[];
  readonly funnel: Record<FunnelStep, number>;
  readonly silentUntil: string[];
};

const emptyCounts = (attribute: string, value: string): Counts => ({
  attribute,
  value,
  nps: Array<number>(NPS_STEPS).fill(0),
  csat: Array<number>(CSAT_STEPS).fill(0),
  funnel: emptyFunnel(),
  silentUntil: [],
});

export function emptyFunnel(): Record<FunnelStep, number> {
  return Object.fromEntries(FUNNEL_STEPS.map((step) => [step, 0])) as Record<FunnelStep, number>;
}

const dayOf = (at: string | undefined): string | undefined => at?.slice(0, 10);

/** A score outside its scale was never accepted; were it stored, it would be no answer rather than a wrong one. */
const add = (steps: number[], step: number): void => {
  const count = steps[step];
  if (count !== undefined) steps[step] = count + 1;
};

/** Under which attributes and values an invitation counts: an account with several products under each. */
function placesOf(invitation: Invitation): [attribute: string, value: string][] {
  const places: [string, string][] = [[ALL, ALL]];
  for (const attribute of ATTRIBUTES) {
    const said = invitation.account?.[attribute];
    const values = (Array.isArray(said) ? said : [said]).filter(
      (value): value is string => typeof value === "string" && value !== "",
    );
    if (values.length === 0) places.push([attribute, UNKNOWN]);
    for (const value of new Set(values)) places.push([attribute, value]);
  }
  return places;
}

/** What became of a mail that was attempted. */
function stepsOf(invitation: Invitation, versions: ReadonlyMap<number, Program>): FunnelStep[] {
  const response = countedResponse(invitation);
  const caused: FunnelStep[] = [];
  if (invitation.deliveredAt !== undefined) caused.push("delivered");
  if (invitation.openedAt !== undefined) caused.push("opened");
  if (invitation.clickedAt !== undefined) caused.push("clicked");
  if (invitation.bouncedAt !== undefined) caused.push("bounced");
  if (invitation.complainedAt !== undefined) caused.push("complained");
  if (invitation.unsubscribedAt !== undefined) caused.push("unsubscribed");
  if (response !== undefined) caused.push("answered");
  if (response !== undefined && isComplete(invitation, response.answers, versions)) caused.push("completed");
  return wasSent(invitation) ? ["invited", "sent", ...caused] : ["invited"];
}

/** Whether every question that its program's version requires has been answered. */
function isComplete(
  invitation: Invitation,
  answers: readonly Answer[],
  versions: ReadonlyMap<number, Program>,
): boolean {
  const program = versions.get(invitation.programVersion);
  if (program === undefined) {
    throw new Error(
      `Invitation ${invitation.invitationId} was sent with version ${invitation.programVersion} of ${invitation.programId}, which is not defined: restore that version`,
    );
  }
  const answered = new Set(answers.filter(({ value }) => value !== "").map(({ questionId }) => questionId));
  return program.questions.every(({ required, questionId }) => !required || answered.has(questionId));
}
