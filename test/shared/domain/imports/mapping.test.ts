import { describe, expect, test } from "vitest";
import type { CellProblem } from "#shared/domain/imports/cells.ts";
import { Mapping } from "#shared/domain/imports/mapping.ts";
import { mappedHeader } from "#shared/domain/imports/mapping-rows.ts";
import { SHIPPED_MAPPINGS } from "#shared/domain/imports/shipped-mappings.ts";
import { fieldErrors } from "#shared/lambda/api.ts";

const FILE = {
  name: "Shop",
  columns: { survey_id: "Id", answered_at: "Date", csat: "Stars" },
  constants: { program: "shop-csat" },
};
const aMapping = (over: Record<string, unknown> = {}, columns: Record<string, unknown> = {}): Mapping =>
  Mapping.parse({ ...FILE, ...over, columns: { ...FILE.columns, ...columns } });

/** The rows of a file under its header, each as ours or as its problems. */
function rowsOf(mapping: Mapping, header: string, ...rows: readonly string[]) {
  const mapped = mappedHeader(mapping, header.split(","));
  if (mapped.kind === "refused") throw new Error(mapped.message);
  return rows.map((row) => {
    const read = mapped.rows.read(row.split(","));
    return read.kind === "good" ? read.value : read.problems;
  });
}
const refusal = (mapping: Mapping, header: string) => {
  const mapped = mappedHeader(mapping, header.split(","));
  return mapped.kind === "refused" ? mapped.message : undefined;
};
const problems = (file: unknown) => {
  const { error } = Mapping.safeParse(file);
  return error === undefined ? [] : fieldErrors(error).map(({ path, message }) => [path, message]);
};

describe("a row", () => {
  test("is read by the names of its file, in any case and order, with what is the same in all", () => {
    const rows = rowsOf(aMapping(), "other, STARS ,id,date", "x, 4 ,a-1,2026-01-02T03:04:05Z");
    expect(rows).toEqual([
      { program: "shop-csat", survey_id: "a-1", answered_at: "2026-01-02T03:04:05.000Z", csat: "4" },
    ]);
  });

  test("has columns joined by lines, without the empty ones", () => {
    const mapping = aMapping({}, { comment: ["Title", "Text"] });
    const rows = rowsOf(mapping, "Id,Date,Stars,Title,Text", "1,,5,Fine,Good", "2,,5,,Good", "3,,5,,");
    expect(rows.map((row) => (row as Record<string, string>).comment)).toEqual(["Fine\nGood", "Good", ""]);
  });

  test("has values translated, in any case, and one that the mapping does not know refused without its text", () => {
    const values = { "Very satisfied": "5", "Very dissatisfied": "1" };
    const mapping = aMapping({}, { csat: { from: "Stars", values } });
    const [good, empty, bad] = rowsOf(mapping, "Id,Date,Stars", "1,,very  SATISFIED", "2,,", "3,,secret");
    expect(good).toMatchObject({ csat: "5" });
    expect(empty).toMatchObject({ csat: "" });
    expect(bad).toEqual([
      {
        field: "Stars",
        message: "is none of Very satisfied, Very dissatisfied, which the mapping knows (read as csat)",
      },
    ]);
  });

  test("is refused in few words, however long those of its mapping are", () => {
    const label = (i: number) => `${i} ${"満足".repeat(120)}`;
    const labels = Array.from({ length: 198 }, (_, i) => [label(i), "5"]);
    const values = { Good: "5", Fair: "3", ...Object.fromEntries(labels) };
    const csat = { join: Array.from({ length: 20 }, (_, i) => label(i)), values };
    const [problem] = rowsOf(
      aMapping({}, { csat }),
      `Id,Date,${csat.join.join(",")}`,
      "1,,x",
    )[0] as CellProblem[];
    expect(problem?.message).toMatch(/^is none of Good, Fair, ., which the mapping knows \(read as csat\)$/u);
    expect(problem?.field).toMatch(/^0 .*\+ …$/u);
    expect(problem?.field.length).toBeLessThan(300);
    const lacking =
      refusal(aMapping({}, { csat: { anyOf: csat.join }, comment: csat.join }), "Id,Date") ?? "";
    expect(lacking.length).toBeLessThan(1000);
    expect(lacking).toContain("which is read as comment");
  });

  test("has a score count for what another column says it is", () => {
    const scored = (is: string) => ({ from: "Score", where: { column: "Type", is: [is] } });
    const mapping = aMapping({}, { nps: scored("nps"), csat: scored("csat") });
    const rows = rowsOf(mapping, "Id,Date,Score,Type", "1,,4,NPS", "2,,4,csat", "3,,4,ces");
    expect(rows).toMatchObject([
      { nps: "4", csat: "" },
      { nps: "", csat: "4" },
      { nps: "", csat: "" },
    ]);
  });

  test("has an id made of what may name a person, and the person not in it", () => {
    const mapping = aMapping({}, { survey_id: { join: ["Email", "Date"], digest: true } });
    const rows = rowsOf(
      mapping,
      "Email,Date,Stars",
      "mei@x.example,2026-01-02,5",
      "mei@x.example,2026-01-03,5",
    );
    const ids = rows.map((row) => (row as Record<string, string>).survey_id);
    expect(ids.map((id) => /^[0-9a-f]{64}$/.test(id ?? ""))).toEqual([true, true]);
    expect(ids[0]).not.toBe(ids[1]);
  });

  test("has nothing where the tool writes its word for nothing", () => {
    const rows = rowsOf(aMapping({ empty: ["N/A", "-"] }), "Id,Date,Stars", "1,n/a,-");
    expect(rows).toMatchObject([{ answered_at: "", csat: "" }]);
  });

  test("with a time that cannot be read says which column, and how it was tried, not what stood there", () => {
    const [row] = rowsOf(aMapping(), "Id,Date,Stars", "1,12/31/2025,5");
    expect(row).toEqual([
      {
        field: "Date",
        message: "is not a time written as iso (times.format of the mapping) (read as answered_at)",
      },
    ]);
  });

  test("with what our own rules refuse has it said of its own columns", () => {
    const mapped = mappedHeader(aMapping({}, { comment: ["Title", "Text"] }), [
      "Id",
      "Date",
      "Stars",
      "Title",
      "Text",
    ]);
    if (mapped.kind === "refused") throw new Error(mapped.message);
    const named = (field: string): CellProblem => mapped.rows.named({ field, message: "is bad" });
    expect([named("csat"), named("comment"), named("program"), named("row")]).toEqual([
      { field: "Stars", message: "is bad (read as csat)" },
      { field: "Title + Text", message: "is bad (read as comment)" },
      { field: "program", message: "is bad (constant of the mapping)" },
      { field: "row", message: "is bad" },
    ]);
  });
});

