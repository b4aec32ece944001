import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { accountOf } from "#shared/domain/imports/accounts.ts";
import type { CsvRecord, Parsed } from "#shared/domain/imports/cells.ts";
import { columnNames, columnsOf, IMPORT_KINDS, type ImportKind } from "#shared/domain/imports/columns.ts";
import { contactOf } from "#shared/domain/imports/contacts.ts";
import { Mapping } from "#shared/domain/imports/mapping.ts";
import { mappedHeader } from "#shared/domain/imports/mapping-rows.ts";
import { responseOf, touchpointIdOf } from "#shared/domain/imports/responses.ts";
import { sendOf } from "#shared/domain/imports/sends.ts";
import { SHIPPED_MAPPINGS } from "#shared/domain/imports/shipped-mappings.ts";

const NOW = new Date("2026-12-01T10:00:00Z");
const READERS: Readonly<Record<ImportKind, (record: CsvRecord) => Parsed<unknown>>> = {
  accounts: accountOf,
  contacts: contactOf,
  sends: (record) => sendOf(record, NOW),
  responses: (record) => {
    const read = responseOf(record, NOW, 4000);
    if (read.kind === "good") touchpointIdOf(read.value.program);
    return read;
  },
};

const digits = fc.stringMatching(/^\d\d$/);
/** Almost a time, in one of the ways that tools write them; most often only its zone, if anything, is wrong. */
const time = fc
  .tuple(
    fc.constantFrom(
      "2025-12-31",
      "0000-01-01",
      "9999-12-31",
      "12/31/2025",
      "31/12/99",
      "Dec 31, 2025",
      "Con 1, 2025",
    ),
    fc.constantFrom(" ", "T", "\n"),
    fc.oneof(
      fc.constantFrom("10:00", "02:30", "24:00", "11:59"),
      fc.tuple(digits, digits).map((two) => two.join(":")),
    ),
    fc.constantFrom("", ":59", ":61", ":59.5"),
    fc.oneof(
      fc.constantFrom("", "Z", " UTC", " AM", " pm"),
      fc
        .tuple(fc.constantFrom("+", "-", " +"), digits, fc.constantFrom("", ":"), digits)
        .map((parts) => parts.join("")),
    ),
  )
  .map((parts) => parts.join(""));
const words = fc.constantFrom(
  ...[
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    "null",
    "NaN",
    "Infinity",
    "-0",
    "1e400",
    ";",
    "#",
  ],
  ...[
    "admin;owner",
    "premium",
    "de_DE.UTF-8",
    "Europe/Berlin",
    "+25:00",
    "nps",
    "CSAT",
    "mei@customer.example",
    "a@b",
  ],
  ...[
    "46022.5",
    "99999.99999999",
    "1767225540",
    "9999999999999",
    "0000000000",
    "2026-02-30",
    "9999-12-31",
    "10.0",
  ],
);
const cell = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom("a", "@", ".", "-", "_", "\uD800", "\uFFFD", "\u0000", "\n", "ß", "😀", "0", "+"),
  }),
  time,
  words,
);

const rowsOfAnyCells = (columns: readonly string[]) =>
  fc.array(cell, { minLength: columns.length, maxLength: columns.length });
const always = { seed: 20261205, numRuns: 500 };

/** A row is good, or it is said what is wrong in it. */
function isRead(parsed: Parsed<unknown>): void {
  const said = parsed.kind === "good" ? [parsed.value] : parsed.problems.map(({ message }) => message);
  expect(said).not.toEqual([]);
}

describe("nothing that stands in a cell breaks an import:", () => {
  test.each(IMPORT_KINDS)("of %s", (kind) => {
    const columns = columnNames(kind);
    fc.assert(
      fc.property(rowsOfAnyCells(columns), (cells) => {
        isRead(READERS[kind](Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? ""]))));
      }),
      always,
    );
  });

  const all = [
    ...SHIPPED_MAPPINGS,
    [
      "one of every kind of time, in a zone whose clock changes",
      Mapping.parse({
        name: "Times",
        columns: { survey_id: "Id", sent_at: "Sent", answered_at: { join: ["Day", "Hour"] }, csat: "Stars" },
        constants: { program: "shop" },
        times: {
          format: ["iso", "unix", "excel", "D/M/YY H:mm", "D MMM YYYY h:mm A", "YYYY.MM.DD\nHH:mm:ss Z"],
          timeZone: "Australia/Lord_Howe",
        },
      }),
    ],
  ] as const;

  test.each(all)("read by the mapping %s", (_, mapping) => {
    const header = [
      ...new Set(
        Object.values(mapping.columns).flatMap((source) => [
          ...[source?.from, source?.anyOf?.[0], source?.where?.column[0]].flatMap((name) => name ?? []),
          ...(source?.join ?? []),
        ]),
      ),
    ];
    const mapped = mappedHeader(mapping, header);
    if (mapped.kind === "refused") throw new Error(mapped.message);
    fc.assert(
      fc.property(rowsOfAnyCells(header), (cells) => {
        const read = mapped.rows.read(cells);
        isRead(read);
        if (read.kind === "good") isRead(READERS.responses(read.value));
      }),
      always,
    );
  });

  test("as a header", () => {
    fc.assert(
      fc.property(fc.array(cell), fc.constantFrom(...IMPORT_KINDS), (cells, kind) => {
        for (const header of [cells, [...columnNames(kind), ...cells]]) {
          expect(columnsOf(kind, header).kind).toMatch(/columns|refused/);
          for (const mapping of SHIPPED_MAPPINGS.values()) {
            expect(mappedHeader(mapping, header).kind).toMatch(/rows|refused/);
          }
        }
      }),
      { ...always, numRuns: 100 },
    );
  });
});
