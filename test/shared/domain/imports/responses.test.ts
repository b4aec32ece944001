import { describe, expect, test } from "vitest";
import { responseOf, touchpointIdOf } from "#shared/domain/imports/responses.ts";

const NOW = new Date("2026-12-01T10:00:00Z");
const ROW = { survey_id: "s-1", program: "Old tool", sent_at: "2026-10-01 09:00:00" };
const ANSWERED = { ...ROW, answered_at: "2026-10-02T08:30:00Z" };
const read = (record: Readonly<Record<string, string>>) => responseOf(record, NOW, 40);
const value = (record: Readonly<Record<string, string>>) => {
  const parsed = read(record);
  return parsed.kind === "good" ? parsed.value : parsed.problems;
};
const fields = (record: Readonly<Record<string, string>>) => {
  const parsed = read(record);
  return parsed.kind === "bad" ? parsed.problems.map(({ field }) => field) : [];
};

describe("a row of another tool's answers", () => {
  test("has the scores and the words, line by line", () => {
    const words = { comment: " Não chegou!\r\n\r\nE agora?\u0000 " };
    expect(value({ ...ANSWERED, nps: "0", csat: "5.0", ...words })).toMatchObject({
      sentAt: "2026-10-01T09:00:00.000Z",
      answeredAt: "2026-10-02T08:30:00.000Z",
      answers: [
        { questionId: "nps", kind: "nps", value: 0 },
        { questionId: "csat", kind: "csat", value: 5 },
        { questionId: "comment", kind: "text", value: "Não chegou!\n\nE agora?" },
      ],
    });
  });

  test("may be a send that nobody answered, or an answer of which no sending is known", () => {
    expect(value(ROW)).toMatchObject({ answers: [], answeredAt: undefined });
    expect(value({ ...ANSWERED, sent_at: "", csat: "3" })).toMatchObject({ sentAt: undefined });
  });

  test.each([
    ["2026-10-01", "2026-10-01T00:00:00.000Z"],
    ["2026-10-01T09:00", "2026-10-01T09:00:00.000Z"],
    ["2026-10-01 09:00:00.5", "2026-10-01T09:00:00.500Z"],
    ["2026-10-01 09:00:00 UTC", "2026-10-01T09:00:00.000Z"],
    ["2026-10-01T09:00:00-03:00", "2026-10-01T12:00:00.000Z"],
    ["2026-10-01 09:00:00 +0530", "2026-10-01T03:30:00.000Z"],
  ])("is dated in UTC where it names no other zone: %s", (said, at) => {
    expect(value({ ...ROW, sent_at: said })).toMatchObject({ sentAt: at });
  });

  test.each([
    ["sent_at", { sent_at: "01/10/2026" }],
    ["sent_at", { sent_at: "2026-02-30 09:00:00" }],
    ["sent_at", { sent_at: "2026-12-01 10:00:01" }],
    ["sent_at", { sent_at: "1970-01-01" }],
    ["sent_at", { sent_at: "" }],
    ["answered_at", { answered_at: "2026-12-02", nps: "9" }],
    ["answered_at", { answered_at: "2026-10-01 08:59:59", nps: "9" }],
    ["answered_at", { answered_at: "2026-10-02" }],
    ["answered_at", { comment: "No day" }],
    ["nps", { answered_at: "2026-10-02", nps: "11" }],
    ["nps", { answered_at: "2026-10-02", nps: "7.5" }],
    ["csat", { answered_at: "2026-10-02", csat: "0" }],
    ["csat", { answered_at: "2026-10-02", csat: "very good" }],
    ["comment", { answered_at: "2026-10-02", comment: "é".repeat(41) }],
    ["comment", { answered_at: "2026-10-02", comment: "N\uFFFDo" }],
    ["contact_email", { contact_email: "somebody" }],
    ["survey_id", { survey_id: " " }],
    ["program", { program: "" }],
    ["account_id", { account_id: "a#1" }],
    ["arr_usd", { arr_usd: "1,000" }],
  ])("is refused by its %s: %o", (field, over) => {
    expect(fields({ ...ROW, ...over })).toEqual([field]);
  });

  test("says of the account what the row says, in our words where they are ours", () => {
    const said = { plan: "Premium", segment: "Legacy SMB", products: "ci; scm", csm: "ana@vendor.example" };
    expect(value({ ...ROW, ...said, arr_usd: "5000" })).toMatchObject({
      account: {
        plan: "premium",
        segment: "Legacy SMB",
        products: ["ci", "scm"],
        csm: "ana@vendor.example",
        arrUsd: 5000,
      },
    });
    expect(value({ ...ROW, plan: "" })).toMatchObject({ account: undefined });
  });
});

describe("a touchpoint's id", () => {
  test("is the same for names that differ in case, marks and signs", () => {
    const names = ["Pesquisa de Satisfação", "pesquisa de satisfacao", "PESQUISA: de – Satisfação!"];
    expect(new Set(names.map(touchpointIdOf))).toEqual(new Set(["pesquisa-de-satisfacao"]));
  });

  test("tells names apart that an id cannot spell, and is one that a program may have", () => {
    const names = [
      "CSAT 東京",
      "CSAT 大阪",
      "顧客満足度",
      "2019",
      "x",
      "!",
      "a".repeat(128),
      "a".repeat(127),
    ];
    const ids = names.map(touchpointIdOf);
    expect(new Set(ids).size).toBe(names.length);
    for (const id of ids) expect(id).toMatch(/^[a-z][a-z0-9-]{1,62}$/);
  });
});
