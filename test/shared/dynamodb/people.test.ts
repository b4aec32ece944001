import { describe, expect, test } from "vitest";
import { claimPerson, recordSend, releasePerson } from "#shared/dynamodb/people.ts";
import { peopleByHash } from "../../people.ts";
import { aTable } from "../../table.ts";

const claim = (invitationId: string, on: string) => ({
  personHash: "mei",
  invitationId,
  programId: "pre-renewal",
  on,
  cooldownDays: 56,
});
const send = (on: string) => ({ on, by: { tool: "gainsight", program: "csat" } });

describe("claiming a person", () => {
  test("is taken within the cooldown by whoever came first, and free from its last day on", async () => {
    const table = await aTable();
    expect(await claimPerson(table, claim("i1", "2026-10-06"))).toEqual({ kind: "claimed" });
    expect(await claimPerson(table, claim("i2", "2026-11-30"))).toEqual({
      kind: "taken",
      person: { lastOn: "2026-10-06", lastBy: { invitationId: "i1", program: "pre-renewal" } },
    });
    expect(await claimPerson(table, claim("i2", "2026-12-01"))).toEqual({ kind: "claimed" });
    expect((await peopleByHash(table, ["mei"])).get("mei")).toEqual({
      lastOn: "2026-12-01",
      lastBy: { invitationId: "i2", program: "pre-renewal" },
      previousOn: "2026-10-06",
      previousBy: { invitationId: "i1", program: "pre-renewal" },
    });
  });

  test("again for the same invitation changes nothing, also when a later send has become known", async () => {
    const table = await aTable();
    await claimPerson(table, claim("i1", "2026-12-01"));
    const once = await peopleByHash(table, ["mei"]);
    expect(await claimPerson(table, claim("i1", "2026-12-01"))).toEqual({ kind: "claimed" });
    expect(await peopleByHash(table, ["mei"])).toEqual(once);
    await recordSend(table, "mei", send("2026-12-03"));
    expect(await claimPerson(table, claim("i1", "2026-12-01"))).toEqual({ kind: "claimed" });
  });

  test("again on a later day, after a crash, counts the slot from the day of the mail", async () => {
    const table = await aTable();
    await recordSend(table, "mei", send("2026-09-01"));
    await claimPerson(table, claim("i1", "2026-12-01"));
    expect(await claimPerson(table, claim("i1", "2026-12-03"))).toEqual({ kind: "claimed" });
    expect((await peopleByHash(table, ["mei"])).get("mei")).toMatchObject({
      lastOn: "2026-12-03",
      previousOn: "2026-09-01",
    });
    expect(await claimPerson(table, claim("i2", "2027-01-27"))).toMatchObject({ kind: "taken" });
    expect(await claimPerson(table, claim("i2", "2027-01-28"))).toEqual({ kind: "claimed" });
  });

  test("is won by one of many at once", async () => {
    const table = await aTable();
    const ids = Array.from({ length: 12 }, (_, i) => `i${i}`);
    const outcomes = await Promise.all(ids.map((id) => claimPerson(table, claim(id, "2026-12-01"))));
    expect(outcomes.filter(({ kind }) => kind === "claimed").length).toBe(1);
  });
});

describe("releasing a person", () => {
  test("puts back who asked before, and leaves alone whom another invitation holds", async () => {
    const table = await aTable();
    await recordSend(table, "mei", send("2026-10-01"));
    const before = await peopleByHash(table, ["mei"]);
    await claimPerson(table, claim("i1", "2026-12-01"));
    await releasePerson(table, { personHash: "mei", invitationId: "i2" });
    expect((await peopleByHash(table, ["mei"])).get("mei")?.lastOn).toBe("2026-12-01");
    await releasePerson(table, { personHash: "mei", invitationId: "i1" });
    expect(await peopleByHash(table, ["mei"])).toEqual(before);
  });

  test("lets somebody never asked before be claimed on the same day", async () => {
    const table = await aTable();
    await claimPerson(table, claim("i1", "2026-12-01"));
    await releasePerson(table, { personHash: "mei", invitationId: "i1" });
    expect((await peopleByHash(table, ["mei"])).get("mei")).toEqual({});
    expect(await claimPerson(table, claim("i2", "2026-12-01"))).toEqual({ kind: "claimed" });
  });
});

test("sends that become known at once are all counted", async () => {
  const table = await aTable();
  const days = ["2026-10-01", "2026-11-05", "2026-09-01", "2026-10-20", "2026-08-08"];
  await Promise.all(days.map((on) => recordSend(table, "mei", send(on))));
  expect((await peopleByHash(table, ["mei"])).get("mei")).toMatchObject({
    lastOn: "2026-11-05",
    previousOn: "2026-10-20",
  });
});

test("more people than one request may name are found, each once, and those never asked left out", async () => {
  const table = await aTable();
  await recordSend(table, "p7", send("2026-10-01"));
  await recordSend(table, "p130", send("2026-10-02"));
  const hashes = Array.from({ length: 150 }, (_, i) => `p${i}`);
  const people = await peopleByHash(table, [...hashes, "p7"]);
  expect([...people].map(([hash, { lastOn }]) => [hash, lastOn]).sort()).toEqual([
    ["p130", "2026-10-02"],
    ["p7", "2026-10-01"],
  ]);
});
