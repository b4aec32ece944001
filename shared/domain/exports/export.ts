import * as z from "zod";
import { ATTRIBUTES, Day } from "../accounts/account.ts";
import { INTERVALS } from "../results/periods.ts";

const EXPORTED = ["responses", "invitations", "results", "ctas"] as const;
const FORMATS = ["csv", "jsonl"] as const;
export type Format = (typeof FORMATS)[number];

/** What is to be exported: UTC days, both inclusive. What is left out means what it means to the list of the same name. */
export const ExportRequest = z.object({
  what: z.enum(EXPORTED),
  from: Day,
  to: Day,
  format: z.enum(FORMATS),
  program: z.string().min(1).max(128).optional(),
  /** Of responses and results. */
  includeSuspect: z.boolean().optional(),
  /** Of results alone, as is `interval`. */
  groupBy: z.enum(ATTRIBUTES).optional(),
  interval: z.enum(INTERVALS).optional(),
});
export type ExportRequest = z.infer<typeof ExportRequest>;

/** How long a file is kept. */
export const KEPT_DAYS = 7;

/** What stands in a cell: null is unknown, a list several values, `json` what has no plainer form. */
export type Cell = string | number | boolean | null | readonly string[] | { readonly json: unknown };

/** One cell for each column, whatever is known. */
export type Row<Column extends string = string> = Readonly<Record<Column, Cell>>;
