import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { onTestFinished } from "vitest";
import { DUE_INDEX, type Table, UNLOGGED } from "#shared/dynamodb/table.ts";

/** A port nobody listens on at the moment of asking. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return address.port;
}

/** A real, empty table of this test's own, in memory; gone when the test is. */
export async function aTable(): Promise<Table> {
  const { table, stop } = await startTable();
  onTestFinished(stop);
  return table;
}

/** @param hasStream kept records slow each write: what writes very much does without */
export async function startTable({
  hasStream = true,
} = {}): Promise<{ table: Table; endpoint: string; stop: () => void }> {
  const port = await freePort();
  const engine = spawn("node_modules/@dynoxide/linux-x64/dynoxide", ["--port", String(port)], {
    stdio: "ignore",
  });
  const endpoint = `http://127.0.0.1:${port}`;
  const client = new DynamoDBClient({
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
    ...UNLOGGED,
  });
  const name = "lifecycle-surveys";
  const create = new CreateTableCommand({
    TableName: name,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: ["pk", "sk", "duePk", "dueSk"].map((AttributeName) => ({
      AttributeName,
      AttributeType: "S",
    })),
    KeySchema: [
      { AttributeName: "pk", KeyType: "HASH" },
      { AttributeName: "sk", KeyType: "RANGE" },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: DUE_INDEX,
        KeySchema: [
          { AttributeName: "duePk", KeyType: "HASH" },
          { AttributeName: "dueSk", KeyType: "RANGE" },
        ],
        Projection: { ProjectionType: "KEYS_ONLY" },
      },
    ],
    ...(hasStream
      ? { StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" as const } }
      : {}),
  });
  for (let tries = 0; ; tries++) {
    try {
      await client.send(create);
      break;
    } catch (error) {
      if (tries > 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  return {
    table: { client, name },
    endpoint,
    stop: () => {
      client.destroy();
      engine.kill("SIGKILL");
    },
  };
}
