import { csatBand, npsBand } from "#shared/domain/ctas/cta.ts";

const MARKS = {
  detractor: "🔴",
  dissatisfied: "🔴",
  passive: "🟡",
  neutral: "🟡",
  promoter: "🟢",
  satisfied: "🟢",
} as const;

export const npsText = (score: number): string => `${MARKS[npsBand(score)]} NPS ${score} (${npsBand(score)})`;
/** `what` is left out where its question stands beside it. */
export const csatText = (score: number, what = ""): string =>
  `${MARKS[csatBand(score)]} ${what}${score} of 5 (${csatBand(score)})`;

/** The scores that stand for an answer, each with the colour of its band; empty where none was given. */
export const scoresText = ({ nps, csat }: { readonly nps: number | null; readonly csat: number | null }) =>
  [...(nps === null ? [] : [npsText(nps)]), ...(csat === null ? [] : [csatText(csat, "CSAT ")])].join(" · ");
