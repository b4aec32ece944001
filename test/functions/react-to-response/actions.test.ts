import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nextDigestDay } from "#shared/domain/ctas/digest.ts";
import { escalated } from "#shared/domain/ctas/escalation.ts";
import type { ProgramDefinition } from "#shared/domain/programs/program.ts";
import { digestEntries } from "#shared/dynamodb/digests.ts";
import { saveProgram } from "#shared/dynamodb/programs.ts";
import { aCta, anAccount, aProgram, someSettings } from "../../builders.ts";
import { anAttempt, answered, aSent, startReactions } from "./follow-up.ts";

const AT = "2026-12-01T10:00:00.000Z";
const BERLIN = { timeZone: "Europe/Berlin", holidays: [] };

let it: Awaited<ReturnType<typeof startReactions>>;
beforeAll(async () => {
  it = await startReactions();
});
afterAll(() => it.stop());

let programs = 0;
/** An answer to a program of its own that does this with its bands. */
async function anAnswer(actions: ProgramDefinition["actions"], scores: { nps?: number; csat?: number }) {
  const programId = `own-${++programs}`;
  const program = aProgram("post-onboarding", { programId, version: 1, actions });
  await saveProgram(it.table, program, { isReplanDue: false, at: new Date(AT) });
  it.events();
  return answered(aSent({ programId }), anAttempt(AT, scores));
}

const opened = async (change: Awaited<ReturnType<typeof anAnswer>>) =>
  (await it.ctasOf(change.after.accountId)).map(({ kind }) => kind).sort();

async function keptOf({ after }: Awaited<ReturnType<typeof anAnswer>>) {
  const all = await digestEntries(it.table, "2000-01-01", "2199-12-31");
  return all.filter(({ invitationId }) => invitationId === after.invitationId);
}

describe("an answer of a band", () => {
  test("of which its program says nothing opens a call to action", async () => {
    const change = await anAnswer({ promoter: "none" }, { nps: 2 });
    await it.deliver(change);
    expect(await opened(change)).toEqual(["negative"]);
  });

  test("beside one of which less is to be done gets what is asked for itself", async () => {
    const change = await anAnswer({ detractor: "digest", neutral: "none" }, { nps: 2, csat: 1 });
    await it.deliver(change);
    expect(await it.ctasOf(change.after.accountId)).toMatchObject([
      { kind: "negative", band: "dissatisfied" },
    ]);
    const glad = await anAnswer({ passive: "none" }, { nps: 8, csat: 5 });
    await it.deliver(glad);
    expect(await it.ctasOf(glad.after.accountId)).toMatchObject([{ kind: "positive", band: "satisfied" }]);
  });

  test("for which nothing is to be done opens nothing, and is told as an answer all the same", async () => {
    const change = await anAnswer({ passive: "none" }, { nps: 7 });
    await it.deliver(change);
    expect(await opened(change)).toEqual([]);
    expect(await keptOf(change)).toEqual([]);
    expect(it.events().map(({ type }) => type)).toEqual(["Response Received"]);
  });

  test("for the digest is out of it where it turns out suspect, and in it when a person answers", async () => {
    const first = await anAnswer({ detractor: "digest" }, { nps: 2 });
    const burst = answered(first.after, anAttempt("2026-12-01T10:00:04.000Z", { nps: 9 }));
    await it.deliver(first, burst);
    expect(await keptOf(first)).toEqual([]);
    const person = answered(burst.after, anAttempt("2026-12-02T10:00:00.000Z", { nps: 4 }));
    await it.deliver(person, burst);
    expect(await keptOf(first)).toMatchObject([{ scores: { nps: 4 } }]);
  });

  test("for the digest is kept for its owner's next one, once", async () => {
    const change = await anAnswer({ passive: "digest" }, { nps: 8 });
    const day = nextDigestDay(new Date(), BERLIN);
    await it.deliver(change, change);
    await it.deliver(change);
    expect(await opened(change)).toEqual([]);
    expect(await keptOf(change)).toMatchObject([
      {
        day,
        kind: "positive",
        band: "passive",
        scores: { nps: 8, csat: null },
        answeredAt: AT,
        contacts: ["con-1"],
      },
    ]);
    expect(it.events().map(({ type }) => type)).not.toContain("CTA Opened");
  });

  test("changed later is noted on nothing, and holds nothing up", async () => {
    const change = await anAnswer({ passive: "digest" }, { nps: 8 });
    const changed = answered(change.after, anAttempt("2026-12-02T10:00:00.000Z", { nps: 2 }));
    expect(await it.deliver(change, changed)).toEqual([]);
    expect(await opened(change)).toEqual([]);
    expect(await keptOf(change)).toHaveLength(1);
  });
});

describe("an answer that is both", () => {
  test("is of each side by itself", async () => {
    const change = await anAnswer({ detractor: "digest", satisfied: "none" }, { nps: 0, csat: 4 });
    await it.deliver(change);
    expect(await opened(change)).toEqual([]);
    expect(await keptOf(change)).toMatchObject([{ kind: "negative", band: "detractor", mixed: true }]);
  });

  test("links what is opened, and nothing that is not", async () => {
    const change = await anAnswer({ detractor: "digest" }, { nps: 0, csat: 5 });
    await it.deliver(change);
    expect(await it.ctasOf(change.after.accountId)).toMatchObject([
      { kind: "positive", mixed: true, linked: [] },
    ]);
    const both = await anAnswer({}, { nps: 0, csat: 5 });
    await it.deliver(both);
    const ctas = await it.ctasOf(both.after.accountId);
    expect(ctas.flatMap(({ linked }) => linked).sort()).toEqual(ctas.map(({ ctaId }) => ctaId).sort());
  });
});

describe("from the change itself", () => {
  const before = aCta();
  const by = new Date("2026-12-03T00:00:00Z");
  const { queues } = someSettings();
  const after = escalated(before, { account: anAccount(), queues }, { by, now: by });
  if (after === undefined) throw new Error("was not escalated");

  test("an escalation is told, as the same however often, and not again when something else is done", async () => {
    it.events();
    await it.deliver(
      { before, after },
      { before, after },
      { before: after, after: { ...after, revision: 9 } },
    );
    const told = it.events();
    expect(told).toHaveLength(2);
    expect(told[0]).toEqual(told[1]);
    expect(told[0]).toMatchObject({
      type: "CTA Escalated",
      detail: { id: "cta-escalated-cta-1", from: before.owner, owner: { role: "queue" } },
    });
  });

  test("a silent renewal's call to action is told, with all who were silent", async () => {
    const contacts = ["con-1", "con-2"];
    const silent = aCta({ kind: "silent-renewal", band: null, contacts });
    await it.deliver({ after: silent }, { before: silent, after: { ...silent, contacts: [] } });
    expect(it.events()).toMatchObject([{ type: "CTA Opened", detail: { id: "cta-opened-cta-1", contacts } }]);
  });

  test("what the bus did not take comes back", async () => {
    it.failNext(1);
    expect(await it.deliver({ before, after })).toEqual(["0"]);
    expect(await it.deliver({ before, after })).toEqual([]);
  });
});
