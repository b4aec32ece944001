import { ATTRIBUTES } from "../accounts/account.ts";
import type { AnonymousAnswer } from "../answers/anonymous-answer.ts";
import {
  type CountedResponse,
  countedResponse,
  responseWithSuspects,
  scoreOf,
} from "../answers/responses.ts";
import type { Answer } from "../answers/survey-answer.ts";
import type { Program } from "../programs/program.ts";
import { type Invitation, wasSent } from "../sending/invitation.ts";
import { ALL, type Bucket, CSAT_STEPS, emptyFunnel, type FunnelStep, NPS_STEPS, UNKNOWN } from "./buckets.ts";
import { closingsOf } from "./closings.ts";
import { isComplete, stepsOf } from "./funnel.ts";

type Versions = ReadonlyMap<number, Program>;

/**
 * Counts one day of a program: the funnel of what was attempted on that day, the scores first answered on it, the
 * anonymous answers released under it. An invitation given for another day is left out, so a pointer that has been
 * overtaken does no harm. A bucket in which nothing was counted is not among them. Suspect answers are left out, and
 * counted beside.
 *
 * @param versions of the program by which these invitations ask
 */
export function countDay(
  programId: string,
  day: string,
  sent: readonly Invitation[],
  answered: readonly Invitation[],
  versions: Versions,
  anonymous: readonly AnonymousAnswer[] = [],
): Bucket[] {
  const human = countBy(countedResponse, day, sent, answered, versions);
  const isHuman = ({ suspect }: AnonymousAnswer) => suspect.length === 0;
  countAnonymous(human, anonymous.filter(isHuman), versions);
  const all = countBy(responseWithSuspects, day, sent, answered, versions);
  countAnonymous(all, anonymous, versions);
  const places = new Map([...all.byPlace, ...human.byPlace]);
  return [...places].map(([name, { attribute, value }]): Bucket => {
    const bucket = {
      programId,
      attribute,
      value,
      day,
      ...totalsOf(human.byPlace.get(name) ?? emptyCounts(attribute, value)),
    };
    const { funnel, ...answers } = totalsOf(all.byPlace.get(name) ?? emptyCounts(attribute, value));
    const withSuspects = { ...answers, answered: funnel.answered, completed: funnel.completed };
    return isAsWithout(withSuspects, bucket) ? bucket : { ...bucket, withSuspects };
  });
}

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

type Place = readonly [attribute: string, value: string];

/** The counts of a day, made where something is first counted. */
class DayCounts {
  readonly byPlace = new Map<string, Counts>();

  at([attribute, value]: Place): Counts {
    const name = JSON.stringify([attribute, value]);
    const found = this.byPlace.get(name) ?? emptyCounts(attribute, value);
    this.byPlace.set(name, found);
    return found;
  }

  score(places: readonly Place[], answers: readonly Answer[]): void {
    const nps = scoreOf(answers, "nps");
    const csat = scoreOf(answers, "csat");
    for (const place of places) {
      if (nps !== undefined) add(this.at(place).nps, nps);
      if (csat !== undefined) add(this.at(place).csat, csat - 1);
    }
  }
}

type ResponseOf = (invitation: Invitation) => CountedResponse | undefined;

/** One way of counting a day, by what is taken for an answer. */
function countBy(
  responseOf: ResponseOf,
  day: string,
  sent: readonly Invitation[],
  answered: readonly Invitation[],
  versions: Versions,
): DayCounts {
  const counts = new DayCounts();
  for (const invitation of sent) {
    if (dayOf(invitation.claimedAt) !== day) continue;
    const response = responseOf(invitation);
    const steps = stepsOf(invitation, response, versions);
    const isSilent = wasSent(invitation) && response === undefined && !invitation.anonymous;
    const closesAt = isSilent ? invitation.closesAt : undefined;
    for (const place of placesOf(invitation)) {
      const { funnel, silentUntil } = counts.at(place);
      for (const step of steps) funnel[step] += 1;
      if (closesAt !== undefined) silentUntil.push(closesAt);
    }
  }
  for (const invitation of answered) {
    const response = responseOf(invitation);
    if (response === undefined || dayOf(response.answeredAt) !== day) continue;
    counts.score(placesOf(invitation), response.answers);
  }
  return counts;
}

/** Adds anonymous answers: to which sending each belongs, nobody knows, so they count on the day they are dated. */
function countAnonymous(counts: DayCounts, released: readonly AnonymousAnswer[], versions: Versions): void {
  for (const answer of released) {
    const places = [EVERYBODY, segmentPlace(answer.segment)];
    for (const place of places) {
      const { funnel } = counts.at(place);
      funnel.answered += 1;
      if (isComplete(answer, answer.answers, versions)) funnel.completed += 1;
    }
    counts.score(places, answer.answers);
  }
}

const dayOf = (at: string | undefined): string | undefined => at?.slice(0, 10);

/** A score outside its scale was never accepted; were it stored, it would be no answer rather than a wrong one. */
const add = (steps: number[], step: number): void => {
  const count = steps[step];
  if (count !== undefined) steps[step] = count + 1;
};

const EVERYBODY: Place = [ALL, ALL];
const segmentPlace = (segment: string | undefined): Place => ["segment", segment ?? UNKNOWN];

/**
 * Under which attributes and values an invitation counts: an account with several products under each. An anonymous one
 * under its segment alone, by which there are answers.
 */
function placesOf({ account, anonymous }: Invitation): Place[] {
  const places: Place[] = [EVERYBODY];
  for (const attribute of anonymous ? (["segment"] as const) : ATTRIBUTES) {
    const said = account?.[attribute];
    const values = (Array.isArray(said) ? said : [said]).filter(
      (value): value is string => typeof value === "string" && value !== "",
    );
    if (values.length === 0) places.push([attribute, UNKNOWN]);
    for (const value of new Set(values)) places.push([attribute, value]);
  }
  return places;
}
