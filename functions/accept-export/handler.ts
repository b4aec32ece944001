import { randomUUID } from "node:crypto";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import * as z from "zod";
import { beginExport, exportById, giveUpExport } from "#shared/dynamodb/exports.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { apiHandler } from "#shared/lambda/api.ts";
import { now } from "#shared/lambda/clock.ts";
import { signedDownload } from "#shared/lambda/signed-address.ts";
import { touchpointIds } from "#shared/records/ports.ts";
import { s3Client } from "#shared/s3/client.ts";
import { acceptExport } from "./accept-export.ts";

const table = tableFrom(process.env);
const s3 = s3Client();
const lambda = new LambdaClient({});
const env = z.object({ EXPORT_BUCKET: z.string(), EXPORT_FUNCTION: z.string() }).parse(process.env);

const answer = acceptExport({
  newId: () => randomUUID(),
  programIds: () => touchpointIds(table),
  begin: (of) => beginExport(table, of),
  exportById: (exportId) => exportById(table, exportId),
  start: async (exportId) => {
    const Payload = JSON.stringify({ exportId, leg: 0 });
    await lambda.send(
      new InvokeCommand({ FunctionName: env.EXPORT_FUNCTION, InvocationType: "Event", Payload }),
    );
  },
  giveUp: (exportId, message, at) => giveUpExport(table, exportId, message, at),
  address: (key, filename, seconds) =>
    signedDownload(s3, { bucket: env.EXPORT_BUCKET, key, filename, seconds }),
});

export const handler = apiHandler("csm", (request) => answer(request, now()));
