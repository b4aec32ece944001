import { expect, it } from "vitest";
import type { Scorecard } from "#shared/domain/scorecard/scorecard.ts";
import { gradeLoop, type LoopPorts, MAX_CTAS } from "../../../functions/grade-loop/grade-loop.ts";
import { aCta } from "../../builders.ts";

const ids = (n: number) => Array.from({ length: n }, (_, i) => `cta-${i}`);
const none = async () => [];

const aCard = (accountId: string, date: string): Scorecard => {
  const score = { value: 0, n: 1, date, program: "pre-renewal", source: "automatic" as const };
  const standing = { ...score, trend: null, previous: null };
  const nps = { revision: 1, changedAt: date, latest: standing, programs: [standing] };
  return { type: "scorecard", version: 1, accountId, revision: 1, nps };
};

/** A loop of so many closed negatives, and what was read of it. */
function aLoop(n: number, over: Partial<LoopPorts> = {}) {
  const read: string[] = [];
  const ports: LoopPorts = {
    openedCtaIds: async () => ids(n),
    ctasByIds: async (ctaIds) => {
      read.push("ctas");
      const closed = { status: "closed", closedAt: "2026-12-02T10:00:00.000Z" } as const;
      return ctaIds.map((ctaId, i) => aCta({ ctaId, accountId: `acc-${i % 3}`, ...closed }));
    },
    accounts: none,
    // Of the first account, last answered after the closing; of the second before; of the third never.
    scorecardsOf: async (accountIds) => {
      read.push(...accountIds);
      const later = ["2026-12-05T10:00:00.000Z", "2026-12-01T10:00:00.000Z"];
      return accountIds.slice(0, 2).map((accountId, i) => aCard(accountId, later[i] ?? ""));
    },
    scoreEntriesOf: async (accountId) => {
      read.push(accountId);
      return [];
    },
    invitationsByIds: none,
    ...over,
  };
  const query = { from: "2026-01-01", to: "2026-12-31" };
  return { read, ask: () => gradeLoop(ports)(query, new Date("2026-12-10T12:00:00Z")) };
}

it("reads none where there are more than one answer has time for, and says how many", async () => {
  const it = aLoop(MAX_CTAS + 1);
  expect(await it.ask()).toEqual({ kind: "too-many", opened: MAX_CTAS + 1 });
  expect(it.read).toEqual([]);
});

it("reads once what an account scored, and only where it answered since", async () => {
  const it = aLoop(9);
  expect(await it.ask()).toMatchObject({ performance: { all: { closed: 9, recovery: { noneYet: 9 } } } });
  expect(it.read).toEqual(["ctas", "acc-0", "acc-1", "acc-2", "acc-0"]);
});
