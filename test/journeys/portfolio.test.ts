import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { ResponseReceived } from "../../shared/events/answers.ts";
import { CtaOpened } from "../../shared/events/ctas.ts";
import { aStack } from "./a-stack.ts";
import {
  asksByHand,
  DATE_PROGRAMS,
  dayPlus,
  emailOf,
  mayBeAskedByAllCustomer,
  windowFrom,
} from "./by-hand.ts";

const fileOf = (name: string): Buffer => readFileSync(`test/data/portfolio/${name}.csv`);

/**
 * A week of the portfolio over HTTP alone, on the real local stack: imported on 24 November, the clock moved
 * day by day to 1 December, surveys answered, and every figure held against a count from the raw files.
 */
describe("a week of the portfolio", { timeout: 400_000 }, () => {
  const api = aStack("2026-11-24T23:30:00Z");
  const expected = asksByHand("2026-11-25", "2026-12-01", "America/New_York");
  const arrived = expected.filter((ask) => windowFrom(ask.on, ask.zone) <= "2026-12-01T12:00:00.000Z");
  /** An answer that was given, to be given again. */
  let first = { link: "", nps: 0, csat: 1 };

  beforeAll(async () => {
    // One right after the other, as a script does: each finds what the one before it brings.
    const kinds = ["accounts", "contacts", "sends"];
    const accepted: { importId: string }[] = [];
    for (const kind of kinds) accepted.push(await api.acceptImport(kind, fileOf(kind)));
    await api.idle();
    for (const { importId } of accepted) {
      expect(await api.get(`/v1/imports/${importId}`)).toMatchObject({ status: "done", rejected: 0 });
    }
    for (let day = "2026-11-25"; day <= "2026-12-01"; day = dayPlus(day, 1))
      await api.moveClock(`${day}T12:00:00Z`);
  }, 400_000);

  it("has sent each person who was due one survey, and nobody else any", async () => {
    const inbox = await api.inbox();
    const invitations = await api.list("/v1/invitations?program=all-customer-csat&limit=500");
    const recurring = invitations
      .filter(({ status }) => status === "sent")
      .map(({ contactId }) => emailOf(contactId));

    expect(inbox.map(({ to }) => to).sort()).toEqual(
      [...arrived.map(({ email }) => email), ...recurring].sort(),
    );
    expect(arrived.length).toBeGreaterThan(50);
    expect(new Set(inbox.map(({ to }) => to.toLowerCase())).size).toBe(inbox.length);
  });

  it("asks about satisfaction in general a week's share of the accounts, and whom the handbook lets it", async () => {
    const decisions = [];
    for (let day = "2026-11-25"; day <= "2026-12-01"; day = dayPlus(day, 1))
      decisions.push(...(await api.wholeRun("all-customer-csat", `all-customer-csat-${day}`)).decisions);
    const accounts = new Set(decisions.map(({ accountId }) => accountId)).size;
    const selected = decisions.filter(({ verdict }) => verdict === "selected");

    // A 52nd of 503 accounts is 10; one in a thousand spreads puts fewer than 2 or more than 21 there.
    expect(accounts).toBeGreaterThanOrEqual(2);
    expect(accounts).toBeLessThanOrEqual(21);
    expect(selected.length).toBeGreaterThan(0);
    for (const { contactId } of selected) expect(mayBeAskedByAllCustomer(contactId ?? "")).toBe(true);
  });

  it("keeps a decision of every contact of every due account, and those asked are those counted by hand", async () => {
    const selected: string[] = [];
    for (const program of DATE_PROGRAMS) {
      for (let day = "2026-11-25"; day <= "2026-12-01"; day = dayPlus(day, 1)) {
        const { counts, decisions } = await api.wholeRun(program, `${program}-${day}`);
        expect(counts.due).toBe(decisions.length);
        expect(counts.due).toBe(counts.selected + counts.excluded);
        for (const { verdict, contactId, rules } of decisions) {
          if (verdict === "selected") selected.push(`${program} ${day} ${contactId}`);
          else expect(rules.some((rule) => rule.verdict === "fail" && rule.reason !== undefined)).toBe(true);
        }
      }
    }

    expect(selected.sort()).toEqual(
      expected.map((ask) => `${ask.program} ${ask.on} ${ask.contactId}`).sort(),
    );
  });

  it("turns answers into events, calls to action and results that agree with what was answered", async () => {
    const inbox = await api.inbox();
    const byEmail = new Map(expected.map((ask) => [ask.email, ask]));
    const some = DATE_PROGRAMS.flatMap((program) =>
      inbox.filter(({ to }) => byEmail.get(to)?.program === program).slice(0, 30),
    );
    const answers = some.map((mail, i) => {
      const ask = byEmail.get(mail.to);
      const link = mail.links.find((url) => url.includes("/s/"))?.split("?")[0];
      if (ask === undefined || link === undefined) throw new Error("a mail without its survey");
      return { ask, link, nps: i % 11, csat: (i % 5) + 1, isForm: i % 2 === 0 };
    });
    first = answers[0] ?? first;
    for (const answer of answers) {
      if (answer.isForm) await api.answerForm(answer.link, { nps: answer.nps, csat: answer.csat });
      else await api.answerJson(answer.link, { nps: answer.nps, csat: answer.csat });
    }
    await api.idle();

    const received = (await api.events("Response Received")).map(({ detail }) =>
      ResponseReceived.parse(detail),
    );
    expect(received.map(({ contactId, nps, csat }) => `${contactId} ${nps} ${csat}`).sort()).toEqual(
      answers.map(({ ask, nps, csat }) => `${ask.contactId} ${nps} ${csat}`).sort(),
    );

    const wanted = new Set(
      answers.flatMap(({ ask, nps, csat }) => [
        ...(nps <= 6 || csat <= 3 ? [`negative ${ask.accountId} ${ask.program}`] : []),
        ...(nps >= 7 || csat >= 4 ? [`positive ${ask.accountId} ${ask.program}`] : []),
      ]),
    );
    const isOfAnswer = ({ kind }: { kind: string }) => kind === "negative" || kind === "positive";
    const opened = (await api.events("CTA Opened"))
      .map(({ detail }) => CtaOpened.parse(detail))
      .filter(isOfAnswer);
    expect(opened.map((cta) => `${cta.kind} ${cta.accountId} ${cta.program}`).sort()).toEqual(
      [...wanted].sort(),
    );
    expect((await api.list("/v1/ctas?status=open")).filter(isOfAnswer).length).toBe(wanted.size);
    for (const cta of opened)
      expect(cta.owner.role).toMatch(cta.kind === "negative" ? /csm-manager|queue/ : /csm|queue/);

    await api.moveClock("2026-12-01T12:30:00Z");
    for (const program of DATE_PROGRAMS) {
      const own = answers.filter(({ ask }) => ask.program === program);
      const { groups } = await api.get(`/v1/results?program=${program}&from=2026-11-24&to=2026-12-01`);
      const promoters = own.filter(({ nps }) => nps >= 9).length;
      const detractors = own.filter(({ nps }) => nps <= 6).length;
      const satisfied = own.filter(({ csat }) => csat >= 4).length;
      expect(groups).toHaveLength(1);
      expect(groups[0].nps).toMatchObject({ n: own.length, promoters, detractors });
      expect(groups[0].nps.value).toBeCloseTo((100 * (promoters - detractors)) / own.length, 1);
      expect(groups[0].csat.n).toBe(own.length);
      expect(groups[0].csat.mean).toBeCloseTo(own.reduce((sum, { csat }) => sum + csat, 0) / own.length, 2);
      expect(groups[0].csat.counts.slice(3).reduce((a: number, b: number) => a + b)).toBe(satisfied);
      expect(groups[0].funnel).toMatchObject({
        sent: arrived.filter((ask) => ask.program === program).length,
        delivered: arrived.filter((ask) => ask.program === program).length,
        answered: own.length,
      });
    }
    expect((await api.slack()).length).toBe(answers.length);
  });

  it("changes nothing when every step is done twice", async () => {
    const before = await api.state();

    for (const kind of ["accounts", "contacts", "sends"]) await api.importText(kind, fileOf(kind));
    for (const program of [...DATE_PROGRAMS, "all-customer-csat"]) {
      const { runId } = await api.post(`/v1/programs/${program}/runs`, { on: "2026-12-01" });
      expect(runId).toBe(`${program}-2026-12-01`);
    }
    await api.moveClock("2026-12-01T12:30:00Z");
    await api.answerJson(first.link, { nps: first.nps, csat: first.csat });
    await api.idle();

    expect(await api.state()).toEqual(before);
  });

  it("names every bad row of a dirty file by line and reason, and takes every good one", async () => {
    const done = await api.importText("contacts", fileOf("contacts-dirty"), { mayReject: true });

    expect(done).toMatchObject({ status: "done", accepted: 6, rejected: 10 });
    const lines = readFileSync("test/data/portfolio/contacts-dirty.csv", "utf8").split("\n");
    const badIds = [
      "dirty-1,",
      "dirty-2,",
      "dirty-3,",
      "dirty-5,",
      "dirty-6,",
      "dirty-7,",
      "dirty-8,",
      "dirty-10,",
      "dirty-13,",
      ",",
    ];
    const badLines = badIds.map((id) => lines.findLastIndex((line) => line.startsWith(id)) + 1);
    expect([...new Set(done.errors.map(({ line }) => line))].sort((a, b) => a - b)).toEqual(
      badLines.sort((a, b) => a - b),
    );
    for (const { message } of done.errors)
      expect(message).not.toMatch(/3m\.example|nowhere|evil|victim|overlord/);
  });

  it("shows on the first screen what has come of it", async () => {
    const screen = await (await fetch(`${api.origin}/`)).text();

    expect(screen).toContain("Post-onboarding");
    expect(screen).toMatch(/positive|negative/);
    expect(screen).not.toContain("answered something else than expected");
    expect(screen).not.toContain("Nobody has been invited");
  });

  it("says in one sentence what is wrong with a token", async () => {
    const reply = await fetch(`${api.origin}/v1/programs`, {
      headers: { authorization: "Bearer nonsense" },
    });

    expect(reply.status).toBe(401);
    expect(await reply.json()).toEqual({ message: "Unauthorized" });
  });
});