describe("a file", () => {
  test("may lack what its mapping calls optional, and has the first of several names that it has", () => {
    const mapping = aMapping(
      {},
      {
        csat: { anyOf: ["Stars", "Rating"] },
        nps: { from: "Score", optional: true },
        comment: { join: ["Title", "Text"], optional: true },
      },
    );
    expect(rowsOf(mapping, "Id,Date,Rating,Text", "1,,3,Good")).toEqual([
      { program: "shop-csat", survey_id: "1", answered_at: "", csat: "3", comment: "Good" },
    ]);
  });

  test("that lacks others is refused, and all of them are named", () => {
    const mapping = aMapping({}, { csat: { anyOf: ["Stars", "Rating"] }, comment: ["Title", "Text"] });
    expect(refusal(mapping, "Id,mei@customer.example,Text")).toBe(
      'The file does not fit the mapping "Shop": there is no column "Date", which is read as answered_at; ' +
        'there is no column "Stars" or "Rating", which is read as csat; there is no column "Title", which is read as comment.',
    );
  });

  test("that has one of them twice is refused, not read by one of the two", () => {
    expect(refusal(aMapping(), "Id,Date,Stars,stars")).toContain('there are several columns "Stars"');
    expect(refusal(aMapping(), "Id,Date,Stars,other,other")).toBeUndefined();
  });

  test("is refused without the column that says what its scores are, however optional they are", () => {
    const nps = { from: "Score", where: { column: ["Type", "Kind"], is: ["nps"] } };
    expect(refusal(aMapping({}, { nps }), "Id,Date,Stars,Score")).toContain('no column "Type" or "Kind"');
    expect(refusal(aMapping({}, { nps: { ...nps, optional: true } }), "Id,Date,Stars,Score")).toBeUndefined();
    expect(refusal(aMapping({}, { nps }), "Id,Date,Stars,Score,Kind")).toBeUndefined();
  });
});

