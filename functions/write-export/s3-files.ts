import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  NoSuchUpload,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { MEDIA } from "#shared/exports/text.ts";
import type { FilePorts } from "./draft.ts";

/** S3 wants 5 MB or more. */
const PART_BYTES = 8 * 1024 * 1024;

/** Files in a bucket. */
export const s3Files = (s3: S3Client, Bucket: string): FilePorts => ({
  partBytes: PART_BYTES,
  write: async (Key, format, Body) => {
    await s3.send(new PutObjectCommand({ Bucket, Key, Body, ContentType: MEDIA[format] }));
  },
  read: async (Key) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    if (Body === undefined) throw new Error(`${Key} came without a body`);
    return Buffer.from(await Body.transformToByteArray());
  },
  begin: async (Key, format) => {
    const begun = await s3.send(
      new CreateMultipartUploadCommand({ Bucket, Key, ContentType: MEDIA[format] }),
    );
    if (begun.UploadId === undefined) throw new Error(`The upload of ${Key} was given no id`);
    return begun.UploadId;
  },
  part: async (Key, UploadId, number, Body) => {
    const upload = { Bucket, Key, UploadId, PartNumber: number, Body };
    const { ETag } = await s3.send(new UploadPartCommand(upload));
    if (ETag === undefined) throw new Error(`Part ${number} of ${Key} was given no tag`);
    return { number, etag: ETag };
  },
  complete: async (Key, UploadId, parts) => {
    const Parts = parts.map(({ number, etag }) => ({ PartNumber: number, ETag: etag }));
    const upload = { Bucket, Key, UploadId, MultipartUpload: { Parts } };
    try {
      await s3.send(new CompleteMultipartUploadCommand(upload));
    } catch (error) {
      if (!isNoSuchUpload(error)) throw error;
      // It has been completed before, which made the file, or else this throws.
      await s3.send(new HeadObjectCommand({ Bucket, Key }));
    }
  },
});

const isNoSuchUpload = (error: unknown): boolean =>
  error instanceof NoSuchUpload || (error instanceof Error && error.name === "NoSuchUpload");
