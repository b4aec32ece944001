import * as z from "zod";
import { ImportRecord } from "#shared/dynamodb/imports.ts";
import { ImportQuery } from "../../../functions/accept-import/accept-import.ts";
import { type Area, json, Time } from "../operation.ts";

const importId = z.string();
const NO_IMPORT = "There is no import of that id.";

export const imports: Area = {
  name: "imports",
  about: "The portfolio, and what other tools have sent and were answered, as CSV files.",
  routes: {
    "POST /v1/imports": {
      summary: "Import a CSV file",
      description:
        "Up to 5 MB in UTF-8, with a header line; with `upload=true` no body, and a file of any size is then PUT to `uploadUrl` and started. Good rows go in, bad ones are reported by line; the same file again changes nothing.",
      role: "ops",
      query: ImportQuery,
      parameters: {
        kind: "What each row is.",
        mapping: "The mapping by which the rows of another tool are read, by its id; of `responses` alone.",
        upload: "Whether the file is uploaded to an address that is answered.",
      },
      body: {
        isOptional: true,
        content: { "text/csv": z.string() },
        example: "account_id,name,plan,status\nacc-1,Example Works,premium,active\n",
      },
      answers: {
        201: {
          says: "With `upload=true`: where the file is awaited.",
          content: json(
            z.object({
              importId,
              uploadUrl: z.url().describe("Takes a PUT with the header `Content-Type: text/csv`."),
              uploadUntil: Time,
            }),
          ),
        },
        202: { says: "Taken, and read in a moment.", content: json(z.object({ importId })) },
      },
      refusals: { 413: "More than 5 MB: use `upload=true`.", 415: "No CSV in UTF-8." },
    },
    "POST /v1/imports/{importId}/start": {
      summary: "Import the file that was uploaded",
      description: "Once it is there; one that runs or is done is not run again.",
      role: "ops",
      answers: { 202: { says: "Taken, and read in a moment.", content: json(z.object({ importId })) } },
      refusals: { 404: NO_IMPORT, 409: "The file is not there yet, or was sent and not uploaded." },
    },
    "GET /v1/imports/{importId}": {
      summary: "How an import went",
      role: "ops",
      answers: { 200: { says: "How it stands.", content: json(ImportRecord) } },
      refusals: { 404: NO_IMPORT },
    },
  },
};
