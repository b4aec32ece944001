import { DescribeTableCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import type { Context, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import { invitationKey } from "#shared/dynamodb/keys.ts";
import { scorecardOf } from "#shared/dynamodb/scorecards.ts";
import { toItem } from "#shared/dynamodb/table.ts";
import { type BusEvent, EVENTS } from "#shared/events.ts";
import { shardReader } from "../../../infra/local/lambda/shard-reader.ts";
import { startEndpoint } from "../../remembering-endpoint.ts";
import { askRoute, startOpsTable } from "../ops-routes.ts";

type Entry = { readonly DetailType: keyof typeof EVENTS; readonly Detail: string };
export type Scorecards = Awaited<ReturnType<typeof startScorecards>>;

/** The functions of the scorecard as deployed, on a real table with its stream, and a bus that remembers. */
export async function startScorecards() {
  const { table, endpoint, stop } = await startOpsTable();
  let failures = 0;
  const bus = await startEndpoint(({ body }) => {
    const { Entries } = JSON.parse(body) as { Entries: Entry[] };
    if (failures-- > 0) return { status: 400, body: JSON.stringify({ __type: "ValidationException" }) };
    return { status: 200, body: JSON.stringify({ FailedEntryCount: 0, Entries: Entries.map(() => ({})) }) };
  });
  Object.assign(process.env, { AWS_ENDPOINT_URL_EVENTBRIDGE: bus.url, BUS_NAME: "lifecycle-surveys" });
  const { handler: keep } = await import("../../../functions/keep-scorecard/handler.ts");
  const { handler: set } = await import("../../../functions/score-account/handler.ts");
  const { handler: read } = await import("../../../functions/read-records/handler.ts");

  const { Table: described } = await table.client.send(new DescribeTableCommand({ TableName: table.name }));
  const streams = new DynamoDBStreamsClient({ endpoint, region: "us-east-1" });
  const reader = shardReader(streams, described?.LatestStreamArn ?? "", "us-east-1", () => 0);
  let seen: string | undefined;

  /** What the stream has had since it was last asked, of the kinds that the function is handed. */
  async function newRecords(): Promise<DynamoDBRecord[]> {
    const records: DynamoDBRecord[] = [];
    for (const shard of await reader.shards()) {
      const page = await reader.read(await reader.seek(shard, seen), 1000);
      seen = page.records.at(-1)?.sequence ?? seen;
      // The laptop makes them in Lambda's shape.
      records.push(...page.records.map(({ event }) => event as DynamoDBRecord));
    }
    const kinds: readonly unknown[] = ["invitation", "scorecard"];
    return records.filter(({ dynamodb }) => kinds.includes(dynamodb?.NewImage?.type?.S));
  }

  /** Hands over a batch; answers which of its records it is to come back to, if any. */
  async function deliver(Records: DynamoDBRecord[]): Promise<DynamoDBRecord[]> {
    failures = Math.max(0, failures);
    const event: DynamoDBStreamEvent = { Records };
    const { batchItemFailures } = await keep(event, {} as Context);
    const [failed] = batchItemFailures;
    if (failed === undefined) return [];
    return Records.slice(Records.findIndex((one) => one.dynamodb?.SequenceNumber === failed.itemIdentifier));
  }

  return {
    table,
    newRecords,
    deliver,
    /** The next so many puts on the bus are refused. */
    failNext: (puts: number) => {
      failures = puts;
    },
    stop: () => {
      streams.destroy();
      bus.stop();
      stop();
    },

    /** Stores invitations as they are from now on. */
    async put(...invitations: readonly Invitation[]): Promise<void> {
      for (const one of invitations) {
        const Item = toItem({ ...invitationKey(one.invitationId), ...one });
        await table.client.send(new PutItemCommand({ TableName: table.name, Item }));
      }
    },

    /** Hands the function all that the stream has, and what it makes the stream have. */
    async settle(): Promise<void> {
      for (let records = await newRecords(); records.length > 0; records = await newRecords())
        while (records.length > 0) records = await deliver(records);
    },

    /** What the bus took since the last time, each held against its contract. */
    events: (): BusEvent["detail"][] =>
      bus.requests.splice(0).flatMap(({ body }) => {
        const { Entries } = JSON.parse(body) as { Entries: Entry[] };
        return Entries.map(({ DetailType, Detail }) => EVENTS[DetailType].parse(JSON.parse(Detail)));
      }),

    cardOf: (accountId: string) => scorecardOf(table, accountId),
    read: (accountId: string, query: Readonly<Record<string, string>> = {}, role = "csm") =>
      askRoute(read, "GET /v1/accounts/{accountId}/scorecard", { path: { accountId }, query, role }),
    list: async (query: Readonly<Record<string, string>>) =>
      (await askRoute(read, "GET /v1/accounts", { query, role: "csm" })).body.items,
    set: (accountId: string, measure: string, body: unknown, role = "csm") =>
      askRoute(set, "PUT /v1/accounts/{accountId}/scorecard/{measure}", {
        path: { accountId, measure },
        body: typeof body === "string" ? body : JSON.stringify(body),
        email: "ana@vendor.example",
        role,
      }),
  };
}
