import * as z from "zod";
import { ProgramDefinition, Question } from "#shared/domain/programs/program.ts";
import type { ImportedTouchpoint } from "#shared/dynamodb/imported-touchpoints.ts";
import { ProgramQuery } from "../../../functions/read-records/programs.ts";
import { ProgramBody } from "../../../functions/save-program/save-program.ts";
import { named } from "../names.ts";
import { type Area, json, Time } from "../operation.ts";

named("Question", Question);
const Imported = z.object({
  programId: z.string(),
  name: z.string(),
  firstImportedAt: Time,
}) satisfies z.ZodType<ImportedTouchpoint>;
const Program = named(
  "Program",
  ProgramDefinition.extend({ programId: z.string(), version: z.int().positive() }),
);
const SentProgram = named("ProgramBody", ProgramBody);

export const programs: Area = {
  name: "programs",
  about: "What is asked, of whom, when and how often.",
  routes: {
    "GET /v1/programs": {
      summary: "All programs as they are now",
      role: "viewer",
      answers: {
        200: {
          says: "All of them; there is never a next page.",
          content: json(
            z.object({
              items: z.array(Program),
              next: z.null(),
              imported: z
                .array(Imported)
                .describe("What answers were imported of that no program of ours asked for."),
            }),
          ),
        },
      },
    },
    "GET /v1/programs/{programId}": {
      summary: "One program, as it is now or as it was",
      role: "viewer",
      query: ProgramQuery,
      parameters: { version: "The number of a version; the newest where it is left out." },
      answers: { 200: { says: "The program.", content: json(Program) } },
      refusals: { 404: "There is no such program, or no such version of it." },
    },
    "PUT /v1/programs/{programId}": {
      summary: "Add or change a program",
      description:
        "A new version, from now on, also for milestones already planned; the definition that it has already makes none. With `version`, the one that the change was made on, nobody's change in between is lost.",
      role: "ops",
      body: { content: json(SentProgram) },
      answers: { 200: { says: "The program as it now is.", content: json(Program) } },
      refusals: { 409: "Somebody else has changed it since `version`." },
    },
  },
};
