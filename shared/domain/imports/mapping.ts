import * as z from "zod";
import { columnNames } from "./columns.ts";
import { Times } from "./mapping-times.ts";

const MAX_CHARACTERS = 256;
const MAX_ENTRIES = 200;

const OurColumn = z.enum(columnNames("responses"));
/** A column as their file names it, in any case. */
const TheirColumn = z.string().trim().min(1).max(MAX_CHARACTERS);
const TheirColumns = z.array(TheirColumn).min(1).max(20);
const Text = z.string().trim().max(MAX_CHARACTERS);

const WAYS = ["from", "anyOf", "join"] as const;

const Where = z.strictObject({
  /** Their column; of several names the first that the file has. */
  column: z.preprocess((value) => (typeof value === "string" ? [value] : value), TheirColumns),
  is: z.array(Text).min(1).max(MAX_ENTRIES),
});

/** Where the text of one of our columns comes from. */
const Source = z
  .strictObject({
    /** A column of theirs. */
    from: TheirColumn.optional(),
    /** The first of these that the file has. */
    anyOf: TheirColumns.optional(),
    /** All of these, each on a line of its own; empty cells are left out. */
    join: TheirColumns.optional(),
    /** Only in rows where a column says one of these, in any case; in others ours stays empty. */
    where: Where.optional(),
    /** What stands there, in any case, to what we call it. Anything else is refused. */
    values: z.record(Text.min(1), Text).optional(),
    /** In place of what stands there its SHA-256: an id, of what may name a person, for a tool that gives none. */
    digest: z.literal(true).optional(),
    /** A file may lack it. @default it is refused */
    optional: z.literal(true).optional(),
  })
  .superRefine((source, context) => {
    if (WAYS.filter((way) => source[way] !== undefined).length !== 1) {
      context.addIssue({ code: "custom", message: `must have one of ${WAYS.join(", ")}` });
    }
    if (Object.keys(source.values ?? {}).length > MAX_ENTRIES) {
      const message = `must list ${MAX_ENTRIES} or less`;
      context.addIssue({ code: "custom", path: ["values"], message });
    }
  });
export type Source = z.infer<typeof Source>;

/** `"Score"` for `{"from": "Score"}`, `["Title", "Text"]` for `{"join": ["Title", "Text"]}`. */
const written = (value: unknown): unknown => {
  if (typeof value === "string") return { from: value };
  return Array.isArray(value) ? { join: value } : value;
};

/** A mapping file: how the answers that another tool exports are read as ours. Their other columns are left unread. */
export const Mapping = z
  .strictObject({
    name: z.string().trim().min(1).max(MAX_CHARACTERS),
    /** Where the names of their columns are from, for whoever looks at it next. */
    source: z.string().trim().max(2000).optional(),
    /** By our column. */
    columns: z.partialRecord(OurColumn, z.preprocess(written, Source)),
    /** The same in every row. */
    constants: z.partialRecord(OurColumn, Text.min(1)).optional(),
    times: Times.optional(),
    /** What their cells say for nothing, in any case, such as `N/A`. */
    empty: z.array(Text).max(MAX_ENTRIES).optional(),
  })
  .superRefine(({ columns, constants = {} }, context) => {
    const refuse = (path: readonly string[], message: string) =>
      context.addIssue({ code: "custom", path: [...path], message });
    for (const column of Object.keys(constants)) {
      if (columns[column] !== undefined) refuse(["constants", column], "is read from their file already");
    }
    if (columns.survey_id === undefined) refuse(["columns", "survey_id"], "must be given: the id of a row");
    if (columns.program === undefined && constants.program === undefined) {
      refuse(["columns", "program"], "must be given, here or in constants: which survey it was");
    }
    if (columns.sent_at === undefined && columns.answered_at === undefined) {
      refuse(["columns", "answered_at"], "must be given, or sent_at, or both");
    }
  });
export type Mapping = z.infer<typeof Mapping>;
