import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateBucketCommand, GetObjectCommand } from "@aws-sdk/client-s3";
import { s3Client } from "#shared/s3/client.ts";
import type { FilePorts } from "../../../functions/write-export/draft.ts";
import { s3Files } from "../../../functions/write-export/s3-files.ts";
import { startClock } from "../../../infra/local/clock.ts";
import { clientSettings } from "../../../infra/local/engines/client-settings.ts";
import { startQueues } from "../../../infra/local/engines/queues.ts";
import { startS3Front } from "../../../infra/local/s3/front.ts";
import { openState } from "../../../infra/local/state.ts";

/** A bucket as the laptop has it, which is stricter than its engine; `stop` ends it. */
export async function startFiles() {
  const dir = mkdtempSync(join(tmpdir(), "surveys-exports-"));
  const db = openState(dir);
  const engine = await startQueues({ dir, clock: startClock(db), region: "us-east-1" });
  const front = await startS3Front(engine.endpoint, { now: () => new Date() });
  const s3 = s3Client({
    ...clientSettings(front.endpoint, "us-east-1"),
    credentials: { accessKeyId: "local", secretAccessKey: front.secret },
  });
  await s3.send(new CreateBucketCommand({ Bucket: "exports" }));
  const files: FilePorts = s3Files(s3, "exports");
  return {
    files,
    /** What a file holds; undefined where there is none. */
    async read(Key: string): Promise<string | undefined> {
      try {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: "exports", Key }));
        return await Body?.transformToString();
      } catch (error) {
        if (error instanceof Error && error.name === "NoSuchKey") return undefined;
        throw error;
      }
    },
    async stop(): Promise<void> {
      s3.destroy();
      await front.stop();
      await engine.stop();
      db.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Files in memory, in small parts, by the rules of S3. */
export function someFiles() {
  const whole = new Map<string, Buffer>();
  const uploads = new Map<string, Map<number, { readonly etag: string; readonly bytes: Buffer }>>();
  let made = 0;
  const files: FilePorts = {
    partBytes: 800,
    write: async (key, _, bytes) => void whole.set(key, bytes),
    read: async (key) => {
      const bytes = whole.get(key);
      if (bytes === undefined) throw new Error(`there is no ${key}`);
      return bytes;
    },
    begin: async () => {
      const uploadId = `upload-${++made}`;
      uploads.set(uploadId, new Map());
      return uploadId;
    },
    part: async (_, uploadId, number, bytes) => {
      const etag = `etag-${++made}`;
      const parts = uploads.get(uploadId);
      if (parts === undefined) throw new Error(`there is no ${uploadId}`);
      parts.set(number, { etag, bytes });
      return { number, etag };
    },
    complete: async (key, uploadId, parts) => {
      const uploaded = uploads.get(uploadId);
      if (uploaded === undefined && whole.has(key)) return;
      const bytes = parts.map(({ number, etag }, i) => {
        const part = uploaded?.get(number);
        const isSmall = i < parts.length - 1 && (part?.bytes.length ?? 0) < files.partBytes;
        const isBehind = number > (parts[i - 1]?.number ?? 0);
        if (part?.etag !== etag || isSmall || !isBehind)
          throw new Error(`part ${number} is not as it was told`);
        return part.bytes;
      });
      uploads.delete(uploadId);
      whole.set(key, Buffer.concat(bytes));
    },
  };
  return { files, read: (key: string) => whole.get(key)?.toString() };
}
