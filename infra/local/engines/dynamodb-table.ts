import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DynamoDBClient,
  ResourceNotFoundException,
  type TableDescription,
} from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import type { Local, ResourceType } from "../context.ts";
import { clientSettings } from "./client-settings.ts";

const KeySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(["HASH", "RANGE"]) }));

const Index = z.object({
  IndexName: z.string(),
  KeySchema,
  Projection: z.object({
    ProjectionType: z.enum(["ALL", "KEYS_ONLY", "INCLUDE"]),
    NonKeyAttributes: z.array(z.string()).optional(),
  }),
});

const Properties = z.object({
  TableName: z.string().optional(),
  KeySchema,
  AttributeDefinitions: z.array(
    z.object({ AttributeName: z.string(), AttributeType: z.enum(["S", "N", "B"]) }),
  ),
  GlobalSecondaryIndexes: z.array(Index).optional(),
  LocalSecondaryIndexes: z.array(Index).optional(),
  StreamSpecification: z
    .object({ StreamViewType: z.enum(["NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES", "KEYS_ONLY"]) })
    .optional(),
});

/**
 * Creates a table where it is missing. One that exists keeps its items, and must have the keys, indexes and stream
 * that the template asks for: the laptop does not migrate, it says so.
 */
export function tableType(endpoint: string, local: Pick<Local, "region" | "accountId">): ResourceType {
  const client = new DynamoDBClient(clientSettings(endpoint, local.region));
  return {
    type: "AWS::DynamoDB::Table",
    uses: Object.keys(Properties.shape),
    ignores: [
      "BillingMode",
      "ContributorInsightsSpecification",
      "DeletionProtectionEnabled",
      "OnDemandThroughput",
      "PointInTimeRecoverySpecification",
      "ProvisionedThroughput",
      "ResourcePolicy",
      "SSESpecification",
      "TableClass",
      "Tags",
      "TimeToLiveSpecification",
      "WarmThroughput",
    ],
    create: async (logicalId, properties) => {
      const { TableName = logicalId, StreamSpecification, ...rest } = Properties.parse(properties);
      const wanted: CreateTableCommandInput = { TableName, BillingMode: "PAY_PER_REQUEST", ...rest };
      if (StreamSpecification !== undefined)
        wanted.StreamSpecification = { StreamEnabled: true, ...StreamSpecification };
      const existing = await describe(client, TableName);
      if (existing !== undefined && shapeOf(existing) !== shapeOf(wanted))
        throw new Error(
          `Table ${TableName} exists with other keys, indexes or stream than the template asks for: start with --fresh`,
        );
      const table = existing ?? (await client.send(new CreateTableCommand(wanted))).TableDescription;
      const attributes: Record<string, string> = {
        Arn: `arn:aws:dynamodb:${local.region}:${local.accountId}:table/${TableName}`,
      };
      if (table?.LatestStreamArn !== undefined) attributes.StreamArn = table.LatestStreamArn;
      return { ref: TableName, attributes };
    },
  };
}

async function describe(client: DynamoDBClient, name: string): Promise<TableDescription | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: name }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

/** What two definitions of a table must have in common to be the same table, as text. */
function shapeOf(table: CreateTableCommandInput | TableDescription): string {
  type Key = { readonly AttributeName?: string | undefined; readonly KeyType?: string | undefined };
  type AnyIndex = {
    readonly IndexName?: string | undefined;
    readonly KeySchema?: readonly Key[] | undefined;
    readonly Projection?:
      | {
          readonly ProjectionType?: string | undefined;
          readonly NonKeyAttributes?: readonly string[] | undefined;
        }
      | undefined;
  };
  const keys = (schema: readonly Key[] = []) =>
    schema.map((key) => `${key.KeyType} ${key.AttributeName}`).sort();
  const indexes = (list: readonly AnyIndex[] = []) =>
    list
      .map(({ IndexName, KeySchema, Projection }) => [
        IndexName,
        keys(KeySchema),
        Projection?.ProjectionType,
        [...(Projection?.NonKeyAttributes ?? [])].sort(),
      ])
      .sort((one, other) => String(one[0]).localeCompare(String(other[0])));
  return JSON.stringify([
    keys(table.KeySchema),
    indexes(table.GlobalSecondaryIndexes),
    indexes(table.LocalSecondaryIndexes),
    table.StreamSpecification?.StreamViewType ?? null,
  ]);
}
