import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CTA_COLUMNS } from "#shared/domain/exports/cta-row.ts";
import type { Cell, ExportRequest, Row } from "#shared/domain/exports/export.ts";
import { INVITATION_COLUMNS } from "#shared/domain/exports/invitation-row.ts";
import { RESPONSE_COLUMNS } from "#shared/domain/exports/response-row.ts";
import { RESULTS_COLUMNS } from "#shared/domain/exports/results-row.ts";
import { ctasByIds, joinedInstead, openedCtas } from "#shared/dynamodb/cta-list.ts";
import { openOrJoinCta } from "#shared/dynamodb/ctas.ts";
import { markDay } from "#shared/dynamodb/days.ts";
import { recordPorts } from "#shared/records/ports.ts";
import { measuringPorts } from "#shared/results/ports.ts";
import { exportPage } from "../../../functions/write-export/pages.ts";
import { aCta } from "../../builders.ts";
import { givenPulse, givenReleased, PULSE } from "../anonymous-pulse.ts";
import { answers, daysAgo, type Reader, startReader } from "../read-records/reader.ts";

let reader: Reader;
beforeAll(async () => {
  reader = await startReader();
  await givenPulse(reader.table);
});
afterAll(() => reader.stop());

const day = (ago: number): string => daysAgo(ago).slice(0, 10);
const RANGE = { from: day(60), to: day(0) };

/** Every row of an export, page by page, and the columns that each page had. */
async function rowsOf(over: Partial<ExportRequest> & Pick<ExportRequest, "what">) {
  const { table } = reader;
  const page = exportPage({
    ...recordPorts(table),
    ...measuringPorts(table),
    coverage: async ({ periods }) => periods.map(() => undefined),
    openedCtas: (month, range) => openedCtas(table, month, range),
    ctasByIds: (ids) => ctasByIds(table, ids),
    joinedInstead: (ids) => joinedInstead(table, ids),
  });
  const request: ExportRequest = { ...RANGE, format: "csv", ...over };
  const rows: Row[] = [];
  const columns = new Set<string>();
  let place: string | undefined;
  do {
    const read = await page(request, place, new Date());
    if (read.kind !== "page") throw new Error(read.message);
    rows.push(...read.rows);
    columns.add(read.columns.join());
    place = read.next;
  } while (place !== undefined);
  return { rows, columns: [...columns] };
}
const all = (rows: readonly Row[], column: string): Cell[] => rows.map((row) => row[column] ?? null);

