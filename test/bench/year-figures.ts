import type { Api } from "../journeys/api.ts";
import { differencesTo } from "./year-differences.ts";
import { type Answered, humanPosts, npsBand, type Scores, scoresOf } from "./year-truth.ts";

/** The results of each program, suspects out and in, held against what was answered. */
export async function figureDifferences(
  api: Api,
  answered: readonly Answered[],
  { from, to }: { readonly from: string; readonly to: string },
): Promise<string[]> {
  const found: string[] = [];
  const programs = await api.list("/v1/programs");
  for (const { programId } of programs) {
    const own = answered.filter(({ program }) => program === programId);
    for (const includeSuspect of [false, true]) {
      const query = `program=${programId}&from=${from}&to=${to}&includeSuspect=${includeSuspect}`;
      const [group] = (await api.get(`/v1/results?${query}`)).groups;
      const counted = own
        .map((one) => (includeSuspect ? one.posts : humanPosts(one)))
        .filter((posts) => posts.length > 0)
        .map(scoresOf);
      const mustBe = figuresOf(counted);
      const { nps, csat, funnel } = group;
      const is = {
        ...mustBe,
        answered: funnel.answered,
        nps: nps && [nps.n, nps.promoters, nps.passives, nps.detractors],
        csat: csat && [csat.n, csat.counts],
      };
      differencesTo(found)(`${programId}, suspects ${includeSuspect ? "in" : "out"}`, is, mustBe);
    }
  }
  return found;
}

function figuresOf(scores: readonly Scores[]) {
  const nps = scores.flatMap((one) => one.nps ?? []);
  const csat = scores.flatMap((one) => one.csat ?? []);
  const inBand = (band: string) => nps.filter((score) => npsBand(score) === band).length;
  return {
    answered: scores.length,
    nps: nps.length === 0 ? null : [nps.length, inBand("promoter"), inBand("passive"), inBand("detractor")],
    csat:
      csat.length === 0
        ? null
        : [csat.length, [1, 2, 3, 4, 5].map((step) => csat.filter((one) => one === step).length)],
  };
}
