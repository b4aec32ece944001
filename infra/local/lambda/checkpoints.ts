import type { DatabaseSync } from "node:sqlite";

/** How far a mapping has read one shard. */
type ShardPosition = {
  /** The last sequence number that is done; none at the very beginning. */
  readonly sequence: string | undefined;
  /** A closed shard that was read to its end. */
  readonly isFinished: boolean;
};

export type Checkpoints = {
  of(shardId: string): ShardPosition;
  isNew(): boolean;
  /** Without a sequence number: the mapping has seen the shard, and nothing in it. */
  reach(shardId: string, sequence: string | undefined): void;
  finish(shardId: string): void;
};

/** The positions of one mapping in one stream, on disk; a table made anew has another stream and starts over. */
export function checkpoints(db: DatabaseSync, mapping: string, streamArn: string): Checkpoints {
  db.exec(`create table if not exists stream_checkpoints (
    mapping text not null, stream text not null, shard text not null, sequence text,
    is_finished integer not null default 0, primary key (mapping, stream, shard))`);
  const find = db.prepare("select * from stream_checkpoints where mapping = ? and stream = ? and shard = ?");
  const any = db.prepare("select 1 from stream_checkpoints where mapping = ? and stream = ? limit 1");
  const reach = db.prepare(`insert into stream_checkpoints (mapping, stream, shard, sequence)
    values (?, ?, ?, ?) on conflict do update set sequence = excluded.sequence`);
  const finish = db.prepare(`insert into stream_checkpoints (mapping, stream, shard, is_finished)
    values (?, ?, ?, 1) on conflict do update set is_finished = 1`);
  return {
    of: (shardId) => {
      const row = find.get(mapping, streamArn, shardId);
      const sequence = typeof row?.sequence === "string" ? row.sequence : undefined;
      return { sequence, isFinished: row?.is_finished === 1 };
    },
    isNew: () => any.get(mapping, streamArn) === undefined,
    reach: (shardId, sequence) => {
      reach.run(mapping, streamArn, shardId, sequence ?? null);
    },
    finish: (shardId) => {
      finish.run(mapping, streamArn, shardId);
    },
  };
}