describe("the rows of an export", () => {
  it("are the responses of the list of the same filter, with the account as it was", async () => {
    const programId = "post-onboarding";
    const account = { plan: "premium", products: ["api", "web"], arrUsd: -5, csm: "ana@vendor.example" };
    const attempts = [
      {
        attemptId: "1",
        at: daysAgo(2),
        answers: [...answers(9), { questionId: "why", kind: "text" as const, value: "=Fine" }],
      },
    ];
    await reader.givenInvitation({ accountId: "r-1", account, attempts });
    const suspect = [
      { ...attempts[0], attemptId: "2", at: daysAgo(4), answers: answers(1), hiddenField: true },
    ];
    await reader.givenInvitation({ accountId: "r-2", account: undefined, attempts: suspect });
    await reader.givenInvitation({ accountId: "r-3" });
    const { rows, columns } = await rowsOf({ what: "responses", program: programId });
    const { items } = await reader.listAll("responses", { program: programId, ...RANGE });
    expect(all(rows, "response_id")).toEqual(items.map(({ responseId }) => responseId));
    expect(columns).toEqual([RESPONSE_COLUMNS.join()]);
    expect(rows[0]).toMatchObject({
      program: programId,
      account_id: "r-1",
      plan: "premium",
      products: ["api", "web"],
      arr_usd: -5,
      csm: "ana@vendor.example",
      stage: null,
      nps: 9,
      csat: null,
      comment: "=Fine",
      suspect: [],
      imported: false,
      answers: { json: attempts[0]?.answers },
    });
    expect(rows[1]).toMatchObject({ account_id: "r-2", plan: null, products: [], suspect: ["hidden-field"] });
    const human = await rowsOf({ what: "responses", program: programId, includeSuspect: false });
    expect(all(human.rows, "account_id")).toEqual(["r-1"]);
  });

  it("say of an anonymous answer its segment and its day, and nothing of whose it is", async () => {
    await givenReleased(reader.table, { day: day(3) });
    await markDay(reader.table, PULSE, day(3));
    const { rows } = await rowsOf({ what: "responses", program: PULSE });
    const known = Object.entries(rows[0] ?? {}).filter(
      ([, cell]) => cell !== null && !(Array.isArray(cell) && cell.length === 0),
    );
    expect(known.map(([column]) => column)).toEqual([
      ...["response_id", "program", "program_version", "segment", "answered_at", "version", "nps", "answers"],
      "imported",
    ]);
    expect(rows[0]).toMatchObject({ segment: "scale", answered_at: `${day(3)}T00:00:00.000Z` });
  });

  it("are the invitations of the list of the same filter, with the time of every step", async () => {
    const sent = await reader.givenInvitation({
      ...{ accountId: "i-1", programId: "pre-renewal", deliveredAt: daysAgo(3), openedAt: daysAgo(2) },
    });
    await reader.givenInvitation({
      ...{ accountId: "i-2", programId: "pre-renewal", claimedAt: undefined, sentAt: undefined },
      ...{ status: "queued", notBefore: daysAgo(1) },
    });
    await reader.givenInvitation({
      ...{ accountId: "i-3", programId: "pre-renewal", anonymous: true, openedAt: daysAgo(2) },
    });
    const { rows, columns } = await rowsOf({ what: "invitations", program: "pre-renewal" });
    const { items } = await reader.listAll("invitations", { program: "pre-renewal", ...RANGE });
    expect(all(rows, "invitation_id")).toEqual(items.map(({ invitationId }) => invitationId));
    expect(columns).toEqual([INVITATION_COLUMNS.join()]);
    const rowOf = (accountId: string) => rows.find(({ account_id }) => account_id === accountId);
    expect(rowOf("i-1")).toMatchObject({
      status: "sent",
      sent_at: sent.sentAt,
      delivered_at: sent.deliveredAt,
      opened_at: sent.openedAt,
      clicked_at: null,
    });
    expect(rowOf("i-2")).toMatchObject({ status: "queued", sent_at: null });
    expect(rowOf("i-3")).toMatchObject({ anonymous: true, tracks_opens: false, opened_at: null });
  });

  it("are the calls to action that were opened in the range, however they stand now", async () => {
    const open = (ctaId: string, openedAt: string, program: string) =>
      openOrJoinCta(
        reader.table,
        aCta({ ctaId, accountId: `acc-${ctaId}`, openedAt, program, responses: [ctaId] }),
      );
    await open("c-old", daysAgo(70), "pre-renewal");
    await open("c-1", daysAgo(40), "pre-renewal");
    await open("c-2", daysAgo(2), "pre-renewal");
    await open("c-other", daysAgo(2), "post-renewal");
    const { rows, columns } = await rowsOf({ what: "ctas", program: "pre-renewal" });
    expect(all(rows, "cta_id")).toEqual(["c-1", "c-2"]);
    expect(columns).toEqual([CTA_COLUMNS.join()]);
    expect((await rowsOf({ what: "ctas" })).rows.length).toBe(3);
  });

  it("are figures of every program, each by itself; what nobody answered is empty and not 0", async () => {
    const { rows, columns } = await rowsOf({ what: "results", interval: "quarter" });
    expect(columns).toEqual([RESULTS_COLUMNS.join()]);
    expect(new Set(all(rows, "program"))).toEqual(new Set(await recordPorts(reader.table).programIds()));
    expect(rows[0]).toMatchObject({ nps: null, nps_n: 0, sent: 0, rr1: null, accounts_portfolio: null });
    expect(all(rows, "period").every((period) => /^\d{4}-Q\d$/.test(String(period)))).toBe(true);
  });

  it("of an anonymous program cannot be figures by plan; of all programs it is left out then", async () => {
    const byPlan = { what: "results", groupBy: "plan" } as const;
    await expect(rowsOf({ ...byPlan, program: PULSE })).rejects.toThrow("anonymous");
    expect(all((await rowsOf(byPlan)).rows, "program")).not.toContain(PULSE);
  });
});
