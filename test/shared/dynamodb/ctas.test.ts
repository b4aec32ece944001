import { DeleteItemCommand, type GetItemCommand } from "@aws-sdk/client-dynamodb";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Cta } from "#shared/domain/ctas/cta.ts";
import { type CtaCommand, type Hand, work } from "#shared/domain/ctas/cta-work.ts";
import {
  closedCtas,
  ctaIdsOfAccount,
  ctasByIds,
  joinedInstead,
  openCtas,
} from "#shared/dynamodb/cta-list.ts";
import { noteOnCta } from "#shared/dynamodb/cta-notes.ts";
import { ownerMark } from "#shared/dynamodb/cta-places.ts";
import { workCta } from "#shared/dynamodb/cta-work.ts";
import { ctaById, openInSlot, openOrJoinCta, slotOf } from "#shared/dynamodb/ctas.ts";
import { ctaKey, type Key } from "#shared/dynamodb/keys.ts";
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
/** Each test has an account of its own. */
beforeEach(() => {
  accountId = `acc-${++accounts}`;
});

const AT = "2026-12-01T12:00:00.000Z";
/** The call to action that an answer asks for. */
const asked = (n: number, over: Partial<Cta> = {}): Cta =>
  aCta({ accountId, ctaId: `${accountId}-${n}`, responses: [`inv-${n}`], ...over });
const given = async (cta: Cta): Promise<Cta> => (await openOrJoinCta(table, cta)).cta;
const does = (ctaId: string, command: CtaCommand, hand: Partial<Hand> = {}) =>
  workCta(table, ctaId, (cta) => work(cta, [command], { at: AT, by: "ana@vendor.example", ...hand }));
const CLOSE: CtaCommand = { kind: "close", outcome: "done", driver: "other" };
const now = async (ctaId: string): Promise<Cta> => {
  const cta = await ctaById(table, ctaId);
  if (cta === undefined) throw new Error(`${ctaId} is not there`);
  return cta;
};
const ofAccount = async () => await ctasByIds(table, await ctaIdsOfAccount(table, accountId));

/** The table to one who reads an item, and does not go on before somebody else has done something. */
function interrupted(key: Key, does: () => Promise<unknown>): Table {
  let isDone = false;
  const client = new Proxy(table.client, {
    get: (of, name) =>
      name === "send"
        ? async (command: GetItemCommand) => {
            const output = await of.send(command);
            const { Key: read } = command.input;
            if (!isDone && read?.pk?.S === key.pk && read.sk?.S === key.sk) {
              isDone = true;
              await does();
            }
            return output;
          }
        : Reflect.get(of, name),
  });
  return { ...table, client };
}

describe("closing", () => {
  test("frees the place: the next answer opens another", async () => {
    const { ctaId } = await given(asked(1));
    expect(await does(ctaId, CLOSE)).toMatchObject({
      kind: "worked",
      cta: { status: "closed", revision: 2 },
    });
    expect(await openInSlot(table, asked(1))).toBeUndefined();
    expect(await openOrJoinCta(table, asked(2))).toMatchObject({ kind: "opened" });
    expect((await ofAccount()).map((cta) => [cta.ctaId, cta.status])).toEqual([
      [asked(2).ctaId, "open"],
      [ctaId, "closed"],
    ]);
  });

  test("of a missing role frees the one place that its account has", async () => {
    const missing = { kind: "contact-role-missing" } as const;
    const { ctaId } = await given(asked(1, { ...missing, program: "pre-renewal" }));
    await does(ctaId, { ...CLOSE, driver: null });
    expect(await openOrJoinCta(table, asked(2, { ...missing, program: "post-renewal" }))).toMatchObject({
      kind: "opened",
    });
  });

  test("leaves the place alone where another stands in it", async () => {
    const { ctaId } = await given(asked(1));
    await does(ctaId, CLOSE);
    await given(asked(2));
    expect(await does(ctaId, { kind: "open" })).toEqual({ kind: "taken", openId: asked(2).ctaId });
    expect(await openInSlot(table, asked(1))).toBe(asked(2).ctaId);
    expect((await now(ctaId)).status).toBe("closed");
    await does(asked(2).ctaId, CLOSE);
    expect(await does(ctaId, { kind: "open" })).toMatchObject({ cta: { status: "open" } });
    expect(await openInSlot(table, asked(1))).toBe(ctaId);
  });
});

