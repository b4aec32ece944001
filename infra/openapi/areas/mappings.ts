import * as z from "zod";
import { Mapping } from "#shared/domain/imports/mapping.ts";
import { named } from "../names.ts";
import { type Area, json } from "../operation.ts";

/** As it is read, a text stands for a column of theirs, and a list for several: what is written is wider than what is kept. */
const inShort = (whole: z.ZodType, ...forms: readonly z.ZodType[]) => z.union([...forms, whole]);
const text = z.string();
const list = z.array(text);

const { columns, times, ...others } = Mapping.shape;
const Source = columns.valueType.out;
const { where, ...ways } = Source.shape;
const Written = z.strictObject({
  ...others,
  times: z.strictObject({ ...times.unwrap().shape, format: inShort(list, text).optional() }).optional(),
  columns: z.partialRecord(
    columns.keyType,
    inShort(
      z.strictObject({
        ...ways,
        where: z.strictObject({ ...where.unwrap().shape, column: inShort(list, text) }).optional(),
      }),
      text.describe("A column of theirs."),
      list.describe("Several of theirs, each on a line of its own."),
    ),
  ),
});

const Listed = z.object({ mappingId: text, isShipped: z.boolean(), name: text });

export const mappings: Area = {
  name: "mappings",
  about: "How the files of other tools are read.",
  routes: {
    "GET /v1/mappings": {
      summary: "All mappings, the shipped ones first",
      role: "ops",
      answers: {
        200: {
          says: "All of them; there is never a next page.",
          content: json(z.object({ items: z.array(Listed), next: z.null() })),
        },
      },
    },
    "GET /v1/mappings/{mappingId}": {
      summary: "One mapping",
      role: "ops",
      answers: { 200: { says: "The mapping, as PUT takes it.", content: json(named("Mapping", Mapping)) } },
      refusals: { 404: "There is no mapping of that id." },
    },
    "PUT /v1/mappings/{mappingId}": {
      summary: "Add or change a mapping",
      role: "ops",
      body: {
        content: json(named("MappingBody", Written)),
        example: {
          name: "Our own tool",
          columns: { survey_id: "Id", answered_at: "Answered", nps: "Score", comment: ["Title", "Text"] },
          constants: { program: "Relationship" },
        },
      },
      answers: { 200: { says: "The mapping as it is kept.", content: json(Mapping) } },
      refusals: { 409: "It is a shipped one.", 413: "More than 64 KB." },
    },
  },
};
