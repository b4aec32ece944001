import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addDays, utcDay } from "#shared/domain/days.ts";
import type { Decision } from "#shared/domain/eligibility/eligibility.ts";
import { saveMilestone } from "#shared/dynamodb/milestones.ts";
import { recordSend } from "#shared/dynamodb/people.ts";
import { saveAccount, saveContact } from "#shared/dynamodb/portfolio.ts";
import { saveProgram } from "#shared/dynamodb/programs.ts";
import { advanceCursor, runIdOf, saveDecisions } from "#shared/dynamodb/runs.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { recordTouchpoint } from "#shared/dynamodb/touchpoints.ts";
import type { handler } from "../../../functions/explain-eligibility/handler.ts";
import { aContact, aMilestone, anAccount, aSampleProgram, hashOf, PERSON_KEY } from "../../builders.ts";
import { startEndpoint } from "../../remembering-endpoint.ts";
import { askRoute, startOpsTable } from "../ops-routes.ts";

let table: Table;
let stop: () => void;
let ssm: Awaited<ReturnType<typeof startEndpoint>>;
let explain: typeof handler;
beforeAll(async () => {
  ({ table, stop } = await startOpsTable());
  const Value = PERSON_KEY.toString("base64");
  ssm = await startEndpoint(() => ({ status: 200, body: JSON.stringify({ Parameter: { Value } }) }));
  Object.assign(process.env, { AWS_ENDPOINT_URL_SSM: ssm.url });
  ({ handler: explain } = await import("../../../functions/explain-eligibility/handler.ts"));
});
afterAll(() => {
  ssm.stop();
  stop();
});

// Post-onboarding is due 60 days after the start.
const DUE = addDays(utcDay(new Date()), 9);
const BEFORE = addDays(DUE, -1);

const ask = (accountId: string, query: Record<string, string>, role = "csm") =>
  askRoute(explain, "GET /v1/accounts/{accountId}/eligibility", { path: { accountId }, query, role });

async function save(accountId: string): Promise<void> {
  await saveAccount(table, anAccount({ accountId, customerSince: addDays(DUE, -60), renewalOn: undefined }));
  for (const [contactId, roles] of [
    ["kim", ["developer"]],
    ["mei", ["admin"]],
  ] as const)
    await saveContact(
      table,
      aContact({ accountId, contactId, email: `${contactId}@${accountId}.example`, roles: [...roles] }),
      hashOf,
    );
}

/** `contact: selected`, or the reasons of the rules that failed. */
const verdicts = (contacts: readonly Decision[]): string[] =>
  contacts.map(({ contactId, verdict, rules }) => {
    const failed = rules.filter((result) => result.verdict === "fail").map(({ reason }) => reason);
    return `${contactId}: ${verdict === "selected" ? verdict : failed.join(", ")}`;
  });

describe("a program with a date", () => {
  test("is answered from the ledger for a day that was run, whatever has changed since", async () => {
    await save("ran");
    const decisions: Decision[] = [
      {
        accountId: "ran",
        contactId: "gone",
        verdict: "excluded",
        rules: [{ rule: "consent", verdict: "fail", reason: "unsubscribed" }],
      },
    ];
    const run = { programId: "post-onboarding", on: DUE, dryRun: false };
    await saveDecisions(table, { ...run, runId: runIdOf(run.programId, DUE) }, "ran", decisions, new Date());
    expect(await ask("ran", { program: "post-onboarding", on: DUE })).toEqual({
      status: 200,
      body: { accountId: "ran", programId: "post-onboarding", on: DUE, from: "ledger", contacts: decisions },
    });
  });

  test("is evaluated for any other day, every contact by every rule", async () => {
    await save("coming");
    const { body } = await ask("coming", { program: "post-onboarding", on: DUE });
    expect(body).toMatchObject({ from: "evaluation", on: DUE });
    expect(verdicts(body.contacts)).toEqual(["kim: no-wanted-role", "mei: selected"]);
    for (const { rules } of body.contacts) expect(rules.length).toBeGreaterThan(10);
    const early = await ask("coming", { program: "post-onboarding", on: BEFORE });
    expect(verdicts(early.body.contacts)).toEqual(["kim: not-due-yet, no-wanted-role", "mei: not-due-yet"]);
  });

  test("says which survey bars a person, and until when", async () => {
    await save("barred");
    const by = { tool: "gainsight", program: "csat" };
    await recordSend(table, hashOf("mei@barred.example"), { on: addDays(DUE, -10), by });
    const { body } = await ask("barred", { program: "post-onboarding", on: DUE });
    const mei = body.contacts.find(({ contactId }: Decision) => contactId === "mei");
    expect(mei).toMatchObject({ verdict: "excluded", waitsUntil: addDays(DUE, 46) });
    expect(mei.rules.find(({ rule }: Decision["rules"][number]) => rule === "cooldown")).toMatchObject({
      reason: "contacted-recently",
      evidence: { by, until: addDays(DUE, 46) },
    });
  });

  test("asks nobody more in a cycle that is over", async () => {
    await save("over");
    await saveMilestone(
      table,
      aMilestone({ accountId: "over", dueOn: DUE, status: "done", contacts: ["mei"] }),
    );
    const { body } = await ask("over", { program: "post-onboarding", on: DUE });
    expect(verdicts(body.contacts)).toEqual([
      "kim: cycle-over, no-wanted-role",
      "mei: cycle-over, already-asked",
    ]);
  });
});

