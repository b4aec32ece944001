import { afterAll, beforeAll, expect, test } from "vitest";
import { work } from "#shared/domain/ctas/cta-work.ts";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import { workCta } from "#shared/dynamodb/cta-work.ts";
import { openOrJoinCta } from "#shared/dynamodb/ctas.ts";
import { aCta } from "../../builders.ts";
import { anAttempt, answered, aSent, at, startReactions } from "./follow-up.ts";

let it: Awaited<ReturnType<typeof startReactions>>;
beforeAll(async () => {
  it = await startReactions();
});
afterAll(() => it.stop());

/** An account whose silence before its renewal somebody has to look into, whatever asked it. */
async function aSilent(): Promise<Invitation> {
  const sent = aSent({ programId: "post-onboarding" });
  const { accountId } = sent;
  const silence = { kind: "silent-renewal", program: "pre-renewal", band: null, invitationId: null } as const;
  await openOrJoinCta(it.table, aCta({ ctaId: `silent-${accountId}`, accountId, ...silence, responses: [] }));
  return sent;
}
const silenceOf = async ({ accountId }: Invitation) =>
  (await it.ctasOf(accountId)).find(({ kind }) => kind === "silent-renewal");

test("an account's answer, to whichever program, is noted on its silence, once however often delivered", async () => {
  const sent = await aSilent();
  const first = answered(sent, anAttempt(at(0), { nps: 9 }));
  const changed = answered(first.after, anAttempt(at(60), { nps: 8 }));
  await it.deliver(first, first, changed);
  await it.deliver(first, changed);
  expect((await silenceOf(sent))?.notes).toEqual([
    {
      at: at(0),
      by: "lifecycle-surveys",
      text: `Answered since: ${sent.contactId}, to post-onboarding: NPS 9 (promoter).`,
      kind: "answered",
    },
  ]);
});

test("who asks to be called back has not been silent either", async () => {
  const sent = await aSilent();
  const asking = { before: sent, after: { ...sent, callBack: { at: at(5) } } };
  await it.deliver(asking, asking);
  expect((await silenceOf(sent))?.notes.map(({ text }) => text)).toEqual([
    `Answered since: ${sent.contactId}, to post-onboarding: asked to be called back.`,
  ]);
});

test("a suspect answer ends no silence", async () => {
  const sent = await aSilent();
  const burst = [0, 1, 2].map((second) => anAttempt(at(second), { nps: second }));
  await it.deliver(answered(sent, ...burst));
  expect((await silenceOf(sent))?.notes).toEqual([]);
});

test("what is closed by then is left alone", async () => {
  const sent = await aSilent();
  const close = { kind: "close", outcome: "called them", driver: null } as const;
  const ctaId = `silent-${sent.accountId}`;
  await workCta(it.table, ctaId, (cta) => work(cta, [close], { at: at(0), by: "ana@vendor.example" }));
  await it.deliver(answered(sent, anAttempt(at(9), { nps: 9 })));
  expect((await silenceOf(sent))?.notes).toHaveLength(1);
});
