import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import { beforeAll, describe, expect, it } from "vitest";
import { aStack } from "./a-stack.ts";
import { surveyOf } from "./api.ts";

type Row = Record<string, string>;
const read = (name: string): Row[] =>
  parse(readFileSync(`test/data/portfolio/${name}.csv`), { columns: true, bom: true }) as Row[];
const csvOf = (rows: readonly Row[]): string => stringify([...rows], { header: true });

const isInPortfolio = (row: Row) => row.status === "active" && row.plan !== "free" && row.plan !== "";
const arrOf = (rows: readonly Row[]) => rows.reduce((total, row) => total + Number(row.arr_usd || 0), 0);

/**
 * Who was asked and who answered, of a part of the portfolio, held against the raw files and the mails that left; and how
 * those renewed who had answered. Over HTTP alone, on the real local stack, from 30 November to 6 December.
 */
describe("how much of the portfolio is heard", { timeout: 400_000 }, () => {
  const api = aStack("2026-11-30T23:30:00Z");
  const accounts = read("accounts").slice(0, 90);
  const ids = new Set(accounts.map(({ account_id }) => account_id));
  const contacts = read("contacts").filter(({ account_id }) => ids.has(account_id));
  /** Accounts, by what became of them. */
  const answered = new Map<string, number>();
  let left = "";
  let renewed = "";
  let waiting = "";

  const moveTo = (day: string) => api.moveClock(`${day}T16:30:00Z`);
  /** The accounts of which somebody was sent a survey of the program, by when; as the mails say. */
  const askedBy = async (day: string): Promise<Set<string>> => {
    const sent = await api.list("/v1/invitations?program=post-onboarding&limit=500");
    const mails = new Set((await api.inbox()).filter(({ at }) => at.slice(0, 10) <= day).map(({ to }) => to));
    const emailOf = new Map(contacts.map(({ contact_id, email }) => [contact_id, email]));
    const mailed = sent.filter(({ contactId }) => mails.has(emailOf.get(contactId) ?? ""));
    return new Set(mailed.map(({ accountId }) => accountId));
  };
  const change = async (accountId: string, over: Row) => {
    const row = accounts.find(({ account_id }) => account_id === accountId);
    if (row === undefined) throw new Error(`There is no account ${accountId} in the file`);
    Object.assign(row, over);
    await api.importText("accounts", csvOf([row]));
  };

  beforeAll(async () => {
    await api.importText("accounts", csvOf(accounts));
    await api.importText("contacts", csvOf(contacts));
    await moveTo("2026-12-01");
    const sent = await api.list("/v1/invitations?program=post-onboarding&limit=500");
    const accountOf = new Map(
      contacts.map(({ contact_id, email }) => [
        email,
        sent.find(({ contactId }) => contactId === contact_id)?.accountId as string | undefined,
      ]),
    );
    for (const [i, mail] of (await api.inbox()).entries()) {
      const accountId = accountOf.get(mail.to);
      if (accountId === undefined || i % 2 === 0 || answered.has(accountId)) continue;
      const nps = i % 11;
      await api.answerForm(surveyOf(mail), { nps, csat: 4 });
      answered.set(accountId, nps);
    }
    [left = "", renewed = "", waiting = ""] = answered.keys();
    for (const accountId of [left, renewed, waiting])
      await change(accountId, { renewal_on: "2026-12-04", last_renewed_on: "2025-12-04", arr_usd: "5000" });
    await moveTo("2026-12-03");
    await change(left, { status: "churned" });
    await moveTo("2026-12-04");
    await change(renewed, { renewal_on: "2027-12-04", last_renewed_on: "2026-12-04" });
    // When the sheet of the day before is there.
    await api.moveClock("2026-12-06T00:30:00Z");
  }, 400_000);

  const resultsOf = (more: string) =>
    api.get(`/v1/results?program=post-onboarding&includeSuspect=true&${more}`);
  const isPresent = ({ account_id }: Row) => account_id !== left;

  it("is the active paid accounts of the last day, and those of them who were asked and answered by then", async () => {
    const { groups } = await resultsOf("from=2026-11-30&to=2026-12-02");
    const asked = await askedBy("2026-12-02");
    // The one that left did so on the day after.
    const portfolio = accounts.filter((row) => isInPortfolio(row) || !isPresent(row));
    const of = (some: { has(id: string): boolean }) =>
      portfolio.filter((row) => some.has(row.account_id ?? ""));
    expect(asked.size).toBeGreaterThan(5);
    expect(answered.size).toBeGreaterThan(2);
    expect(groups[0].coverage).toEqual({
      accounts: { portfolio: portfolio.length, asked: of(asked).length, answered: of(answered).length },
      arr: {
        portfolio: arrOf(portfolio),
        asked: arrOf(of(asked)),
        answered: arrOf(of(answered)),
        unknownAccounts: portfolio.filter(({ arr_usd }) => !arr_usd).length,
      },
      asOf: "2026-12-02",
    });
  });

  it("is otherwise on each day, by each day's own sheet", async () => {
    const { groups } = await resultsOf("from=2026-12-02&to=2026-12-03&interval=day");
    const count = accounts.filter(isInPortfolio).length;
    const seen = groups.map(
      ({ coverage }: { coverage: { accounts: { portfolio: number }; asOf: string } }) => [
        coverage.asOf,
        coverage.accounts.portfolio,
      ],
    );
    expect(seen).toEqual([
      ["2026-12-02", count + 1],
      ["2026-12-03", count],
    ]);
    const [none] = (await resultsOf("from=2026-11-01&to=2026-11-20")).groups;
    expect(none.coverage).toBeNull();
  });

  it("says how unlike the portfolio those are who answered", async () => {
    const to = "2026-12-03";
    const { representativeness } = await resultsOf(`from=2026-11-30&to=${to}&groupBy=segment`);
    const portfolio = accounts.filter(isInPortfolio);
    const heard = portfolio.filter((row) => answered.has(row.account_id ?? ""));
    const segments = [...new Set(portfolio.map((row) => row.segment ?? ""))];
    const shareOf = (segment: string, rows: readonly Row[]) =>
      rows.filter((row) => row.segment === segment).length / rows.length;
    const distance =
      segments.reduce((sum, one) => sum + Math.abs(shareOf(one, heard) - shareOf(one, portfolio)), 0) / 2;
    expect(representativeness).toMatchObject({
      asOf: to,
      portfolio: portfolio.length,
      answered: heard.length,
      small: true,
    });
    expect(representativeness.distance).toBeCloseTo(distance, 12);
  });

  it("tells how those renewed who were to, by what they had said", async () => {
    const query = "program=post-onboarding&from=2026-12-03&to=2026-12-05";
    const { groups, asOf } = await api.get(`/v1/results/renewals?${query}`);
    expect(asOf).toEqual({ bandsFrom: "2026-11-30", bandsTo: "2026-12-01", outcomes: "2026-12-05" });
    // The one that renewed is not due any more, by the file as it is now.
    const undecided = accounts.filter(
      (row) =>
        isInPortfolio(row) &&
        (row.renewal_on ?? "") >= "2026-12-03" &&
        (row.renewal_on ?? "") <= "2026-12-05",
    );
    const [{ all, nps }] = groups;
    expect(all).toMatchObject({
      cohort: undecided.length + 2,
      renewed: 1,
      churned: 1,
      undecided: undecided.length,
      rate: 0.5,
      n: 2,
      small: true,
    });
    expect(all.arr).toMatchObject({
      cohort: arrOf(undecided) + 10_000,
      renewed: 5000,
      churned: 5000,
      rate: 0.5,
    });
    const bandOf = (score = -1) => (score >= 9 ? "promoter" : score >= 7 ? "passive" : "detractor");
    expect(nps[bandOf(answered.get(renewed))].renewed).toBe(1);
    expect(nps[bandOf(answered.get(left))].churned).toBe(1);
    expect(undecided.map(({ account_id }) => account_id)).toContain(waiting);
  });
});