describe("a sample that ops made", () => {
  const program = aSampleProgram(20, { programId: "spot-check", startsOn: DUE });
  const isNew = { isReplanDue: false, at: new Date() };

  test("is evaluated until it is drawn, and then says who was not", async () => {
    await save("drawn");
    await saveProgram(table, program, isNew);
    const on = async (day: string) =>
      verdicts((await ask("drawn", { program: "spot-check", on: day })).body.contacts);
    expect(await on(BEFORE)).toEqual(["kim: not-due-yet, no-wanted-role", "mei: not-due-yet"]);
    expect(await on(DUE)).toEqual(["kim: no-wanted-role", "mei: selected"]);
    await advanceCursor(table, "spot-check", DUE);
    expect(await on(DUE)).toEqual(["kim: no-wanted-role, not-drawn", "mei: not-drawn"]);
  });
});

describe("an event program", () => {
  const on = addDays(DUE, 3);
  const decisionOf = (verdict: Decision["verdict"]): Decision => ({
    accountId: "event",
    contactId: "mei",
    verdict,
    rules: [{ rule: "cooldown", verdict: verdict === "selected" ? "pass" : "fail" }],
  });
  const record = (accountId: string, reference: string, verdict: Decision["verdict"], at: string) =>
    recordTouchpoint(
      table,
      { programId: "case-closure", on, accountId, contactId: "mei", reference },
      { ...decisionOf(verdict), accountId },
      new Date(at),
    );

  test("is answered from the ledger for a day of touchpoints, the newest first and no other account's", async () => {
    await save("event");
    await record("event", "b", "selected", `${on}T09:00:00Z`);
    await record("event", "a", "excluded", `${on}T08:00:00Z`);
    await record("event", "c", "excluded", `${on}T10:00:00Z`);
    await record("event-2", "d", "selected", `${on}T11:00:00Z`);
    const { body } = await ask("event", { program: "case-closure", on });
    expect(body.from).toBe("ledger");
    expect(body.contacts.map(({ verdict }: Decision) => verdict)).toEqual([
      "excluded",
      "selected",
      "excluded",
    ]);
    expect(new Set(body.contacts.map(({ accountId }: Decision) => accountId))).toEqual(new Set(["event"]));
  });

  test("is evaluated for another day as if something happened on it, also after touchpoints", async () => {
    await save("quiet");
    const cycle = "event-case-1";
    await saveMilestone(
      table,
      aMilestone({ accountId: "quiet", programId: "case-closure", cycle, status: "done", contacts: ["mei"] }),
    );
    const { body } = await ask("quiet", { program: "case-closure", on: addDays(DUE, 60) });
    expect(body.from).toBe("evaluation");
    expect(verdicts(body.contacts)).toEqual(["kim: no-wanted-role", "mei: selected"]);
  });
});

describe("a question", () => {
  test("about an unknown account or program is not found", async () => {
    await save("known");
    expect((await ask("none", { program: "post-onboarding" })).status).toBe(404);
    expect((await ask("known", { program: "none" })).status).toBe(404);
  });

  test.each([
    ["no program", {}, "program"],
    ["a day that does not exist", { program: "post-onboarding", on: "2026-02-30" }, "on"],
    ["a parameter that it does not know", { program: "post-onboarding", of: "mei" }, "of"],
  ])("with %s is refused, and says what to do", async (_, query, path) => {
    const { status, body } = await ask("known", query as Record<string, string>);
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ path }]);
  });

  test("is answered to csm and above", async () => {
    await save("roles");
    const status = async (role: string) => (await ask("roles", { program: "case-closure" }, role)).status;
    expect([await status("viewer"), await status("csm"), await status("ops")]).toEqual([403, 200, 200]);
  });
});
