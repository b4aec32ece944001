import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { BlockPublicAccess, Bucket, HttpMethods } from "aws-cdk-lib/aws-s3";
import { KEPT_DAYS } from "#shared/domain/exports/export.ts";
import type { StackParts } from "./stack-parts.ts";

/** Files of any size, written by one invocation after the other and fetched by addresses that expire. */
export function wireExports({ scope, make, table, sheets, api, config, deadLetters }: StackParts) {
  const files = new Bucket(scope, "Exports", {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    // Whoever has an address may fetch the file, from a page as well: the address is the permission.
    cors: [{ allowedMethods: [HttpMethods.GET], allowedOrigins: ["*"] }],
    lifecycleRules: [
      {
        // S3 counts from when an upload began: nothing goes that is still said to be there.
        expiration: Duration.days(KEPT_DAYS + 1),
        abortIncompleteMultipartUploadAfter: Duration.days(KEPT_DAYS),
      },
    ],
    removalPolicy: config.isDataKept ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  const writeExport = make("write-export", { memoryMb: 1769, timeout: Duration.minutes(5), deadLetters });
  table.serve(writeExport, ["GetItem", "BatchGetItem", "Query", "UpdateItem"], ["Query"]);
  sheets.serveReader(writeExport);
  writeExport.knows("EXPORT_BUCKET", files.bucketName);
  writeExport.may(["s3:GetObject", "s3:PutObject"], [files.arnForObjects("*")]);
  writeExport.mayInvokeItself();
  const acceptExport = make("accept-export", { memoryMb: 512, timeout: Duration.seconds(29) });
  table.serve(acceptExport, ["GetItem", "Query", "PutItem", "UpdateItem"]);
  acceptExport.knows("EXPORT_BUCKET", files.bucketName);
  // What an address may do is what whoever signs it may do.
  acceptExport.may(["s3:GetObject"], [files.arnForObjects("*")]);
  acceptExport.mayInvoke(writeExport, "EXPORT_FUNCTION");
  api.guard(acceptExport, ["POST /v1/exports", "GET /v1/exports/{exportId}"]);
}
