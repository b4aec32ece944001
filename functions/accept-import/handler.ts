import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import * as z from "zod";
import { importById, saveImport } from "#shared/dynamodb/imports.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { apiHandler } from "#shared/lambda/api.ts";
import { now } from "#shared/lambda/clock.ts";
import { acceptImport } from "./accept-import.ts";

const table = tableFrom(process.env);
// Addresses with the bucket in the path hold everywhere, also where a bucket has no host name of its own.
const s3 = new S3Client({ forcePathStyle: true });
const lambda = new LambdaClient({});
const env = z.object({ IMPORT_BUCKET: z.string(), IMPORT_FUNCTION: z.string() }).parse(process.env);

const answer = acceptImport({
  keepFile: async (importId, csv) => {
    await s3.send(
      new PutObjectCommand({
        Bucket: env.IMPORT_BUCKET,
        Key: `${importId}.csv`,
        Body: csv,
        ContentType: "text/csv; charset=utf-8",
      }),
    );
  },
  saveImport: (record) => saveImport(table, record),
  importById: (importId) => importById(table, importId),
  runImport: async (of) => {
    await lambda.send(
      new InvokeCommand({
        FunctionName: env.IMPORT_FUNCTION,
        InvocationType: "Event",
        Payload: JSON.stringify(of),
      }),
    );
  },
});

export const handler = apiHandler("ops", (request) => answer(request, now()));
