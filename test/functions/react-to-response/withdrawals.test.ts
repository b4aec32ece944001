import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type CtaCommand, work } from "#shared/domain/ctas/cta-work.ts";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import { workCta } from "#shared/dynamodb/cta-work.ts";
import {
  aBurst,
  anAttempt,
  answered,
  aSent,
  at,
  type Change,
  changesOf,
  startReactions,
} from "./follow-up.ts";

let it: Awaited<ReturnType<typeof startReactions>>;
beforeAll(async () => {
  it = await startReactions();
});
afterAll(() => it.stop());
beforeEach(() => {
  it.events();
});

const ANA = "ana@vendor.example";

const confirmed = ({ after }: Required<Change>, day: number): Required<Change> => ({
  before: after,
  after: {
    ...after,
    attempts: (after.attempts ?? []).map((attempt, i) =>
      i === 0 ? { ...attempt, confirmed: { at: at(0, day), by: ANA, note: "Told me" } } : attempt,
    ),
  },
});
const stands = async ({ accountId }: Pick<Invitation, "accountId">) =>
  (await it.ctasOf(accountId)).map(({ kind, status, scores }) => `${kind} ${status} ${scores.nps}`).sort();
const onlyCta = async ({ accountId }: Pick<Invitation, "accountId">) => {
  const [cta, ...more] = await it.ctasOf(accountId);
  if (cta === undefined || more.length > 0) throw new Error(`${more.length} more than one`);
  return cta;
};
async function does(sent: Invitation, command: CtaCommand, note?: string): Promise<void> {
  const { ctaId } = await onlyCta(sent);
  await workCta(it.table, ctaId, (cta) => work(cta, [command], { at: at(1), by: ANA, note }));
}

describe("a call to action that a burst opened", () => {
  test("is withdrawn, and a person's answer of another kind opens its own", async () => {
    const sent = aSent();
    const changes = changesOf(sent, [...aBurst(), anAttempt(at(0, 2), { nps: 10, comment: "Fine" })]);
    await it.deliver(...changes.slice(0, 11));
    expect(await stands(sent)).toEqual(["negative closed 0"]);
    await it.deliver(...changes.slice(11));
    expect(await stands(sent)).toEqual(["negative closed 0", "positive open 10"]);
  });

  test("is open again for a person's of the same kind: with what they said, due as that asks", async () => {
    const sent = aSent();
    await it.deliver(...changesOf(sent, [...aBurst(), anAttempt(at(0, 8), { nps: 2, comment: "Slow" })]));
    // Wednesday's end in Berlin.
    expect(await onlyCta(sent)).toMatchObject({
      ...{ status: "open", closedAt: null, outcome: null, driver: null, dueAt: "2026-12-09T22:59:59.000Z" },
      ...{ scores: { nps: 2 }, comment: "Slow", openedAt: at(0), responses: [sent.invitationId] },
    });
  });

  test("is open again when somebody confirms what opened it", async () => {
    const sent = aSent();
    const changes = changesOf(sent, aBurst());
    await it.deliver(...changes, confirmed(changes[10] as Required<Change>, 8));
    expect(await onlyCta(sent)).toMatchObject({ status: "open", dueAt: "2026-12-09T22:59:59.000Z" });
    expect((await onlyCta(sent)).notes.at(-1)?.text).toBe("Confirmed as a person's: NPS 0 (detractor).");
  });

  test.each<[string, CtaCommand, string?]>([
    ["acknowledged", { kind: "acknowledge" }],
    ["put off", { kind: "snooze", until: "2026-12-20" }],
    ["given to somebody", { kind: "reassign", owner: { role: "csm", name: "Ben", email: "ben@v.example" } }],
    ["written on", { kind: "note" }, "calling them"],
  ])("and somebody has %s keeps open, and says so", async (_, command, note) => {
    const sent = aSent();
    const [first, ...rest] = changesOf(sent, aBurst());
    await it.deliver(first as Change);
    await does(sent, command, note);
    await it.deliver(...rest);
    const cta = await onlyCta(sent);
    expect([cta.closedAt, cta.notes.at(-1)?.text]).toEqual([null, expect.stringContaining("(burst)")]);
  });

  test("and another answer has joined keeps open", async () => {
    const sent = aSent();
    const [first, ...rest] = changesOf(sent, aBurst());
    const other = aSent({ accountId: sent.accountId, contactId: "con-2" });
    await it.deliver(first as Change, answered(other, anAttempt(at(1), { nps: 1 })), ...rest);
    expect(await stands(sent)).toEqual(["negative open 0"]);
  });

  test("leaves its place: another's answer opens its own, which the person's then joins", async () => {
    const sent = aSent();
    const other = aSent({ accountId: sent.accountId, contactId: "con-2" });
    const changes = changesOf(sent, [...aBurst(), anAttempt(at(0, 3), { nps: 4 })]);
    await it.deliver(...changes.slice(0, 11), answered(other, anAttempt(at(0, 2), { nps: 5 })));
    const person = changes.slice(11);
    await it.deliver(...person, ...person);
    expect(await stands(sent)).toEqual(["negative closed 0", "negative open 5"]);
    const open = (await it.ctasOf(sent.accountId)).find(({ status }) => status === "open");
    expect(open?.responses).toEqual([other.invitationId, sent.invitationId]);
    // Closed, it is not opened in its stead by the same answer, delivered again.
    const close = { kind: "close", outcome: "called", driver: "other" } as const;
    await workCta(it.table, open?.ctaId ?? "", (cta) => work(cta, [close], { at: at(0, 4), by: ANA }));
    await it.deliver(...changes);
    expect(await stands(sent)).toEqual(["negative closed 0", "negative closed 5"]);
    // What they say of it later stands where their answer is.
    const last = changes.at(-1) as Required<Change>;
    await it.deliver(answered(last.after, anAttempt(at(0, 5), { nps: 9 })));
    const noted = (await it.ctasOf(sent.accountId)).find(({ ctaId }) => ctaId === open?.ctaId)?.notes;
    expect(noted?.at(-1)?.text).toContain("The answer changed");
  });
});

