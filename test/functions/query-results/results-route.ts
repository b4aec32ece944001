import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { Bucket } from "#shared/domain/results/buckets.ts";
import { bucketItem } from "#shared/dynamodb/bucket-item.ts";
import { toItem } from "#shared/dynamodb/table.ts";
import { startSheetBucket } from "../../sheet-bucket.ts";
import { askRoute, startOpsTable } from "../ops-routes.ts";

type Query = Readonly<Record<string, string>>;

/** The function of the results, on a table and a bucket of the test file's own. */
export async function startResults() {
  const { table, stop } = await startOpsTable();
  const sheets = await startSheetBucket();
  const { handler } = await import("../../../functions/query-results/handler.ts");
  return {
    table,
    given: async (...buckets: readonly Bucket[]): Promise<void> => {
      for (const bucket of buckets)
        await table.client.send(
          new PutItemCommand({ TableName: table.name, Item: toItem(bucketItem(bucket)) }),
        );
    },
    ask: (query: Query, role = "viewer") => askRoute(handler, "GET /v1/results", { query, role }),
    compare: (query: Query, role = "viewer") =>
      askRoute(handler, "GET /v1/results/comparison", { query, role }),
    stop: async () => {
      stop();
      await sheets.stop();
    },
  };
}

export type ResultsRoute = Awaited<ReturnType<typeof startResults>>;
