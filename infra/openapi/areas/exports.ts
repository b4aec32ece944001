import * as z from "zod";
import { Body, ExportView } from "../../../functions/accept-export/accept-export.ts";
import { named } from "../names.ts";
import { type Area, json } from "../operation.ts";

export const dataExports: Area = {
  name: "exports",
  about: "Everything of a period, as CSV or JSON lines, at any size.",
  routes: {
    "POST /v1/exports": {
      summary: "Export responses, invitations, results or calls to action",
      description: "Stable columns, whatever the data; formulas in cells are made harmless.",
      role: "csm",
      body: {
        content: json(Body),
        example: { what: "responses", from: "2026-01-01", to: "2026-12-31", format: "csv" },
      },
      answers: {
        202: { says: "Taken, and written in a moment.", content: json(z.object({ exportId: z.string() })) },
      },
    },
    "GET /v1/exports/{exportId}": {
      summary: "How an export stands, and where its file is",
      description:
        "A file is kept for 7 days; `url` is good until `urlUntil`, and another one is answered each time.",
      role: "csm",
      answers: { 200: { says: "How it stands.", content: json(named("Export", ExportView)) } },
      refusals: { 404: "There is no export of that id." },
    },
  },
};
