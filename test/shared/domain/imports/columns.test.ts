import { expect, test } from "vitest";
import { columnsOf, type ImportKind } from "#shared/domain/imports/columns.ts";

const refusal = (kind: ImportKind, header: readonly string[]): string => {
  const columns = columnsOf(kind, header);
  return columns.kind === "refused" ? columns.message : "";
};

test("columns may stand in any order and case, with blanks for underscores, and optional ones may be left out", () => {
  expect(columnsOf("contacts", ["Time Zone", " EMAIL", "Account-ID", "contact_id"])).toEqual({
    kind: "columns",
    columns: ["time_zone", "email", "account_id", "contact_id"],
  });
});

test("everything that is wrong with a header is said at once", () => {
  const message = refusal("contacts", ["contact_id", "email", "emial", "name", "name"]);
  expect(message).toContain("missing: account_id; unknown: emial; repeated: name");
  expect(message).toContain("contact_id, account_id, email, name, locale");
});

test("a first line that is no header is not repeated", () => {
  const message = refusal("sends", ["mei@customer.example", "2026-10-01T00:00:00Z"]);
  expect(message).toContain("not the header of a file of sends");
  expect(message).not.toContain("mei");
});

test("an unknown column that looks like no name is given by its place", () => {
  expect(refusal("sends", ["email", "sent_at", "mei@customer.example"])).toContain("unknown: column 3");
});

test("a file of another kind is refused", () => {
  expect(refusal("sends", ["contact_id", "account_id", "email", "name"])).toContain("missing: sent_at");
});

test("of a great many unknown columns the first are named", () => {
  const message = refusal("sends", ["email", "sent_at", ...Array.from({ length: 5000 }, (_, i) => `x${i}`)]);
  expect(message).toContain("unknown: x0, x1, x2");
  expect(message).toContain("…). Its columns are: email, sent_at, tool, program.");
  expect(message.length).toBeLessThan(500);
});
