import { setTimeout as pause } from "node:timers/promises";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { SSMClient } from "@aws-sdk/client-ssm";
import middy from "@middy/core";
import type { Context } from "aws-lambda";
import * as z from "zod";
import { utcDay } from "#shared/domain/days.ts";
import { IMPORT_KINDS } from "#shared/domain/imports/columns.ts";
import { Mapping } from "#shared/domain/imports/mapping.ts";
import { areAccountsImporting, importById, saveImport } from "#shared/dynamodb/imports.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { now } from "#shared/lambda/clock.ts";
import { log } from "#shared/lambda/log.ts";
import { secretKeyFrom } from "#shared/lambda/secret-key.ts";
import { s3Client } from "#shared/s3/client.ts";
import { accountImporter } from "./accounts.ts";
import { contactImporter } from "./contacts.ts";
import { type BatchImporter, importPortfolio, type Ports } from "./import-portfolio.ts";
import { responseImporter } from "./responses.ts";
import { sendImporter } from "./sends.ts";
import { openIn } from "./uploaded-file.ts";

const table = tableFrom(process.env);
const s3 = s3Client();
const ssm = new SSMClient({});
const lambda = new LambdaClient({});
const env = z.object({ IMPORT_BUCKET: z.string(), PERSON_KEY_PARAMETER: z.string() }).parse(process.env);

const ACCOUNTS_POLL_MS = 500;
/** A batch takes a second; what is left is for a slow one, and for handing on. */
const SPARE_MS = 60_000;

const importer = async (
  hasTime: Ports["hasTime"],
  ...[kind, at, importId]: Parameters<Ports["importer"]>
): Promise<BatchImporter | "not-yet"> => {
  switch (kind) {
    case "accounts":
      return accountImporter(table, utcDay(at));
    case "contacts":
      // Sent right behind its accounts, a file of contacts finds them.
      while (await areAccountsImporting(table, now())) {
        if (!hasTime()) return "not-yet";
        await pause(ACCOUNTS_POLL_MS);
      }
      return contactImporter(table, await secretKeyFrom(ssm, env.PERSON_KEY_PARAMETER));
    case "sends":
      return sendImporter(table, await secretKeyFrom(ssm, env.PERSON_KEY_PARAMETER), at);
    case "responses": {
      const personKey = await secretKeyFrom(ssm, env.PERSON_KEY_PARAMETER);
      return await responseImporter(table, { importId, now: at, personKey });
    }
    default: {
      const never: never = kind;
      throw new Error(`There is no import of the kind ${never}`);
    }
  }
};

const Task = z.object({
  importId: z.string(),
  kind: z.enum(IMPORT_KINDS),
  mapping: Mapping.optional(),
  after: z
    .object({
      line: z.int(),
      etag: z.string(),
      accepted: z.int(),
      rejected: z.int(),
      errorCount: z.int(),
      idleRuns: z.int().optional(),
    })
    .optional(),
});

/** Imports a file; where the time does not suffice, another invocation goes on with it. */
export const handler = middy(async (event: unknown, context: Context): Promise<void> => {
  const hasTime = () => context.getRemainingTimeInMillis() > SPARE_MS;
  const run = importPortfolio({
    open: openIn(s3, env.IMPORT_BUCKET),
    importer: (...of) => importer(hasTime, ...of),
    importById: (importId) => importById(table, importId),
    save: (record) => saveImport(table, record),
    handOn: async (task) => {
      const { functionName: FunctionName } = context;
      const Payload = JSON.stringify(task);
      await lambda.send(new InvokeCommand({ FunctionName, InvocationType: "Event", Payload }));
    },
    hasTime,
    now,
  });
  const { importId, kind, status, accepted, rejected } = await run(Task.parse(event));
  log("imported", { importId, kind, status, accepted, rejected });
});
