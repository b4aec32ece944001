import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { BlockPublicAccess, Bucket } from "aws-cdk-lib/aws-s3";
import type { StackParts } from "./stack-parts.ts";

/** The portfolio as ops bring it in: imports, one at a time, and holds. */
export function wirePortfolio({ scope, make, table, api, personKey, config, deadLetters }: StackParts) {
  const imports = new Bucket(scope, "Imports", {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    lifecycleRules: [{ expiration: Duration.days(30) }],
    removalPolicy: config.isDataKept ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  const importPortfolio = make("import-portfolio", {
    memoryMb: 1024,
    timeout: Duration.minutes(15),
    deadLetters,
  });
  table.serve(importPortfolio, ["GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"]);
  personKey.serve(importPortfolio, "PERSON_KEY_PARAMETER", "make");
  importPortfolio.knows("IMPORT_BUCKET", imports.bucketName);
  importPortfolio.may(["s3:GetObject"], [imports.arnForObjects("*")]);
  importPortfolio.mayInvokeItself();
  const acceptImport = make("accept-import", { memoryMb: 512, timeout: Duration.seconds(29) });
  table.serve(acceptImport, ["GetItem", "Query", "PutItem"]);
  acceptImport.knows("IMPORT_BUCKET", imports.bucketName);
  acceptImport.may(["s3:PutObject"], [imports.arnForObjects("*")]);
  acceptImport.may(["s3:ListBucket"], [imports.bucketArn]);
  acceptImport.mayInvoke(importPortfolio, "IMPORT_FUNCTION");
  api.guard(acceptImport, [
    "POST /v1/imports",
    "POST /v1/imports/{importId}/start",
    "GET /v1/imports/{importId}",
    "GET /v1/mappings",
    "GET /v1/mappings/{mappingId}",
    "PUT /v1/mappings/{mappingId}",
  ]);

  const savePortfolio = make("save-portfolio", { memoryMb: 512, timeout: Duration.seconds(29) });
  table.serve(savePortfolio, ["BatchGetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"]);
  personKey.serve(savePortfolio, "PERSON_KEY_PARAMETER", "make");
  api.guard(savePortfolio, [
    "PUT /v1/accounts/{accountId}",
    "PUT /v1/accounts/{accountId}/contacts/{contactId}",
    "DELETE /v1/accounts/{accountId}/contacts/{contactId}",
  ]);
  const placeHold = make("place-hold", { timeout: Duration.seconds(29) });
  table.serve(placeHold, ["BatchGetItem", "Query", "PutItem", "DeleteItem"]);
  api.guard(placeHold, ["POST /v1/holds", "DELETE /v1/holds"]);
}
