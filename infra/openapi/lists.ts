import * as z from "zod";
import { PageLimit } from "../../functions/read-records/list-route.ts";
import { Cursor } from "./operation.ts";

/** What a list takes: its filters, how many, and from where. */
export const listOf = (filters: z.ZodRawShape) =>
  z.strictObject({ ...filters, limit: PageLimit, cursor: Cursor });
