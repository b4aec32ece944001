import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import * as z from "zod";
import { claimImport, importById, saveImport } from "#shared/dynamodb/imports.ts";
import { allMappings, mappingById, saveMapping } from "#shared/dynamodb/mappings.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { apiHandler } from "#shared/lambda/api.ts";
import { now } from "#shared/lambda/clock.ts";
import { signedUpload } from "#shared/lambda/signed-address.ts";
import { s3Client } from "#shared/s3/client.ts";
import { acceptImport } from "./accept-import.ts";
import { manageMappings } from "./manage-mappings.ts";

const table = tableFrom(process.env);
const s3 = s3Client();
const lambda = new LambdaClient({});
const env = z.object({ IMPORT_BUCKET: z.string(), IMPORT_FUNCTION: z.string() }).parse(process.env);

const fileOf = (importId: string) => ({ Bucket: env.IMPORT_BUCKET, Key: `${importId}.csv` });

const imports = acceptImport({
  keepFile: async (importId, csv) => {
    const file = { ...fileOf(importId), Body: csv, ContentType: "text/csv; charset=utf-8" };
    await s3.send(new PutObjectCommand(file));
  },
  uploadUrl: (importId, seconds) => {
    const { Bucket: bucket, Key: key } = fileOf(importId);
    return signedUpload(s3, { bucket, key, contentType: "text/csv", seconds });
  },
  isUploaded: async (importId) => {
    const { Bucket, Key } = fileOf(importId);
    // Listed, not asked for by name: whoever may not list is not told whether a name is taken.
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: Key, MaxKeys: 1 }));
    return Contents.some(({ Size = 0 }) => Size > 0);
  },
  saveImport: (record) => saveImport(table, record),
  claimImport: (record, at) => claimImport(table, record, at),
  importById: (importId) => importById(table, importId),
  mappingById: (mappingId) => mappingById(table, mappingId),
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

const mappings = manageMappings({
  allMappings: () => allMappings(table),
  mappingById: (mappingId) => mappingById(table, mappingId),
  saveMapping: (mappingId, mapping, at) => saveMapping(table, mappingId, mapping, at),
});

export const handler = apiHandler("ops", (request) => {
  const answer = request.route.includes(" /v1/mappings") ? mappings : imports;
  return answer(request, now());
});
