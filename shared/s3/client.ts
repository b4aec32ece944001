import { S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";

/** S3 as functions reach it; call it once, at module scope. */
export const s3Client = (settings: S3ClientConfig = {}): S3Client =>
  new S3Client({
    // Addresses with the bucket in the path hold everywhere, also where a bucket has no host name of its own.
    forcePathStyle: true,
    // Left to itself the SDK gives every part a checksum, and S3 then never completes an upload that was begun without
    // naming its algorithm; into an address it signs the checksum of no body, and S3 would refuse every other.
    requestChecksumCalculation: "WHEN_REQUIRED",
    ...settings,
  });