describe("a mapping file", () => {
  test.each([
    ["a column that is none of ours", { columns: { ...FILE.columns, stars: "Stars" } }, "columns.stars"],
    ["a word that means nothing", { colums: {} }, "colums"],
    [
      "a word in a column that means nothing",
      { columns: { ...FILE.columns, nps: { form: "S" } } },
      "columns.nps.form",
    ],
    ["an empty name", { columns: { ...FILE.columns, comment: ["Title", " "] } }, "columns.comment.join.1"],
    ["two ways", { columns: { ...FILE.columns, nps: { from: "S", anyOf: ["T"] } } }, "columns.nps"],
    ["no way", { columns: { ...FILE.columns, nps: { optional: true } } }, "columns.nps"],
    ["a number for a name", { columns: { ...FILE.columns, nps: 3 } }, "columns.nps"],
    ["a column and a constant", { constants: { program: "x", csat: "5" } }, "constants.csat"],
    ["a constant that is none of ours", { constants: { program: "x", shop: "5" } }, "constants.shop"],
    ["no program", { constants: {} }, "columns.program"],
    ["no id", { columns: { answered_at: "Date" } }, "columns.survey_id"],
    ["no time", { columns: { survey_id: "Id" } }, "columns.answered_at"],
    ["a format that cannot be", { times: { format: "D/M" } }, "times.format.0"],
    ["a name that is too long", { name: "x".repeat(257) }, "name"],
  ])("with %s is refused there", (_, over, path) => {
    const found = problems({ ...FILE, ...over });
    expect(found.map(([at]) => at)).toContain(path);
    expect(found.every(([, message]) => (message ?? "").length > 5)).toBe(true);
  });

  test("that is no object is refused", () => {
    for (const file of [undefined, null, "x", []])
      expect(problems(file)).toEqual([["", "must be an object in JSON"]]);
  });

  test("as it is kept is a mapping file again, and the same one", () => {
    const mapping = aMapping(
      { times: { format: "M/D/YYYY", timeZone: "America/New_York" } },
      { comment: ["A", "B"] },
    );
    expect(Mapping.parse(JSON.parse(JSON.stringify(mapping)))).toEqual(mapping);
  });
});

describe("the shipped mapping of", () => {
  const shipped = (id: string): Mapping => {
    const mapping = SHIPPED_MAPPINGS.get(id);
    if (mapping === undefined) throw new Error(`${id} is not shipped`);
    return mapping;
  };

  test("Delighted keeps unlike surveys apart, and refuses a type that is neither NPS nor CSAT", () => {
    const rows = rowsOf(
      shipped("delighted"),
      "Response ID,Survey type,Score,Comment,Email,Name,Created at",
      "1,nps,9,Good,mei@x.example,Mei,2025-03-01 10:00:00 UTC",
      "2,csat,4,,mei@x.example,Mei,1740823200",
      "3,ces,4,,mei@x.example,Mei,1740823200",
    );
    expect(rows.slice(0, 2)).toMatchObject([
      {
        program: "Delighted NPS",
        nps: "9",
        csat: "",
        answered_at: "2025-03-01T10:00:00.000Z",
        comment: "Good",
      },
      { program: "Delighted CSAT", nps: "", csat: "4", answered_at: "2025-03-01T10:00:00.000Z" },
    ]);
    expect(rows[2]).toMatchObject([{ field: "Survey type", message: expect.stringContaining("nps, csat") }]);
  });

  test("Delighted reads what its API names", () => {
    const header = "id,survey_type,score,comment,created_at,person_email";
    expect(rowsOf(shipped("delighted"), header, "1,nps,0,,1713418460,a@x.example")).toMatchObject([
      { survey_id: "1", nps: "0", contact_email: "a@x.example", answered_at: "2024-04-18T05:34:20.000Z" },
    ]);
  });

  test("Retently counts under the campaign", () => {
    const header = "id,email,campaignName,createdDate,metricsType,score,comment,country";
    const row = "65f,a@x.example,Yearly NPS,2024-04-18T05:34:20.000Z,NPS,10,Great,DE";
    expect(rowsOf(shipped("retently"), header, row)).toMatchObject([
      { survey_id: "65f", program: "Yearly NPS", nps: "10", csat: "", geography: "DE", comment: "Great" },
    ]);
  });

  test("Retently's other metrics are refused, and not taken for answers without a score", () => {
    const header = "Response ID,Campaign name,Metric,Score,Comment,Response date";
    const [row] = rowsOf(shipped("retently"), header, "65g,Yearly,CES,2,awful,2025-01-01");
    const message = "is read only in rows of which another column says NPS or CSAT (read as program)";
    expect(row).toEqual([{ field: "Campaign name", message }]);
  });

  test("Gainsight has both scores in a row", () => {
    const header =
      "Participant Id,Survey Name,Company Id,Participant Email,Sent Date,Responded Date,NPS® Score,CSAT Score,Comments";
    const row = "1P0,Pre-Renewal,1P02,a@x.example,2025-01-01,2025-01-03 08:00:00,7,N/A,NA";
    expect(rowsOf(shipped("gainsight"), header, row)).toEqual([
      {
        survey_id: "1P0",
        program: "Pre-Renewal",
        account_id: "1P02",
        contact_email: "a@x.example",
        sent_at: "2025-01-01T00:00:00.000Z",
        answered_at: "2025-01-03T08:00:00.000Z",
        nps: "7",
        csat: "",
        comment: "",
      },
    ]);
  });

  test("each is read as day and month only where its name says so", () => {
    const header = "Participant Id,Survey Name,Responded Date,NPS";
    const answeredAt = (id: string) => rowsOf(shipped(id), header, "1,S,3/4/2025 1:05 PM,7")[0];
    expect(answeredAt("gainsight-us-dates")).toMatchObject({ answered_at: "2025-03-04T13:05:00.000Z" });
    expect(answeredAt("gainsight")).toMatchObject([{ field: "Responded Date" }]);
  });
});
