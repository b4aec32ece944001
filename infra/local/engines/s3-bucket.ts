import {
  BucketAlreadyExists,
  BucketAlreadyOwnedByYou,
  CreateBucketCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import * as z from "zod";
import type { Local, ResourceType } from "../context.ts";
import { CorsRules } from "../s3/cors.ts";
import { clientSettings } from "./client-settings.ts";

const Properties = z.object({
  BucketName: z.string().optional(),
  CorsConfiguration: z.object({ CorsRules }).optional(),
});

/**
 * `AWS::S3::Bucket`. Nothing expires on a laptop, and a bucket sends no events.
 *
 * @param allow is told what pages of other origins may do to a bucket, which the engine does not know
 */
export function bucketType(
  endpoint: string,
  local: Pick<Local, "region">,
  allow: (bucket: string, rules: CorsRules) => void = () => {},
): ResourceType {
  const client = new S3Client(clientSettings(endpoint, local.region));
  return {
    type: "AWS::S3::Bucket",
    uses: Object.keys(Properties.shape),
    ignores: [
      "AccessControl",
      "BucketEncryption",
      "LifecycleConfiguration",
      "LoggingConfiguration",
      "OwnershipControls",
      "PublicAccessBlockConfiguration",
      "Tags",
      "VersioningConfiguration",
    ],
    create: async (logicalId, properties) => {
      // The end of a logical id is what tells it from others, and a bucket's name has 63 characters.
      const { BucketName = logicalId.slice(-63).toLowerCase(), CorsConfiguration } =
        Properties.parse(properties);
      if (CorsConfiguration !== undefined) allow(BucketName, CorsConfiguration.CorsRules);
      try {
        await client.send(new CreateBucketCommand({ Bucket: BucketName }));
      } catch (error) {
        const isThere = error instanceof BucketAlreadyOwnedByYou || error instanceof BucketAlreadyExists;
        if (!isThere) throw error;
      }
      const attributes = {
        Arn: `arn:aws:s3:::${BucketName}`,
        DomainName: `${BucketName}.s3.amazonaws.com`,
        RegionalDomainName: `${BucketName}.s3.${local.region}.amazonaws.com`,
      };
      return { ref: BucketName, attributes };
    },
  };
}