test("a changed answer becomes the first where what it changed turns out suspect, and opens its own", async () => {
  const sent = aSent();
  const [first, second] = changesOf(sent, [anAttempt(at(1), { nps: 9 }), anAttempt(at(0, 2), { nps: 2 })]);
  const last = second as Required<Change>;
  await it.deliver(first as Change, last);
  expect(it.events().map(({ detail }) => "isFirst" in detail && detail.isFirst)).toEqual([
    true,
    false,
    false,
  ]);
  await it.deliver({ before: last.after, after: { ...last.after, deliveredAt: at(0) } });
  expect(it.events()).toMatchObject([
    { type: "Response Received", detail: { responseVersion: 2, isFirst: true } },
    { type: "CTA Opened", detail: { kind: "negative" } },
  ]);
  expect(await stands(sent)).toEqual(["negative open 2", "positive closed 9"]);
});

test("a withdrawal is told as a closing, a reopening as another opening, each once and the same again", async () => {
  const sent = aSent();
  const [first, second, ...rest] = changesOf(sent, [...aBurst(), anAttempt(at(0, 2), { nps: 3 })]);
  await it.deliver(first as Change);
  const opened = await onlyCta(sent);
  await it.deliver(second as Change);
  const withdrawn = await onlyCta(sent);
  await it.deliver(...rest);
  const again = await onlyCta(sent);
  it.events();
  const changes = [
    { before: opened, after: withdrawn },
    { before: withdrawn, after: again },
  ];
  await it.deliver(...changes);
  const told = it.events();
  const { ctaId } = opened;
  expect(told).toMatchObject([
    {
      type: "CTA Closed",
      detail: {
        ...{ id: `cta-closed-${ctaId}-1`, closedBy: "lifecycle-surveys", closedAt: at(1) },
        ...{ outcome: "not a person's answer", driver: null, closing: 1 },
      },
    },
    {
      type: "CTA Opened",
      detail: { id: `cta-opened-${ctaId}-2`, occurredAt: at(0, 2), scores: { nps: 3 } },
    },
  ]);
  await it.deliver(...changes);
  expect(it.events()).toEqual(told);
});
