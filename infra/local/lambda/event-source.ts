import { createHash } from "node:crypto";
import * as z from "zod";
import type { ResourceType } from "../context.ts";
import { checkPattern } from "../events/event-pattern.ts";
import { DestinationConfig } from "./destinations.ts";
import type { QueueMapping } from "./queue-source.ts";
import type { StreamMapping } from "./stream-source.ts";

export type Mapping =
  | { readonly kind: "queue"; readonly functionName: string; readonly queue: QueueMapping }
  | {
      readonly kind: "stream";
      readonly functionName: string;
      readonly stream: Omit<StreamMapping, "functionArn">;
    };

const Properties = z.object({
  FunctionName: z.string(),
  EventSourceArn: z.string().regex(/^arn:[^:]+:(sqs|dynamodb):/, "must be a queue or a table's stream"),
  BatchSize: z.coerce.number().int().positive().optional(),
  BisectBatchOnFunctionError: z.boolean().default(false),
  DestinationConfig: DestinationConfig.default({}),
  Enabled: z.boolean().default(true),
  FilterCriteria: z.object({ Filters: z.array(z.object({ Pattern: z.string() })).default([]) }).optional(),
  FunctionResponseTypes: z.array(z.literal("ReportBatchItemFailures")).default([]),
  MaximumRecordAgeInSeconds: z.coerce.number().default(-1),
  MaximumRetryAttempts: z.coerce.number().default(-1),
  ScalingConfig: z.object({ MaximumConcurrency: z.coerce.number().optional() }).default({}),
  StartingPosition: z.enum(["TRIM_HORIZON", "LATEST"]).optional(),
});

/** Batches of one queue at a time where the template sets no limit; no function works on more here. */
const QUEUE_CONCURRENCY = 4;
const QUEUE_BATCH = 10;
const STREAM_BATCH = 100;

/** `AWS::Lambda::EventSourceMapping` of a queue or a table's stream, each handed to `register`. */
export function eventSourceMappingType(register: (mapping: Mapping) => Promise<void>): ResourceType {
  return {
    type: "AWS::Lambda::EventSourceMapping",
    uses: Object.keys(Properties.shape),
    ignores: ["MaximumBatchingWindowInSeconds", "MetricsConfig", "ParallelizationFactor", "Tags"],
    create: async (logicalId, properties) => {
      const wanted = Properties.parse(properties);
      const id = mappingId(logicalId);
      if (wanted.Enabled) await register(mappingOf(id, wanted));
      return { ref: id, attributes: { Id: id } };
    },
  };
}

function mappingOf(id: string, wanted: z.infer<typeof Properties>): Mapping {
  const functionName = wanted.FunctionName;
  const reportsFailures = wanted.FunctionResponseTypes.length > 0;
  if (wanted.EventSourceArn.includes(":sqs:")) {
    if (wanted.FilterCriteria !== undefined)
      throw new Error(`Mapping ${id}: on a laptop, a queue's messages are not filtered`);
    const queue: QueueMapping = {
      queueArn: wanted.EventSourceArn,
      batchSize: wanted.BatchSize ?? QUEUE_BATCH,
      concurrency: Math.min(wanted.ScalingConfig.MaximumConcurrency ?? QUEUE_CONCURRENCY, QUEUE_CONCURRENCY),
      reportsFailures,
    };
    return { kind: "queue", functionName, queue };
  }
  const filters: readonly unknown[] = (wanted.FilterCriteria?.Filters ?? []).map(({ Pattern }) =>
    JSON.parse(Pattern),
  );
  for (const pattern of filters) checkPattern(pattern);
  const stream: Omit<StreamMapping, "functionArn"> = {
    id,
    streamArn: wanted.EventSourceArn,
    batchSize: wanted.BatchSize ?? STREAM_BATCH,
    startsAtLatest: wanted.StartingPosition === "LATEST",
    bisects: wanted.BisectBatchOnFunctionError,
    retries: orInfinite(wanted.MaximumRetryAttempts),
    maxAgeMs: orInfinite(wanted.MaximumRecordAgeInSeconds) * 1000,
    reportsFailures,
    filters,
    onFailureArn: wanted.DestinationConfig.OnFailure?.Destination,
  };
  return { kind: "stream", functionName, stream };
}

/** In the API, -1 says "without end". */
const orInfinite = (limit: number): number => (limit === -1 ? Number.POSITIVE_INFINITY : limit);

/** Shaped as AWS's, the same at every start: checkpoints are kept under it. */
function mappingId(logicalId: string): string {
  const hex = createHash("sha256").update(logicalId).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    "-",
  );
}
