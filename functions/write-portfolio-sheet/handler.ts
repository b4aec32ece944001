import middy from "@middy/core";
import * as z from "zod";
import { addDays, utcDay } from "#shared/domain/days.ts";
import { accountPages } from "#shared/dynamodb/directory-pages.ts";
import { importedTouchpoints } from "#shared/dynamodb/imported-touchpoints.ts";
import { lastAnswersImport } from "#shared/dynamodb/imports.ts";
import { recordsOfDay } from "#shared/dynamodb/invitation-lists.ts";
import { currentPrograms } from "#shared/dynamodb/programs.ts";
import { firstCountedDay } from "#shared/dynamodb/results.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { now } from "#shared/lambda/clock.ts";
import { log } from "#shared/lambda/log.ts";
import { sheetBucketFrom, sheetRows, sheetsIn, writeSheet } from "#shared/s3/portfolio-sheets.ts";
import { writePortfolioSheet } from "./write-portfolio-sheet.ts";

const table = tableFrom(process.env);
const bucket = sheetBucketFrom(process.env);

const write = writePortfolioSheet({
  sheetsIn: (range) => sheetsIn(bucket, range),
  rowsOf: (day) => sheetRows(bucket, day),
  write: (header, rows) => writeSheet(bucket, header, rows),
  programIds: async () => {
    const all = [...(await currentPrograms(table)), ...(await importedTouchpoints(table))];
    return [...new Set(all.map(({ programId }) => programId))];
  },
  firstCountedDay: (programId) => firstCountedDay(table, programId),
  recordsOfDay: (programId, day) => recordsOfDay(table, programId, day),
  accounts: () => accountPages(table),
  lastImportAt: () => lastAnswersImport(table),
});

const Input = z.object({ at: z.iso.datetime() });

export const handler = middy(async (event: unknown): Promise<void> => {
  const day = addDays(utcDay(new Date(Input.parse(event).at)), -1);
  const outcome = await write(day, now());
  log("portfolio-sheet", { day, ...outcome });
});
