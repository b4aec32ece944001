import { ATTRIBUTES } from "./account.ts";
import { type Closing, closingsOf } from "./closings.ts";
import { stepsOf } from "./funnel.ts";
import { type Invitation, wasSent } from "./invitation.ts";
import type { Program } from "./program.ts";
import { type CountedResponse, countedResponse, responseWithSuspects, scoreOf } from "./responses.ts";

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
  readonly funnel: Funnel;
  /** Of the day's answers and silences, what is otherwise where suspect answers count too; absent where nothing is. */
  readonly withSuspects?: AnswerCounts & Pick<Funnel, "answered" | "completed">;
} & AnswerCounts;

type AnswerCounts = {
  /** How many answered 0, 1, … 10. */
  readonly nps: readonly number[];
  /** How many answered 1, 2, … 5. */
  readonly csat: readonly number[];
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
 * nothing was counted is not among them. Suspect answers are left out, and counted beside.
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
  const human = countBy(countedResponse, day, sent, answered, versions);
  const all = countBy(responseWithSuspects, day, sent, answered, versions);
  const places = new Map([...all, ...human]);
  return [...places].map(([name, { attribute, value }]): Bucket => {
    const bucket = {
      programId,
      attribute,
      value,
      day,
      ...totalsOf(human.get(name) ?? emptyCounts(attribute, value)),
    };
    const { funnel, ...answers } = totalsOf(all.get(name) ?? emptyCounts(attribute, value));
    const withSuspects = { ...answers, answered: funnel.answered, completed: funnel.completed };
    return isAsWithout(withSuspects, bucket) ? bucket : { ...bucket, withSuspects };
  });
}

/** The same bucket with suspect answers counted as though they were a person's. */
export function includingSuspects({ withSuspects, ...bucket }: Bucket): Bucket {
  if (withSuspects === undefined) return bucket;
  const { answered, completed, ...answers } = withSuspects;
  return { ...bucket, ...answers, funnel: { ...bucket.funnel, answered, completed } };
}

/** Whether there is anything in a bucket but suspect answers. */
export const isCounted = ({ nps, csat, funnel }: Bucket): boolean =>
  [...nps, ...csat, ...Object.values(funnel)].some((count) => count > 0);

type WithSuspects = NonNullable<Bucket["withSuspects"]>;

const isAsWithout = ({ nps, csat, closings, answered, completed }: WithSuspects, bucket: Bucket): boolean =>
  JSON.stringify([nps, csat, closings, answered, completed]) ===
  JSON.stringify([bucket.nps, bucket.csat, bucket.closings, bucket.funnel.answered, bucket.funnel.completed]);

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

const totalsOf = ({ nps, csat, funnel, silentUntil }: Counts) => ({
  nps,
  csat,
  funnel,
  closings: closingsOf(silentUntil),
});

type ResponseOf = (invitation: Invitation) => CountedResponse | undefined;

/** One way of counting a day, by what is taken for an answer; by place. */
function countBy(
  responseOf: ResponseOf,
  day: string,
  sent: readonly Invitation[],
  answered: readonly Invitation[],
  versions: ReadonlyMap<number, Program>,
): Map<string, Counts> {
  const counts = new Map<string, Counts>();
  const countsOf = (attribute: string, value: string): Counts => {
    const name = JSON.stringify([attribute, value]);
    const found = counts.get(name) ?? emptyCounts(attribute, value);
    counts.set(name, found);
    return found;
  };
  for (const invitation of sent) {
    if (dayOf(invitation.claimedAt) !== day) continue;
    const response = responseOf(invitation);
    const steps = stepsOf(invitation, response, versions);
    const closesAt = wasSent(invitation) && response === undefined ? invitation.closesAt : undefined;
    for (const [attribute, value] of placesOf(invitation)) {
      const counts = countsOf(attribute, value);
      for (const step of steps) counts.funnel[step] += 1;
      if (closesAt !== undefined) counts.silentUntil.push(closesAt);
    }
  }
  for (const invitation of answered) {
    const response = responseOf(invitation);
    if (response === undefined || dayOf(response.answeredAt) !== day) continue;
    const nps = scoreOf(response.answers, "nps");
    const csat = scoreOf(response.answers, "csat");
    for (const [attribute, value] of placesOf(invitation)) {
      if (nps !== undefined) add(countsOf(attribute, value).nps, nps);
      if (csat !== undefined) add(countsOf(attribute, value).csat, csat - 1);
    }
  }
  return counts;
}

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
