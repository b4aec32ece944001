import * as z from "zod";
import type { InvokeResult } from "../context.ts";

/** What became of a batch: the positions that failed, in order; none where all went well. */
export type FailedPositions = readonly number[];

const Response = z.object({
  batchItemFailures: z.array(z.object({ itemIdentifier: z.string().min(1) })).nullish(),
});

/**
 * Reads a function's answer to a batch. Without `ReportBatchItemFailures` an answer means success, whatever it says.
 * With it, no list or an empty one means success; an identifier that is missing, empty or none of the batch's means
 * that all of it failed, as does an error.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export function failedPositions(
  result: InvokeResult,
  identifiers: readonly string[],
  isReported: boolean,
): FailedPositions {
  const all = identifiers.map((_, position) => position);
  if (result.kind === "failed") return all;
  if (!isReported || typeof result.payload !== "object" || result.payload === null) return [];
  const response = Response.safeParse(result.payload);
  if (!response.success) return all;
  const failed = (response.data.batchItemFailures ?? []).map(({ itemIdentifier }) =>
    identifiers.indexOf(itemIdentifier),
  );
  return failed.includes(-1) ? all : [...new Set(failed)].sort((one, other) => one - other);
}
