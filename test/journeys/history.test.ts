import { beforeAll, describe, expect, it } from "vitest";
import { aStack } from "./a-stack.ts";

const ACCOUNTS =
  "account_id,name,plan,status,customer_since,renewal_on\nacc-1,Example Works,premium,active,2024-03-01,2027-03-31\n";
const CONTACTS =
  "contact_id,account_id,email,name,locale,time_zone,roles\n" +
  "mei,acc-1,mei@works.example,Mei,pt,America/Sao_Paulo,admin\n";

const OTHER_TOOL = "Pesquisa de Satisfação";
/** Lines 3, 5 and 11 to 14 are refused: an id twice, an answer before its survey, no day, no such score, days to come. */
const HISTORY = `survey_id,program,account_id,contact_email,sent_at,answered_at,nps,csat,comment,geography
p-1,${OTHER_TOOL},,,2026-09-01 09:00:00,2026-09-02 10:00:00,,5,,SP
p-1,${OTHER_TOOL},,,2026-09-01 09:00:00,2026-09-02 10:00:00,,1,,RJ
p-2,${OTHER_TOOL},,,2026-09-01 09:00:00,2026-09-03 10:00:00,,4,Muito bom,SP
p-3,${OTHER_TOOL},,,2026-09-01 09:00:00,2026-08-31 10:00:00,,4,,SP
p-4,${OTHER_TOOL},acc-1,mei@works.example,2026-11-10T09:00:00-03:00,2026-11-11T09:00:00-03:00,,1,"Não chegou!

Quando chega ""o resto""?",RJ
p-5,${OTHER_TOOL},,,2026-10-01 09:00:00,,,,,RJ
p-6,pre-renewal,acc-1,,2026-09-05,2026-09-06,9,4,Obrigada,
p-7,${OTHER_TOOL},,,2026-09-07,,,3,,
p-8,${OTHER_TOOL},,,2026-09-07,2026-09-08,12,,,
p-9,${OTHER_TOOL},,,2027-01-01,,,,,
p-10,${OTHER_TOOL},,,,2027-01-01,5,,,
`;

/** What another tool asked before we came, taken over from a file. */
describe("imported history", { timeout: 240_000 }, () => {
  const api = aStack("2026-12-01T12:00:00Z");

  beforeAll(async () => {
    await api.importText("accounts", ACCOUNTS);
    await api.importText("contacts", CONTACTS);
  }, 240_000);

  const months = (program: string, more = "") =>
    api.get(`/v1/results?program=${program}&from=2026-09-01&to=2026-11-30&interval=month${more}`);
  const seen = async () => ({
    responses: await api.list("/v1/responses?program=pesquisa-de-satisfacao&from=2026-09-01"),
    invitations: await api.list("/v1/invitations?program=pesquisa-de-satisfacao&from=2026-09-01"),
    programs: (await api.get("/v1/programs")).imported,
    groups: (await months("pesquisa-de-satisfacao", "&groupBy=geography")).groups,
  });

  it("goes in row by row, each bad one named by its line", async () => {
    const done = await api.importText("responses", HISTORY, { mayReject: true });
    expect(done).toMatchObject({ status: "done", accepted: 5, rejected: 6 });
    expect(done.errors.map(({ line, field }) => `${line} ${field}`)).toEqual([
      "3 survey_id",
      "5 answered_at",
      "11 answered_at",
      "12 nps",
      "13 sent_at",
      "14 answered_at",
    ]);
  });

  it("has its figures within a minute, under the program that it names or a touchpoint of its own", async () => {
    await api.moveClock("2026-12-01T12:01:00Z");
    expect((await api.get("/v1/programs")).imported).toMatchObject([
      { programId: "pesquisa-de-satisfacao", name: OTHER_TOOL },
    ]);
    const { groups } = await months("pesquisa-de-satisfacao", "&groupBy=geography");
    const figures = groups.map(({ key, period, csat, funnel }: Group) => [
      ...[key.geography, period, csat?.mean ?? null, csat?.n ?? 0],
      ...[funnel.sent, funnel.answered, funnel.delivered],
    ]);
    expect(figures).toEqual([
      ["RJ", "2026-10", null, 0, 1, 0, null],
      ["RJ", "2026-11", 1, 1, 1, 1, null],
      ["SP", "2026-09", 4.5, 2, 2, 2, null],
    ]);
    const ours = await months("pre-renewal");
    expect(ours.groups[0]).toMatchObject({ nps: { n: 1, promoters: 1 }, csat: { mean: 4 } });
  });

  it("is read word for word, beside what is our own", async () => {
    const responses = await api.list("/v1/responses?account=acc-1");
    expect(responses.map(({ programId, imported, csat }) => [programId, imported, csat])).toEqual([
      ["pesquisa-de-satisfacao", true, 1],
      ["pre-renewal", true, 4],
    ]);
    expect(responses[0]?.answers[1].value).toBe('Não chegou!\n\nQuando chega "o resto"?');
  });

  it("keeps whoever was asked from being asked again too soon, and opens no call to action", async () => {
    const { contacts } = await api.get("/v1/accounts/acc-1/eligibility?program=pre-renewal&on=2026-12-01");
    const cooldown = contacts[0].rules.find(({ rule }: { rule: string }) => rule === "cooldown");
    expect(cooldown).toMatchObject({ verdict: "fail", evidence: { lastAskedOn: "2026-11-10" } });
    expect(await api.events("CTA Opened")).toEqual([]);
    expect(await api.slack()).toEqual([]);
  });

  it("changes nothing when it is imported again", async () => {
    const before = await seen();
    const again = await api.importText("responses", HISTORY, { mayReject: true });
    expect(again).toMatchObject({ accepted: 5, rejected: 6 });
    await api.moveClock("2026-12-01T12:02:00Z");
    expect(await seen()).toEqual(before);
  });
});

type Group = {
  readonly key: { readonly geography: string };
  readonly period: string;
  readonly csat: { readonly mean: number; readonly n: number } | null;
  readonly funnel: Readonly<Record<"sent" | "answered" | "delivered", number | null>>;
};
