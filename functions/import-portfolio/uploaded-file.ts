import { GetObjectCommand, type S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import type { Ports } from "./import-portfolio.ts";

/** Opens the files that are imported, in their bucket. */
export const openIn =
  (s3: S3Client, bucket: string): Ports["open"] =>
  async (importId, etag) => {
    try {
      const { Body, ETag } = await s3.send(
        new GetObjectCommand({ Bucket: bucket, Key: `${importId}.csv`, IfMatch: etag }),
      );
      if (Body === undefined || ETag === undefined)
        throw new Error(`The file of import ${importId} has no body; send it again`);
      return { chunks: Body.transformToWebStream(), etag: ETag };
    } catch (error) {
      if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 412)
        return "another-file";
      throw error;
    }
  };