describe("an answer that joined", () => {
  test("is found in what it joined, also when it is delivered again after that was closed", async () => {
    const { ctaId } = await given(asked(1));
    const joins = asked(2, { contacts: ["con-2"] });
    for (let times = 0; times < 2; times++)
      expect(await openOrJoinCta(table, joins)).toMatchObject({
        kind: "joined",
        cta: { ctaId, revision: 2 },
      });
    await does(ctaId, CLOSE);
    expect(await openOrJoinCta(table, joins)).toMatchObject({ kind: "joined", cta: { status: "closed" } });
    expect(await ofAccount()).toHaveLength(1);
    expect(await joinedInstead(table, [joins.ctaId, ctaId])).toEqual(new Map([[joins.ctaId, ctaId]]));
    await noteOnCta(table, joins, { at: AT, by: "lifecycle-surveys", text: "The answer changed." });
    expect((await now(ctaId)).notes.at(-1)?.text).toBe("The answer changed.");
  });

  test("of one who asks to be called back stands in a place of their own, which closing frees", async () => {
    const callBack = { kind: "call-back", band: null } as const;
    const { ctaId } = await given(asked(1, callBack));
    const colleague = { ...callBack, contacts: ["con-2"] };
    expect(await openOrJoinCta(table, asked(2, colleague))).toMatchObject({ kind: "opened" });
    expect(await openOrJoinCta(table, asked(3, callBack))).toMatchObject({ kind: "joined", cta: { ctaId } });
    await does(ctaId, { ...CLOSE, driver: null });
    expect(await openOrJoinCta(table, asked(4, callBack))).toMatchObject({ kind: "opened" });
    expect(await openInSlot(table, asked(2, colleague))).toBe(asked(2).ctaId);
  });

  test("moves it in the index where it is due earlier", async () => {
    await given(asked(1));
    await given(asked(2, { dueAt: "2026-12-01T23:59:59.000Z" }));
    const own = (await openCtas(table)).filter(({ ctaId }) => ctaId.startsWith(`${accountId}-`));
    expect(own.map(({ place }) => place)).toEqual([`2026-12-01T23:59:59.000Z#${asked(1).ctaId}`]);
  });

  test("opens its own where the record that stands in the place is no more", async () => {
    const { ctaId } = await given(asked(1));
    const gone = { TableName: table.name, Key: toItem(ctaKey(ctaId)) };
    await table.client.send(new DeleteItemCommand(gone));
    expect(await openOrJoinCta(table, asked(2))).toMatchObject({ kind: "opened" });
    expect(await openInSlot(table, asked(2))).toBe(asked(2).ctaId);
  });
});

describe("at once", () => {
  test("the notes of many people are all kept", async () => {
    const { ctaId } = await given(asked(1));
    const notes = Array.from({ length: 8 }, (_, i) => `note ${i}`);
    await Promise.all(notes.map((note) => does(ctaId, { kind: "note" }, { note, by: note })));
    const cta = await now(ctaId);
    expect([cta.notes.map(({ text }) => text).sort(), cta.revision]).toEqual([notes, 9]);
  });

  test("of two who close it with different outcomes one is told that it is closed", async () => {
    const { ctaId } = await given(asked(1));
    const done = await Promise.all(["one", "other"].map((outcome) => does(ctaId, { ...CLOSE, outcome })));
    expect(done.map(({ kind }) => kind).sort()).toEqual(["refused", "worked"]);
    expect((await now(ctaId)).notes).toHaveLength(1);
  });

  test("a closing and a further answer: it is in exactly one, and one that is open has its place", async () => {
    for (let round = 0; round < 10; round++) {
      accountId = `race-${accounts}-${round}`;
      const { ctaId } = await given(asked(1));
      await Promise.all([does(ctaId, CLOSE), given(asked(2)), given(asked(2))]);
      const ctas = await ofAccount();
      expect(ctas.filter(({ responses }) => responses.includes("inv-2"))).toHaveLength(1);
      const open = ctas.filter(({ status }) => status !== "closed").map((cta) => cta.ctaId);
      const inPlace = await openInSlot(table, asked(1));
      expect(open).toEqual(inPlace === undefined ? [] : [inPlace]);
    }
  });

  test("an answer whose call to action is closed before it joins opens another", async () => {
    const { ctaId } = await given(asked(1));
    const slow = interrupted(slotOf(asked(1)), () => does(ctaId, CLOSE));
    expect(await openOrJoinCta(slow, asked(2))).toMatchObject({ kind: "opened" });
    expect(await now(ctaId)).toMatchObject({ status: "closed", responses: ["inv-1"] });
  });

  test("somebody who closes one that another person reassigns meanwhile closes it as that one's", async () => {
    const { ctaId } = await given(asked(1));
    const owner = { role: "csm", name: "Ben Bauer", email: "ben@vendor.example" } as const;
    const slow = interrupted(slotOf(asked(1)), () => does(ctaId, { kind: "reassign", owner }));
    await workCta(slow, ctaId, (cta) => work(cta, [CLOSE], { at: AT, by: "ana@vendor.example" }));
    const cta = await now(ctaId);
    expect(cta).toMatchObject({ status: "closed", owner });
    expect(cta.notes.map(({ kind }) => kind)).toEqual(["reassigned", "closed"]);
  });

  test("opening one again and an answer that opens another: one of the two is open", async () => {
    for (let round = 0; round < 10; round++) {
      accountId = `again-${accounts}-${round}`;
      const { ctaId } = await given(asked(1));
      await does(ctaId, CLOSE);
      await Promise.all([does(ctaId, { kind: "open" }), given(asked(2))]);
      const open = (await ofAccount()).filter(({ status }) => status !== "closed");
      expect(open).toHaveLength(1);
      expect(await openInSlot(table, asked(1))).toBe(open[0]?.ctaId);
    }
  });
});

