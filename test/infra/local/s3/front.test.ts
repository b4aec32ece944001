import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startClock } from "../../../../infra/local/clock.ts";
import { type QueueEngine, startQueues } from "../../../../infra/local/engines/queues.ts";
import { bucketType } from "../../../../infra/local/engines/s3-bucket.ts";
import { type S3Front, startS3Front } from "../../../../infra/local/s3/front.ts";
import { openState } from "../../../../infra/local/state.ts";
import { signedDownload, signedUpload } from "../../../../shared/lambda/signed-address.ts";
import { s3Client } from "../../../../shared/s3/client.ts";

/** The laptop's clock, which functions have too, is far ahead of the machine's. */
const NOW_MS = Date.now() + 400 * 86_400_000;
const CORS = {
  CorsRules: [{ AllowedOrigins: ["*"], AllowedMethods: ["PUT"], AllowedHeaders: ["*"], MaxAge: 60 }],
};

let engine: QueueEngine;
let front: S3Front;
const dir = mkdtempSync(join(tmpdir(), "surveys-s3-"));

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: NOW_MS });
  engine = await startQueues({ dir, clock: startClock(openState(dir)), region: "us-east-1" });
  front = await startS3Front(engine.endpoint, { now: () => new Date() });
  await bucketType(engine.endpoint, { region: "us-east-1" }, front.allow).create("Files", {
    CorsConfiguration: CORS,
  });
  await bucketType(engine.endpoint, { region: "us-east-1" }, front.allow).create("Closed", {});
});

afterAll(async () => {
  vi.useRealTimers();
  await front.stop();
  await engine.stop();
  rmSync(dir, { recursive: true, force: true });
});

const settings = (secretAccessKey = front.secret) => ({
  endpoint: front.endpoint,
  region: "us-east-1",
  maxAttempts: 1,
  credentials: { accessKeyId: "local", secretAccessKey, sessionToken: "local" },
});
const aClient = (secretAccessKey?: string) => s3Client(settings(secretAccessKey));

const upload = (client = aClient(), key = "été 1+1.csv") =>
  signedUpload(client, { bucket: "files", key, contentType: "text/csv", seconds: 60 });
const download = (client = aClient(), key = "été 1+1.csv") =>
  signedDownload(client, { bucket: "files", key, filename: "file.csv", seconds: 60 });
const put = (url: string, body = "a,b\n", contentType = "text/csv") =>
  fetch(url, { method: "PUT", body, headers: { "content-type": contentType } });

test("what functions sign works from outside: a file goes up and comes down again under its name", async () => {
  expect((await put(await upload())).status).toBe(200);
  const reply = await fetch(await download());
  expect([reply.status, await reply.text()]).toEqual([200, "a,b\n"]);
  expect(reply.headers.get("content-type")).toBe("text/csv");
  expect(reply.headers.get("content-disposition")).toBe('attachment; filename="file.csv"');
});

test("a function's own requests pass, and leave it the laptop's time to sign by", async () => {
  const client = aClient();
  const object = { Bucket: "files", Key: "own.txt" };
  await client.send(new PutObjectCommand({ ...object, Body: "mine" }));
  const { Body } = await client.send(new GetObjectCommand(object));
  expect(await Body?.transformToString()).toBe("mine");
  expect((await fetch(await download(client, "own.txt"))).status).toBe(200);
});

test("a file of many megabytes passes whole", async () => {
  const whole = Buffer.alloc(9 * 1024 * 1024, "0123456789abcdef");
  const client = aClient();
  await client.send(new PutObjectCommand({ Bucket: "files", Key: "large.bin", Body: whole }));
  const reply = await fetch(await download(client, "large.bin"));
  expect(Buffer.from(await reply.arrayBuffer()).equals(whole)).toBe(true);
});

test("a file comes in parts by the checksums that its upload was begun with, none among them, and by no others", async () => {
  type Begun = { readonly ChecksumAlgorithm?: "CRC32" | "SHA256" };
  const inParts = async (client: S3Client, begun: Begun, completed: { readonly ChecksumCRC32?: string }) => {
    const file = { Bucket: "files", Key: "parts.bin" };
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ ...file, ...begun }));
    const part = { ...file, UploadId, PartNumber: 1 };
    const { ETag, ChecksumCRC32 } = await client.send(new UploadPartCommand({ ...part, Body: "mine" }));
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag, ChecksumCRC32 }] };
    await client.send(
      new CompleteMultipartUploadCommand({ ...file, UploadId, MultipartUpload, ...completed }),
    );
  };
  const bySdk = new S3Client({ ...settings(), forcePathStyle: true });
  await inParts(aClient(), {}, {});
  await inParts(bySdk, { ChecksumAlgorithm: "CRC32" }, {});
  const mismatch = "Checksum Type mismatch";
  await expect(inParts(bySdk, {}, {})).rejects.toThrow(mismatch);
  await expect(inParts(bySdk, { ChecksumAlgorithm: "SHA256" }, {})).rejects.toThrow(mismatch);
  await expect(inParts(aClient(), { ChecksumAlgorithm: "CRC32" }, {})).rejects.toThrow(mismatch);
  await expect(inParts(aClient(), {}, { ChecksumCRC32: "AAAAAA==" })).rejects.toThrow(mismatch);
});

test("what is not signed, by another key, or not for this, is refused", async () => {
  const good = await download();
  const refused = [
    fetch(`${front.endpoint}/files/été%201%2B1.csv`),
    fetch(await download(aClient("local"))),
    fetch(good.replace(/(Signature=)./, "$1z")),
    fetch(good.replace("1.csv", "2.csv")),
    fetch(good.replace("Expires=60", "Expires=6000")),
    fetch(`${good}&versionId=2`),
    fetch(good, { method: "DELETE" }),
    put(await upload(), "<script>", "text/html"),
  ];
  for (const reply of await Promise.all(refused)) expect(reply.status).toBe(403);
  expect(await (await refused[1])?.text()).toContain("<Code>SignatureDoesNotMatch</Code>");
  const forger = aClient("local");
  await expect(forger.send(new GetObjectCommand({ Bucket: "files", Key: "own.txt" }))).rejects.toThrow(
    "signature",
  );
});

test("an address expires when the laptop's clock has passed it, and one made after that holds", async () => {
  await put(await upload());
  const earlier = await download();
  vi.setSystemTime(NOW_MS + 61_000);
  const reply = await fetch(earlier);
  expect([reply.status, await reply.text()]).toEqual([403, expect.stringContaining("Request has expired")]);
  expect((await fetch(await download())).status).toBe(200);
});

test("a page of another origin is told what the bucket's rules allow", async () => {
  const origin = "https://ops.example";
  const asking = (method: string, path: string) =>
    fetch(front.endpoint + path, {
      method: "OPTIONS",
      headers: {
        origin,
        "access-control-request-method": method,
        "access-control-request-headers": "content-type",
      },
    });
  const preflight = await asking("PUT", "/files/x.csv");
  expect(preflight.status).toBe(200);
  expect(preflight.headers.get("access-control-allow-origin")).toBe("*");
  expect(preflight.headers.get("access-control-allow-headers")).toBe("content-type");
  expect((await asking("DELETE", "/files/x.csv")).status).toBe(403);
  expect((await asking("PUT", "/closed/x.csv")).status).toBe(403);
  const sent = await fetch(await upload(), {
    method: "PUT",
    body: "x",
    headers: { "content-type": "text/csv", origin },
  });
  expect([sent.status, sent.headers.get("access-control-allow-origin")]).toEqual([200, "*"]);
});
