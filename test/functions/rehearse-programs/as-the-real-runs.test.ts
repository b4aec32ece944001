import { expect, test } from "vitest";
import { ROLES } from "#shared/domain/accounts/contact.ts";
import { addDays } from "#shared/domain/days.ts";
import { aProgram } from "../../builders.ts";
import { addProgram, aRehearsal, realItems, selectedIn, TODAY } from "./rehearsing.ts";

const TO = "2026-12-06";

/** The same numbers from the same seed: mulberry32. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);

test(`two imagined weeks select whom the real runs then select, on the same days (SEED=${seed})`, async () => {
  const { table, it } = await aRehearsal();
  const random = randomFrom(seed);
  const oneOf = <T>(...values: readonly T[]): T => values[random(values.length)] as T;
  const questions = aProgram().questions.filter(({ kind }) => kind === "csat");
  const sample = { kind: "sample", size: 6, startsOn: "2026-12-01", everyDays: 9 } as const;
  await addProgram(table, "drawn", { trigger: sample, questions });
  await addProgram(table, "quarterly", { trigger: { kind: "recurring", everyDays: 90 }, rank: 2, questions });
  for (let n = 0; n < 24; n++) {
    const contacts = Array.from({ length: random(4) }, (_, c) => [
      `con-${c}`,
      {
        roles: [oneOf(...ROLES), oneOf("admin", "owner")] as const,
        timeZone: oneOf("Asia/Tokyo", "America/Los_Angeles", undefined),
        ...(random(4) === 0 ? { email: `shared-${random(3)}@both.example` } : {}),
      },
    ]);
    await it.save(`acc-${n}`, Object.fromEntries(contacts), {
      plan: oneOf("premium", "ultimate", "premium", "free"),
      customerSince: addDays(TODAY, -70 + random(24)),
      renewalOn: addDays(TODAY, 110 + random(24)),
      lastRenewedOn: oneOf(undefined, addDays(TODAY, -40 + random(30))),
    });
    if (random(5) === 0) await it.askedElsewhere(`con-0@acc-${n}.example`, addDays(TODAY, -56 + random(50)));
  }

  const before = await realItems(table);
  const { ended, decisions } = await it.rehearse({ to: TO });
  expect(ended.status).toBe("done");
  expect(await realItems(table)).toEqual(before);

  const real = await it.run(TO);
  expect(selectedIn(decisions)).toEqual(real);
  expect(real.length).toBeGreaterThan(3);
  expect(new Set(real.map((one) => one.split(" ")[1])).size).toBeGreaterThan(1);
});
