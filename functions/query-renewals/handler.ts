import { utcDay } from "#shared/domain/days.ts";
import { importedTouchpoint } from "#shared/dynamodb/imported-touchpoints.ts";
import { currentProgram } from "#shared/dynamodb/programs.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { apiHandler } from "#shared/lambda/api.ts";
import { now } from "#shared/lambda/clock.ts";
import { readQuery } from "#shared/lambda/query.ts";
import { json, problem } from "#shared/lambda/reply.ts";
import { sheetBucketFrom, sheetRows, sheetsIn } from "#shared/s3/portfolio-sheets.ts";
import { RenewalsParameters } from "./parameters.ts";
import { queryRenewals } from "./query-renewals.ts";

const table = tableFrom(process.env);
const bucket = sheetBucketFrom(process.env);

const answer = queryRenewals({
  sheetsIn: (range) => sheetsIn(bucket, range),
  rowsOf: (day) => sheetRows(bucket, day),
  program: (programId) => currentProgram(table, programId),
  importedTouchpoint: (programId) => importedTouchpoint(table, programId),
});

export const handler = apiHandler("viewer", async (request) => {
  const query = readQuery(
    RenewalsParameters,
    request,
    "Ask how accounts renewed like ?program=pre-renewal&from=2026-01-01&to=2026-12-31, with groupBy as needed.",
  );
  if (query.kind === "end") return query.reply;
  const outcome = await answer(query.value, utcDay(now()));
  switch (outcome.kind) {
    case "renewals":
      return json(200, outcome.renewals);
    case "no-such-program":
      return problem(404, "There is no program of that id; GET /v1/programs lists them.");
    case "anonymous":
      return problem(400, "This program is anonymous: nobody can tell what an account answered.", [
        { path: "program", message: "must not be anonymous" },
      ]);
    case "too-many-rows":
      return problem(400, "The portfolio is too large to be looked at over so long a period.", [
        { path: "to", message: "ask for parts of the period: their counts add up" },
      ]);
  }
});
