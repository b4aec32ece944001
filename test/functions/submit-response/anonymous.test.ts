import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  answersAtRest,
  everyItem,
  expectNobodysAnswers,
  givenAsked,
  givenPulse,
  PULSE,
} from "../anonymous-pulse.ts";
import { type SurveySite, startSurveySite, storedInvitation } from "../survey-site.ts";

let site: SurveySite;
beforeAll(async () => {
  site = await startSurveySite({ scannerNetworks: { gateway: ["198.51.100.0/24"] } });
  await givenPulse(site.table);
});
afterAll(() => site.stop());

const BY_SCANNER = "198.51.100.7";
const post = (token: string, fields: Readonly<Record<string, string>>, sourceIp?: string) =>
  site.post(token, {
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ program: PULSE, version: "1", ...fields }).toString(),
    ...(sourceIp !== undefined && { sourceIp }),
  });
const waitingNow = async () => (await answersAtRest(site.table)).waiting;

/** What a table holds after something and did not before, by type; nothing else may have changed. */
async function addedBy(work: () => Promise<unknown>) {
  const before = await everyItem(site.table);
  await work();
  const after = await everyItem(site.table);
  for (const [key, item] of before) expect(after.get(key)).toEqual(item);
  return [...after].filter(([key]) => !before.has(key)).map(([, item]) => item);
}

describe("an anonymous answer", () => {
  it("adds that its link is spent and itself to wait, and touches nothing else", async () => {
    const asked = await givenAsked(site.table, "scale", { deliveredAt: "2026-11-01T08:00:00.000Z" });
    const added = await addedBy(() => post(asked.token, { nps: "9", comment: "Well done" }));
    const today = new Date().toISOString().slice(0, 10);
    expect(added.toSorted((a, b) => (String(a.type) < String(b.type) ? -1 : 1))).toEqual([
      {
        pk: expect.stringMatching(/^SPENT#[0-9a-f]{64}$/),
        sk: "SPENT",
        type: "spent-link",
        version: 1,
        expiresAt: Date.UTC(new Date().getUTCFullYear() + 2, 0, 1) / 1000,
      },
      {
        pk: "ANONYMOUS",
        sk: expect.stringMatching(/^pulse#1#scale#human#[0-9a-f-]{36}$/),
        type: "waiting-answer",
        version: 1,
        answerId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        programId: PULSE,
        programVersion: 1,
        day: today,
        segment: "scale",
        answers: [
          { questionId: "nps", kind: "nps", value: 9 },
          { questionId: "comment", kind: "text", value: "Well done" },
        ],
        suspect: [],
      },
    ]);
    await expectNobodysAnswers(site.table, [asked]);
  });

  it("is given once by a link, however often and however many at once post it", async () => {
    const { token } = await givenAsked(site.table, "tech-touch");
    const before = (await waitingNow()).length;
    await Promise.all(Array.from({ length: 8 }, (_, i) => post(token, { nps: String(i) })));
    for (const nps of ["1", "10"]) await post(token, { nps });
    const reply = await site.postJson(token, { nps: 3 });
    expect(reply.statusCode).toBe(409);
    expect((await waitingNow()).length).toBe(before + 1);
  });

  it("of a person is kept after a scanner's, which waits among the suspect and is not repeated", async () => {
    const { token } = await givenAsked(site.table, "csm-managed");
    const ofThese = async () =>
      (await waitingNow())
        .filter(({ segment }) => segment === "csm-managed")
        .map(({ answers, suspect }) => [answers[0]?.value, suspect.join()])
        .toSorted();
    await post(token, { nps: "0" }, BY_SCANNER);
    await post(token, { nps: "1" }, BY_SCANNER);
    await post(token, { nps: "2", Subject: "filled in" });
    expect(await ofThese()).toEqual([[0, "scanner-network"]]);
    expect((await post(token, { nps: "8" })).statusCode).toBe(200);
    await post(token, { nps: "1" }, BY_SCANNER);
    await post(token, { nps: "7" });
    expect(await ofThese()).toEqual([
      [0, "scanner-network"],
      [8, ""],
    ]);
  });

  it("right after its delivery is suspect, as far as the delivery is known", async () => {
    const deliveredAt = new Date(Date.now() + 60_000).toISOString();
    const { token, names } = await givenAsked(site.table, undefined, { deliveredAt });
    await post(token, { nps: "5" });
    const found = (await waitingNow()).filter(({ sk }) => sk.startsWith("pulse#1##"));
    expect(found.map(({ suspect }) => suspect)).toEqual([["too-fast"]]);
    expect(JSON.stringify(found)).not.toContain(names[0]);
  });

  it("is logged with no id of whose it is, also where it is refused", async () => {
    const { token, names } = await givenAsked(site.table, "scale");
    const lines: string[] = [];
    const { write } = process.stdout;
    process.stdout.write = (line: string | Uint8Array) => {
      lines.push(String(line));
      return true;
    };
    try {
      for (const nps of ["11", "9", "9"]) await post(token, { nps });
    } finally {
      process.stdout.write = write;
    }
    const outcomes = lines.map((line) => JSON.parse(line).outcome);
    expect(outcomes).toEqual(["invalid", "answered", "answered-already"]);
    expect(names.filter((name) => lines.join().includes(name))).toEqual([]);
  });

  it.each([
    ["closed", { closesAt: "2020-12-31T08:00:11.000Z" }],
    ["erased", { erasedAt: "2026-11-01T00:00:00.000Z" }],
  ])("is not taken by a survey that is %s, and its link is not spent", async (_, over) => {
    const { token } = await givenAsked(site.table, "scale", over);
    expect(await addedBy(() => post(token, { nps: "9" }))).toEqual([]);
  });

  it("is never kept on its invitation, whatever form it came in", async () => {
    const { token, invitationId } = await givenAsked(site.table, "scale");
    await site.postForm(token, { nps: "9" });
    await site.postJson(token, { nps: 9 });
    const invitation = await storedInvitation(site.table, invitationId);
    expect([invitation.attempts, invitation.clickedAt, invitation.openedAt]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
