import { pacesMails } from "../functions/dispatch-invitations/paced.ts";

const MAILS = 1_000_000;
const SEED = 20261201;

/** A million mails through the dispatcher on a virtual clock, with ticks that are late, doubled or overlap. */
export async function pacingBench() {
  const figures = [];
  for (const perSecond of [14, 50, 200]) {
    const { mostInASecond, timesIdeal } = await pacesMails({ mails: MAILS, perSecond, seed: SEED });
    figures.push(
      { work: `1,000,000 mails at ${perSecond} a second, most in any second`, figure: mostInASecond },
      { work: `the same, time over the ideal (to be 1.12 at most)`, figure: Number(timesIdeal.toFixed(3)) },
    );
  }
  return figures;
}
