import { setTimeout as pause } from "node:timers/promises";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { SSMClient } from "@aws-sdk/client-ssm";
import middy from "@middy/core";
import * as z from "zod";
import { utcDay } from "#shared/domain/days.ts";
import { IMPORT_KINDS } from "#shared/domain/imports/columns.ts";
import { areAccountsImporting, saveImport } from "#shared/dynamodb/imports.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { now } from "#shared/lambda/clock.ts";
import { log } from "#shared/lambda/log.ts";
import { secretKeyFrom } from "#shared/lambda/secret-key.ts";
import { accountImporter } from "./accounts.ts";
import { contactImporter } from "./contacts.ts";
import { type BatchImporter, importPortfolio, type Ports } from "./import-portfolio.ts";
import { sendImporter } from "./sends.ts";

const table = tableFrom(process.env);
// Addresses with the bucket in the path hold everywhere, also where a bucket has no host name of its own.
const s3 = new S3Client({ forcePathStyle: true });
const ssm = new SSMClient({});
const env = z.object({ IMPORT_BUCKET: z.string(), PERSON_KEY_PARAMETER: z.string() }).parse(process.env);

const ACCOUNTS_POLL_MS = 500;

const open: Ports["open"] = async (importId) => {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: env.IMPORT_BUCKET, Key: `${importId}.csv` }));
  if (Body === undefined) throw new Error(`The file of import ${importId} has no body; send it again`);
  return Body.transformToWebStream();
};

const importer: Ports["importer"] = async (kind, at): Promise<BatchImporter> => {
  switch (kind) {
    case "accounts":
      return accountImporter(table, utcDay(at));
    case "contacts":
      // Sent right behind its accounts, a file of contacts finds them.
      while (await areAccountsImporting(table, now())) await pause(ACCOUNTS_POLL_MS);
      return contactImporter(table, await secretKeyFrom(ssm, env.PERSON_KEY_PARAMETER));
    case "sends":
      return sendImporter(table, await secretKeyFrom(ssm, env.PERSON_KEY_PARAMETER), at);
    default: {
      const never: never = kind;
      throw new Error(`There is no import of the kind ${never}`);
    }
  }
};

const run = importPortfolio({ open, importer, save: (record) => saveImport(table, record), now });

const Event = z.object({ importId: z.string(), kind: z.enum(IMPORT_KINDS) });

export const handler = middy(async (event: unknown): Promise<void> => {
  const { importId, kind, accepted, rejected } = await run(Event.parse(event));
  log("imported", { importId, kind, accepted, rejected });
});
