import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  TrimmedDataAccessException,
} from "@aws-sdk/client-dynamodb-streams";
import { type StreamRecord, streamRecord } from "./stream-record.ts";

type Page = {
  readonly records: readonly StreamRecord[];
  /** None where the shard is closed and read to its end. */
  readonly next: string | undefined;
};

export type ShardReader = {
  /** Oldest first. */
  shards(): Promise<readonly string[]>;
  /** An iterator that stands behind a sequence number, or at the oldest record that is left. */
  seek(shardId: string, sequence: string | undefined): Promise<string>;
  read(iterator: string, limit: number): Promise<Page>;
};

export function shardReader(
  client: DynamoDBStreamsClient,
  streamArn: string,
  region: string,
  offsetMs: () => number,
): ShardReader {
  const iteratorAt = async (ShardId: string, sequence: string | undefined): Promise<string> => {
    const { ShardIterator } = await client.send(
      new GetShardIteratorCommand({
        StreamArn: streamArn,
        ShardId,
        ShardIteratorType: sequence === undefined ? "TRIM_HORIZON" : "AFTER_SEQUENCE_NUMBER",
        SequenceNumber: sequence,
      }),
    );
    if (ShardIterator === undefined) throw new Error(`Stream ${streamArn} gave no iterator for ${ShardId}`);
    return ShardIterator;
  };
  return {
    shards: async () => {
      const ids: string[] = [];
      for (let last: string | undefined, isMore = true; isMore; isMore = last !== undefined) {
        const { StreamDescription } = await client.send(
          new DescribeStreamCommand({ StreamArn: streamArn, ExclusiveStartShardId: last }),
        );
        for (const { ShardId } of StreamDescription?.Shards ?? [])
          if (ShardId !== undefined) ids.push(ShardId);
        last = StreamDescription?.LastEvaluatedShardId;
      }
      return ids;
    },
    seek: async (shardId, sequence) => {
      try {
        return await iteratorAt(shardId, sequence);
      } catch (error) {
        if (!(error instanceof TrimmedDataAccessException)) throw error;
        return await iteratorAt(shardId, undefined);
      }
    },
    read: async (iterator, limit) => {
      const { Records = [], NextShardIterator } = await client.send(
        new GetRecordsCommand({ ShardIterator: iterator, Limit: Math.min(limit, 1000) }),
      );
      const records = Records.map((record) => streamRecord(record, streamArn, region, offsetMs()));
      return { records, next: NextShardIterator };
    },
  };
}
