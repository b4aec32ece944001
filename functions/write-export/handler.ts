import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import middy from "@middy/core";
import type { Context } from "aws-lambda";
import * as z from "zod";
import { utcDay } from "#shared/domain/days.ts";
import { ctasByIds, joinedInstead, openedCtas } from "#shared/dynamodb/cta-list.ts";
import { keepProgress, takeUpExport } from "#shared/dynamodb/exports.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { now } from "#shared/lambda/clock.ts";
import { log } from "#shared/lambda/log.ts";
import { recordPorts } from "#shared/records/ports.ts";
import { measuringPorts } from "#shared/results/ports.ts";
import { readCoverage } from "#shared/results/read-coverage.ts";
import { s3Client } from "#shared/s3/client.ts";
import { sheetBucketFrom, sheetRows, sheetsIn } from "#shared/s3/portfolio-sheets.ts";
import { exportPage } from "./pages.ts";
import { s3Files } from "./s3-files.ts";
import { writeExport } from "./write-export.ts";

const table = tableFrom(process.env);
const { EXPORT_BUCKET } = z.object({ EXPORT_BUCKET: z.string() }).parse(process.env);
const files = s3Files(s3Client(), EXPORT_BUCKET);
const lambda = new LambdaClient({});
const sheets = sheetBucketFrom(process.env);
const coverage = readCoverage(
  { sheetsIn: (range) => sheetsIn(sheets, range), rowsOf: (day) => sheetRows(sheets, day) },
  // A page asks for few periods, and has minutes.
  Number.POSITIVE_INFINITY,
);

const page = exportPage({
  ...recordPorts(table),
  ...measuringPorts(table),
  coverage: (of) => coverage(of, utcDay(now())),
  openedCtas: (month, range) => openedCtas(table, month, range),
  ctasByIds: (ctaIds) => ctasByIds(table, ctaIds),
  joinedInstead: (ctaIds) => joinedInstead(table, ctaIds),
});

/** A page takes seconds; what is left is for a slow one, a last part, and for handing on. */
const SPARE_MS = 90_000;

const Event = z.object({ exportId: z.string(), leg: z.int() });

/** Writes a part of an export's file; the next invocation goes on from there, until the file is whole. */
export const handler = middy(async (event: unknown, context: Context): Promise<void> => {
  const { exportId, leg } = Event.parse(event);
  const write = writeExport({
    takeUp: (id, turn, at) => takeUpExport(table, id, turn, at),
    keep: (of, progress, at) => keepProgress(table, of, progress, at),
    page,
    files,
    handOn: async (id, turn) => {
      const Payload = JSON.stringify({ exportId: id, leg: turn });
      await lambda.send(
        new InvokeCommand({ FunctionName: context.functionName, InvocationType: "Event", Payload }),
      );
    },
    hasTime: () => context.getRemainingTimeInMillis() > SPARE_MS,
  });
  const written = await write({ exportId, leg }, now());
  log("export-leg", { exportId, leg, ...written });
});
