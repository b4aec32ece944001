import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import { aBurst, anAttempt, aSent, at, type Change, changesOf, startReactions } from "./follow-up.ts";

let it: Awaited<ReturnType<typeof startReactions>>;
beforeAll(async () => {
  it = await startReactions();
});
afterAll(() => it.stop());
beforeEach(() => {
  it.events();
});

const stands = async ({ accountId }: Pick<Invitation, "accountId">) =>
  (await it.ctasOf(accountId)).map(({ kind, status, scores }) => `${kind} ${status} ${scores.nps}`);

describe("however the changes of a burst and a person after it come", () => {
  const aStory = () => {
    const sent = aSent();
    const person = [anAttempt(at(0, 2), { nps: 3 }), anAttempt(at(0, 3), { nps: 4 })];
    return { sent, changes: changesOf(sent, [...aBurst(), ...person]) };
  };

  test("in whatever order and however often, once all have come one is open, as the person asked", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat({ max: 12 }), { maxLength: 20 }),
        fc.shuffledSubarray([...Array(13).keys()], { minLength: 13 }),
        async (some, all) => {
          const { sent, changes } = aStory();
          // All that is late is, by then, known in the table.
          await it.keep((changes.at(-1) as Required<Change>).after);
          await it.deliver(...[...some, ...all].flatMap((i) => changes[i] ?? []));
          expect(await stands(sent)).toEqual(["negative open 3"]);
        },
      ),
      { seed: 20261204, numRuns: 12 },
    );
  });

  test("split and repeated as the stream does it, it is withdrawn and opened again once", async () => {
    const steps = fc.array(fc.tuple(fc.nat({ max: 6 }), fc.nat({ max: 6 })), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(steps, async (splits) => {
        const { sent, changes } = aStory();
        let delivered = 0;
        for (const [back, forth] of [...splits, [3, 13] as const]) {
          const to = Math.min(changes.length, delivered + forth);
          const latest = changes[Math.max(to, delivered) - 1]?.after;
          if (latest !== undefined) await it.keep(latest);
          await it.deliver(...changes.slice(Math.max(0, delivered - back), to));
          delivered = Math.max(delivered, to);
        }
        expect(await stands(sent)).toEqual(["negative open 3"]);
        const notes = (await it.ctasOf(sent.accountId)).flatMap((cta) => cta.notes);
        // Known to be a burst before anything of it came, it opened nothing.
        expect(["", "closed,reopened"]).toContain(notes.map(({ kind }) => kind).join());
      }),
      { seed: 20261205, numRuns: 12 },
    );
  });

  test("refused by the bus and come back to, each is done once", async () => {
    const { sent, changes } = aStory();
    for (const change of changes) {
      it.failNext(1);
      const failed = await it.deliver(change);
      if (failed.length > 0) expect(await it.deliver(change)).toEqual([]);
    }
    it.failNext(0);
    const [cta, ...more] = await it.ctasOf(sent.accountId);
    expect([cta?.status, cta?.notes.map(({ kind }) => kind), more]).toEqual([
      "open",
      ["closed", "reopened"],
      [],
    ]);
    const told = new Set(it.events().map(({ detail }) => detail.id));
    const versions = [1, 12, 13].map((n) => `response-received-${sent.invitationId}-${n}`);
    expect([...told].sort()).toEqual([`cta-opened-${cta?.ctaId}`, ...versions].sort());
  });

  test("is open for a person's answer that came before word of the burst", async () => {
    const { sent, changes } = aStory();
    const [first, second, ...rest] = changes;
    await it.deliver(first as Change, ...rest);
    await it.keep((changes.at(-1) as Required<Change>).after);
    await it.deliver(second as Change);
    expect(await stands(sent)).toEqual(["negative open 0"]);
  });

  test("tells and opens nothing of what is known to be a burst by then", async () => {
    const sent = aSent();
    const changes = changesOf(sent, aBurst());
    await it.keep((changes.at(-1) as Required<Change>).after);
    await it.deliver(...changes);
    expect([it.events(), await stands(sent)]).toEqual([[], []]);
  });
});
