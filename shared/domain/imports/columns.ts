import { listed } from "./listed.ts";

/** What can be imported, by the `kind` of the request. */
export const IMPORT_KINDS = ["accounts", "contacts", "sends", "responses"] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

const COLUMNS: Readonly<
  Record<ImportKind, { readonly required: readonly string[]; readonly optional: readonly string[] }>
> = {
  accounts: {
    required: ["account_id"],
    optional: [
      "name",
      "plan",
      "status",
      "customer_since",
      "renewal_on",
      "last_renewed_on",
      "segment",
      "industry",
      "geography",
      "company_size",
      "products",
      "stage",
      "arr_usd",
      "csm_name",
      "csm_email",
      "csm_manager_name",
      "csm_manager_email",
      "purchase_channel",
    ],
  },
  contacts: {
    required: ["contact_id", "account_id", "email"],
    optional: ["name", "locale", "time_zone", "roles", "personas", "consent"],
  },
  sends: { required: ["email", "sent_at"], optional: ["tool", "program"] },
  responses: {
    required: ["survey_id", "program"],
    optional: [
      "account_id",
      "contact_email",
      "sent_at",
      "answered_at",
      "nps",
      "csat",
      "comment",
      "plan",
      "segment",
      "industry",
      "geography",
      "company_size",
      "products",
      "stage",
      "csm",
      "csm_manager",
      "arr_usd",
    ],
  },
};

/** The columns of a kind, the required ones first. */
export const columnNames = (kind: ImportKind): readonly string[] => [
  ...COLUMNS[kind].required,
  ...COLUMNS[kind].optional,
];

export type Columns =
  | { readonly kind: "columns"; readonly columns: readonly string[] }
  | { readonly kind: "refused"; readonly message: string };

/**
 * Reads a header, in any order and case, blanks for `_` allowed. A column that is not one of ours is refused, since
 * a misspelt one would otherwise go unread in silence.
 */
export function columnsOf(kind: ImportKind, header: readonly string[]): Columns {
  const { required } = COLUMNS[kind];
  const allowed = columnNames(kind);
  const columns = header.map((name) =>
    name
      .trim()
      .toLowerCase()
      .replaceAll(/[\s-]+/g, "_"),
  );
  // A first line without any of our columns is data, or not CSV: repeating it could repeat an e-mail address.
  if (!columns.some((column) => allowed.includes(column))) {
    return {
      kind: "refused",
      message: `The first line is not the header of a file of ${kind}. Its columns, with commas between them, are: ${allowed.join(", ")}.`,
    };
  }
  const missing = required.filter((column) => !columns.includes(column));
  const unknown = columns.flatMap((column, i) =>
    allowed.includes(column) ? [] : [/^[a-z0-9_]{1,40}$/.test(column) ? column : `column ${i + 1}`],
  );
  const repeated = allowed.filter((column) => columns.indexOf(column) !== columns.lastIndexOf(column));
  const faults = [
    ...(missing.length > 0 ? [`missing: ${missing.join(", ")}`] : []),
    ...(unknown.length > 0 ? [`unknown: ${listed(unknown)}`] : []),
    ...(repeated.length > 0 ? [`repeated: ${repeated.join(", ")}`] : []),
  ];
  if (faults.length === 0) return { kind: "columns", columns };
  return {
    kind: "refused",
    message: `The header of a file of ${kind} is not right (${faults.join("; ")}). Its columns are: ${allowed.join(", ")}.`,
  };
}

/**
 * What an import makes of a record that exists: a column that the file does not have leaves its field as it is,
 * while an empty cell makes it unknown.
 *
 * @param columnsOfField for each field, the columns it is read from
 */
export function keepingUnnamed<T extends object>(
  next: T,
  existing: T | undefined,
  columnsOfField: { readonly [field in keyof T]?: readonly string[] },
  record: Readonly<Record<string, string>>,
): T {
  if (existing === undefined) return next;
  const kept = { ...next };
  for (const field of Object.keys(columnsOfField) as (keyof T)[]) {
    const columns = columnsOfField[field] ?? [];
    if (columns.every((column) => record[column] === undefined)) kept[field] = existing[field];
  }
  return kept;
}
