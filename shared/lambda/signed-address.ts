import { GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";

type Place = {
  readonly bucket: string;
  readonly key: string;
  /** How long the address holds, up to a week; never longer than the credentials that sign it, some hours in a function. */
  readonly seconds: number;
};

/** An address by which whoever has it can download a file, which their browser saves as `filename` (ASCII). */
export const signedDownload = (
  s3: S3Client,
  { bucket, key, filename, seconds }: Place & { readonly filename: string },
): Promise<string> => {
  const ResponseContentDisposition = `attachment; filename="${filename}"`;
  const command = new GetObjectCommand({ Bucket: bucket, Key: key, ResponseContentDisposition });
  return getSignedUrl(s3, command, { expiresIn: seconds });
};

/**
 * An address to which whoever has it can `PUT` one file, with the header `Content-Type` as it is given here.
 *
 * @param s3 is not to calculate checksums: see `s3Client`
 */
export const signedUpload = (
  s3: S3Client,
  { bucket, key, contentType, seconds }: Place & { readonly contentType: string },
): Promise<string> => {
  const command = new PutObjectCommand({ Bucket: bucket, Key: key, ContentType: contentType });
  // Left to itself it does not sign the type, and anything could be put there as anything.
  return getSignedUrl(s3, command, { expiresIn: seconds, signableHeaders: new Set(["content-type"]) });
};
