import { expect, test } from "vitest";
import { pacesMails } from "./paced.ts";

const SEED = 20261201;
const MINUTE = 60_000;

/** Of the time that the whole rate would take. */
const IDEAL_MOST = 1.12;

test.each([
  [1_000_000, 14],
  [1_000_000, 50],
  [1_000_000, 200],
  [20_000, 1],
])(
  "%i mails at %d a second never pass the rate in any second, and are done within 1.12 of the ideal",
  { timeout: MINUTE },
  async (mails, perSecond) => {
    const paced = await pacesMails({ mails, perSecond, seed: SEED });
    expect(paced.sent, `seed ${SEED}`).toBe(mails);
    expect(paced.mostInASecond, `seed ${SEED}`).toBeLessThanOrEqual(perSecond);
    expect(paced.timesIdeal, `seed ${SEED}`).toBeLessThanOrEqual(IDEAL_MOST);
  },
);

test("a rate of 3.5 a second is held to 3, and that in good time", async () => {
  const paced = await pacesMails({ mails: 50_000, perSecond: 3.5, seed: SEED });
  expect(paced.mostInASecond).toBe(3);
  expect(paced.timesIdeal * (3 / 3.5)).toBeLessThanOrEqual(IDEAL_MOST);
});

test("ticks that overlap give a few mails a second slot, and no second more than the rate", async () => {
  const paced = await pacesMails({ mails: 500_000, perSecond: 200, seed: SEED + 1 });
  expect(paced.doubled, `seed ${SEED + 1}`).toBeGreaterThan(0);
  expect(paced.overtaken).toBeGreaterThan(0);
  expect(paced.doubled).toBeLessThan(5_000);
  expect(paced.mostInASecond).toBeLessThanOrEqual(200);
});

test("a rate that changes from minute to minute is kept to, but for what was planned before", async () => {
  const rates = [200, 50, 14, 1, 80];
  const rateAt = (minute: number) => rates[minute % rates.length] ?? 1;
  const paced = await pacesMails({ mails: 50_000, perSecond: 200, seed: SEED, rateAt });
  expect(paced.sent).toBe(50_000);
  expect(paced.mostInASecond).toBeLessThanOrEqual(200);
});
