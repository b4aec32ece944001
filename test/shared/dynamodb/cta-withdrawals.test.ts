import { DeleteItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Cta } from "#shared/domain/ctas/cta.ts";
import { type CtaCommand, work } from "#shared/domain/ctas/cta-work.ts";
import { closedCtas, ctaIdsOfAccount, ctasByIds, openCtas } from "#shared/dynamodb/cta-list.ts";
import { takeUpCta, withdrawCta } from "#shared/dynamodb/cta-withdrawals.ts";
import { workCta } from "#shared/dynamodb/cta-work.ts";
import { openInSlot, openOrJoinCta } from "#shared/dynamodb/ctas.ts";
import { ctaKey } from "#shared/dynamodb/keys.ts";
import { type Table, toItem } from "#shared/dynamodb/table.ts";
import { aCta } from "../../builders.ts";
import { startTable } from "../../table.ts";

let table: Table;
let stop: () => void;
let accounts = 0;
let accountId: string;
beforeAll(async () => {
  ({ table, stop } = await startTable());
});
afterAll(() => stop());
beforeEach(() => {
  accountId = `acc-${++accounts}`;
});

const DOUBT = { at: "2026-12-01T10:00:05.000Z", text: "Answer 1 may not be a person's." };
const ANSWER = { at: "2026-12-08T10:00:00.000Z", text: "Answered by a person." };
const LATER = "2026-12-09T22:59:59.000Z";
const asked = (n: number, over: Partial<Cta> = {}): Cta =>
  aCta({ accountId, ctaId: `${accountId}-${n}`, responses: [`inv-${n}`], ...over });
const opened = (n: number) => openOrJoinCta(table, asked(n));
const withdrawn = (n: number) => withdrawCta(table, asked(n), DOUBT);
const takenUp = (n: number) => takeUpCta(table, asked(n, { dueAt: LATER }), ANSWER);
const does = (n: number, command: CtaCommand) =>
  workCta(table, asked(n).ctaId, (cta) => work(cta, [command], { at: DOUBT.at, by: "ana@vendor.example" }));
const CLOSE: CtaCommand = { kind: "close", outcome: "done", driver: "other" };
const all = async () => await ctasByIds(table, await ctaIdsOfAccount(table, accountId));
const standing = async () => (await all()).map(({ ctaId, status }) => `${ctaId.at(-1)} ${status}`).sort();

/** One at most is open, and it is the one that has the place. */
async function expectOnePlace(): Promise<void> {
  const open = (await all()).filter(({ status }) => status !== "closed").map(({ ctaId }) => ctaId);
  const inPlace = await openInSlot(table, asked(1));
  expect(open).toEqual(inPlace === undefined ? [] : [inPlace]);
}

test("withdrawn, it stands among the closed and its place is free; taken up, it is back by its new due date", async () => {
  await opened(1);
  await withdrawn(1);
  expect(await openInSlot(table, asked(1))).toBeUndefined();
  expect((await closedCtas(table, "2026-12", {})).map(({ ctaId }) => ctaId)).toContain(asked(1).ctaId);
  await takenUp(1);
  await expectOnePlace();
  const places = (await openCtas(table)).map(({ place }) => place);
  expect(places).toContain(`${LATER}#${asked(1).ctaId}`);
});

test("closed by somebody who knew the doubtful answer alone, it is open again for the person's", async () => {
  await opened(1);
  await does(1, { kind: "acknowledge" });
  await withdrawn(1);
  await does(1, CLOSE);
  for (let times = 0; times < 2; times++) await takenUp(1);
  expect(await standing()).toEqual(["1 open"]);
  await expectOnePlace();
  await does(1, CLOSE);
  await takenUp(1);
  expect(await standing()).toEqual(["1 closed"]);
});

test("each is done once: again, it changes nothing of what has become of it since", async () => {
  await opened(1);
  for (let times = 0; times < 2; times++) await withdrawn(1);
  await takenUp(1);
  await withdrawn(1);
  await does(1, CLOSE);
  await takenUp(1);
  const [cta] = await all();
  expect(cta).toMatchObject({ status: "closed", outcome: "done", revision: 4 });
  expect(cta?.notes.map(({ kind }) => kind)).toEqual(["closed", "reopened", "closed"]);
});

test("takes the place of one whose record is no more", async () => {
  await opened(1);
  await withdrawn(1);
  await opened(2);
  const gone = { TableName: table.name, Key: toItem(ctaKey(asked(2).ctaId)) };
  await table.client.send(new DeleteItemCommand(gone));
  await takenUp(1);
  expect(await openInSlot(table, asked(1))).toBe(asked(1).ctaId);
});

test("somebody who works it just as it is withdrawn: one of the two was first, and nothing is lost", async () => {
  const seen = new Set<string>();
  for (let round = 0; round < 12; round++) {
    accountId = `work-${accounts}-${round}`;
    await opened(1);
    const [done] = await Promise.all([does(1, { kind: "acknowledge" }), withdrawn(1), withdrawn(1)]);
    const [cta] = await all();
    seen.add(cta?.status ?? "");
    if (done?.kind === "refused") expect(cta).toMatchObject({ status: "closed", driver: null });
    else expect(cta?.status).toBe("acknowledged");
    expect(cta?.notes.filter(({ text }) => text === DOUBT.text)).toHaveLength(1);
    await expectOnePlace();
  }
  expect([...seen].every((status) => ["closed", "acknowledged"].includes(status))).toBe(true);
});

test("taken up just as another opens: the answer is in exactly one that is open", async () => {
  for (let round = 0; round < 12; round++) {
    accountId = `again-${accounts}-${round}`;
    await opened(1);
    await withdrawn(1);
    await Promise.all([takenUp(1), opened(2), takenUp(1)]);
    await expectOnePlace();
    const open = (await all()).filter(({ status }) => status !== "closed");
    expect(open.flatMap(({ responses }) => responses).sort()).toEqual(["inv-1", "inv-2"]);
    expect(open[0]?.dueAt).toBe(asked(2).dueAt);
  }
});

test("taken up just as the other in its place is closed: it is open again, or was in that one", async () => {
  for (let round = 0; round < 12; round++) {
    accountId = `close-${accounts}-${round}`;
    await opened(1);
    await withdrawn(1);
    await opened(2);
    await Promise.all([takenUp(1), does(2, CLOSE)]);
    await expectOnePlace();
    const second = (await all()).find(({ ctaId }) => ctaId === asked(2).ctaId);
    const isJoined = second?.responses.includes("inv-1") ?? false;
    expect(await standing()).toEqual([isJoined ? "1 closed" : "1 open", "2 closed"]);
  }
});
