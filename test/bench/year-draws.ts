import { createHash } from "node:crypto";

/** What somebody gives, by question id, out of the questions that their form has. */
export type Given = Readonly<Record<string, string>>;
export type Visit = {
  readonly afterDays: number;
  readonly isScanner: boolean;
  readonly fill: (asked: readonly string[]) => Given;
};

const ANSWER = 0.35;
const CHANGE = 0.15;
const SCANNED = 0.08;
/** Of those who answer. */
const PARTIAL = 0.12;
const TEXT_ONLY = 0.08;
const COMMENT = 0.4;
const CLOSED_A_WEEK = 0.3;
const SLOWEST_DAYS = 20;

/** Many promoters, a third passives, a quarter detractors; of a hundred. */
const NPS_WEIGHTS = [3, 1, 2, 3, 3, 6, 7, 14, 18, 22, 21];
/** Above or below the step that goes with the recommendation: where it crosses the middle, the answer is mixed. */
const CSAT_SHIFTS = [-2, -1, -1, 0, 0, 0, 0, 0, 1, 1];

const OF_A_HUNDRED = NPS_WEIGHTS.flatMap((weight, nps) => Array<number>(weight).fill(nps));

type Draw = () => number;

/** Numbers in 0..1 that depend on the seed and the name alone, and so not on who comes first. */
function drawsOf(seed: number, name: string): Draw {
  let turn = 0;
  return () => {
    const hash = createHash("sha256").update(`${seed}:${name}:${turn++}`).digest();
    return hash.readUInt32BE() / 2 ** 32;
  };
}

/** What becomes of an invitation after its first mail, in the order of days. */
export function drawVisits(seed: number, name: string): Visit[] {
  const draw = drawsOf(seed, name);
  const isScanned = draw() < SCANNED;
  const isAnswered = draw() < ANSWER;
  const answersAfter = Math.max(Math.floor(draw() * (SLOWEST_DAYS + 1)), isScanned ? 1 : 0);
  const first = drawOpinion(draw);
  const [isChanged, changesAfter] = [draw() < CHANGE, answersAfter + 1 + Math.floor(draw() * 5)];
  const scanner = drawOpinion(draw);
  return [
    ...(isScanned ? [{ afterDays: 0, isScanner: true, fill: whole(scanner) }] : []),
    ...(isAnswered ? [{ afterDays: answersAfter, isScanner: false, fill: drawForm(draw, first) }] : []),
    ...(isAnswered && isChanged
      ? [{ afterDays: changesAfter, isScanner: false, fill: whole(otherSide(first)) }]
      : []),
  ];
}

/** Whether somebody is done with a call to action on a day. */
export const isClosedOn = (seed: number, name: string, day: string): boolean =>
  drawsOf(seed, `close ${name} ${day}`)() < CLOSED_A_WEEK;

type Opinion = { readonly nps: number; readonly csat: number };

function drawOpinion(draw: Draw): Opinion {
  const nps = OF_A_HUNDRED[Math.floor(draw() * OF_A_HUNDRED.length)] ?? 0;
  const step = nps <= 3 ? 1 : nps <= 5 ? 2 : nps === 6 ? 3 : nps <= 8 ? 4 : 5;
  const shift = CSAT_SHIFTS[Math.floor(draw() * CSAT_SHIFTS.length)] ?? 0;
  return { nps, csat: Math.min(5, Math.max(1, step + shift)) };
}

const otherSide = ({ nps, csat }: Opinion): Opinion => ({
  nps: nps <= 6 ? 9 : 4,
  csat: csat <= 3 ? 5 : 2,
});

/** Both scores, as far as they are asked. */
const whole =
  ({ nps, csat }: Opinion) =>
  (asked: readonly string[]): Given => ({
    ...(asked.includes("nps") && { nps: String(nps) }),
    ...(asked.includes("csat") && { csat: String(csat) }),
  });

/** All of a form or a part of it; where it asks too little for that, all. */
function drawForm(draw: Draw, opinion: Opinion): Visit["fill"] {
  const kind = draw();
  const kept = draw() < 0.5 ? "nps" : "csat";
  const words: Given = draw() < COMMENT ? { comment: "What we think of it, in a few words." } : {};
  return (asked) => {
    const scores = whole(opinion)(asked);
    const said = asked.includes("comment") ? words : {};
    if (kind < TEXT_ONLY && asked.includes("comment")) return { comment: "No score, just this." };
    const one = scores[kept];
    if (kind < TEXT_ONLY + PARTIAL && one !== undefined && Object.keys(scores).length > 1)
      return { [kept]: one };
    return { ...scores, ...said };
  };
}
