import { importedTouchpoint } from "../dynamodb/imported-touchpoints.ts";
import { currentProgram } from "../dynamodb/programs.ts";
import { bucketsByValue, bucketsOf, firstCountedDay } from "../dynamodb/results.ts";
import type { Table } from "../dynamodb/table.ts";
import type { MeasuringPorts } from "./measured.ts";

export const measuringPorts = (table: Table): MeasuringPorts => ({
  program: (programId) => currentProgram(table, programId),
  importedTouchpoint: (touchpointId) => importedTouchpoint(table, touchpointId),
  firstCountedDay: (programId) => firstCountedDay(table, programId),
  bucketsOf: (programId, attribute, value, range) => bucketsOf(table, programId, attribute, value, range),
  bucketsByValue: (programId, attribute, range) => bucketsByValue(table, programId, attribute, range),
});
