import { beforeAll, expect, it } from "vitest";
import { aStack, MORNING_ZONE } from "./a-stack.ts";
import { surveyOf } from "./api.ts";

const PROGRAM = "post-onboarding";
const RESULTS = `/v1/results?program=${PROGRAM}&from=2026-12-01&to=2026-12-31`;
const PEOPLE = ["ana", "ben", "cleo", "dan", "eve", "finn"];

const api = aStack("2026-11-30T23:30:00Z");

beforeAll(async () => {
  const { programId: _, version: __, ...definition } = await api.get(`/v1/programs/${PROGRAM}`);
  await api.put(`/v1/programs/${PROGRAM}`, { ...definition, anonymous: true });
  for (const who of PEOPLE) {
    const account = {
      name: `Works of ${who}`,
      plan: "premium",
      status: "active",
      customerSince: "2026-10-02",
    };
    await api.put(`/v1/accounts/works-${who}`, { ...account, segment: "scale" });
    const contact = { email: `${who}@customer.example`, roles: ["admin"], timeZone: MORNING_ZONE };
    await api.put(`/v1/accounts/works-${who}/contacts/${who}`, contact);
  }
  await api.moveClock("2026-12-01T01:30:00Z");
}, 240_000);

/** What ops see of the answers: figures, responses, what was told on the bus and in Slack. */
async function seen() {
  await api.idle();
  const { nps, funnel } = (await api.get(RESULTS)).groups[0];
  return {
    figures: [funnel.sent, funnel.answered, nps?.n ?? null],
    listed: (await api.list("/v1/responses")).length,
    told: (await api.events("Response Received")).length,
    slack: (await api.slack()).length,
  };
}

it("anonymous answers come to light by fives, and nothing ever says whose they are", {
  timeout: 240_000,
}, async () => {
  const links = (await api.inbox()).map(surveyOf);
  expect(links).toHaveLength(PEOPLE.length);
  const answer = async (from: number, to: number) => {
    for (const [i, link] of links.slice(from, to).entries()) await api.answerForm(link, { nps: i, csat: 1 });
    return await seen();
  };
  expect(await answer(0, 4)).toEqual({ figures: [6, 0, null], listed: 0, told: 0, slack: 0 });
  const five = { figures: [6, 5, 5], listed: 5, told: 5, slack: 5 };
  expect([await answer(4, 5), await answer(5, 6)]).toEqual([five, five]);

  const { funnel } = (await api.get(RESULTS)).groups[0];
  expect(funnel).toMatchObject({ opened: null, clicked: null, expired: null });
  const events = (await api.events("Response Received")).map(({ detail }) => detail);
  // When Slack got it is Slack's own, and the same for a whole group.
  const posts = (await api.slack()).map((post) => ({ ...(post as { at?: string }), at: undefined }));
  const all = JSON.stringify([await api.list("/v1/responses"), events, posts]);
  for (const { invitationId } of await api.list("/v1/invitations")) expect(all).not.toContain(invitationId);
  for (const who of PEOPLE) expect(all).not.toMatch(new RegExp(`works-${who}|"${who}"|${who}@`));
  expect(all.match(/T\d\d:\d\d/g)?.filter((time) => time !== "T00:00")).toEqual([]);
  for (const { history } of await api.list("/v1/invitations"))
    expect(history.map(({ type }: { type: string }) => type)).toEqual(["selected", "sent", "delivered"]);
  expect(await api.list("/v1/ctas")).toEqual([]);
});