test("whatever is answered, closed and opened again, one at most is open of an account, kind and program", async () => {
  const step = fc.record({
    does: fc.constantFrom("answers", "closes", "opens"),
    n: fc.nat({ max: 3 }),
    kind: fc.constantFrom("negative", "positive"),
  });
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      accountId = `any-${accounts}-${++runs}`;
      const answered = new Set<string>();
      for (const { does: what, n, kind } of steps) {
        const cta = asked(n, { kind, ctaId: `${accountId}-${kind}-${n}` });
        if (what === "answers") await openOrJoinCta(table, cta);
        if (what === "answers") answered.add(`${kind} inv-${n}`);
        if (what === "closes")
          await does(cta.ctaId, { ...CLOSE, driver: kind === "negative" ? "other" : null });
        if (what === "opens") await does(cta.ctaId, { kind: "open" });
      }
      const ctas = await ofAccount();
      for (const kind of ["negative", "positive"] as const) {
        const open = ctas
          .filter((cta) => cta.kind === kind && cta.status !== "closed")
          .map(({ ctaId }) => ctaId);
        const inPlace = await openInSlot(table, asked(0, { kind }));
        expect(open).toEqual(inPlace === undefined ? [] : [inPlace]);
      }
      // Every answer is in one of its kind, once.
      const listed = ctas.flatMap(({ kind, responses }) => responses.map((id) => `${kind} ${id}`));
      expect(listed.sort()).toEqual([...answered].sort());
    }),
    { seed: 20261203, numRuns: 15 },
  );
});

describe("the index", () => {
  test("lists what is not closed by its due date, with all there is to choose by", async () => {
    const owner = { role: "csm", name: "Ana Almeida", email: "Ana@vendor.example" } as const;
    const late = asked(1, { dueAt: "2027-03-02T23:59:59.000Z", kind: "positive", owner });
    const early = asked(2, { dueAt: "2027-03-01T23:59:59.000Z", escalatedAt: AT });
    await given(late);
    await given(early);
    await does(late.ctaId, { kind: "snooze", until: "2027-02-01" });
    expect(await openCtas(table, { from: "2027-03-01", before: "2027-03-03" })).toMatchObject([
      { ctaId: early.ctaId, kind: "negative", status: "open", snoozedUntil: null, isEscalated: true },
      {
        ctaId: late.ctaId,
        kind: "positive",
        status: "snoozed",
        snoozedUntil: "2027-02-01",
        isEscalated: false,
        role: "csm",
        owner: ownerMark("ana@vendor.example"),
        name: ownerMark("ana almeida"),
      },
    ]);
    const overdue = await openCtas(table, { from: "2027-03-01", before: "2027-03-02T00:00:00.000Z" });
    expect(overdue.map(({ ctaId }) => ctaId)).toEqual([early.ctaId]);
  });

  test("goes on behind a place, in either order", async () => {
    const ids = [1, 2, 3].map((n) => asked(n).ctaId);
    for (const n of [1, 2, 3]) {
      const programs = { program: `p-${n}`, dueAt: `2028-01-0${n}T23:59:59.000Z` };
      await given(asked(n, programs));
    }
    const range = { from: "2028-01-01", before: "2028-02-01" };
    const [first] = await openCtas(table, { ...range, most: 1 });
    const rest = await openCtas(table, { ...range, after: first?.place });
    expect([first, ...rest].map((one) => one?.ctaId)).toEqual(ids);
    for (const [i, ctaId] of ids.entries()) await does(ctaId, CLOSE, { at: `2028-01-1${i}T10:00:00.000Z` });
    expect(await openCtas(table, range)).toEqual([]);
    const [newest] = await closedCtas(table, "2028-01", { most: 1 });
    const older = await closedCtas(table, "2028-01", { after: newest?.place });
    expect([newest, ...older].map((one) => one?.ctaId)).toEqual(ids.toReversed());
  });

  test("has none between ends that have changed places", async () => {
    expect(await openCtas(table, { after: "2029-01-01#x", before: "2026-01-01" })).toEqual([]);
  });
});
