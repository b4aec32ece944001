import { Mapping } from "#shared/domain/imports/mapping.ts";
import { isProgramId } from "#shared/domain/programs/program-id.ts";
import type { KeptMapping } from "#shared/dynamodb/mappings.ts";
import { type ApiRequest, fieldErrors } from "#shared/lambda/api.ts";
import { jsonBody } from "#shared/lambda/json-body.ts";
import { withoutQuery } from "#shared/lambda/query.ts";
import { json, problem, type Reply } from "#shared/lambda/reply.ts";

export type MappingPorts = {
  allMappings(): Promise<readonly KeptMapping[]>;
  mappingById(mappingId: string): Promise<KeptMapping | undefined>;
  saveMapping(mappingId: string, mapping: Mapping, at: Date): Promise<void>;
};

/** A mapping goes along with the import that it is for: far below what a function can be handed. */
const MAX_CHARACTERS = 64 * 1024;

/** `GET /v1/mappings`, and `GET` and `PUT /v1/mappings/{mappingId}`: how the files of other tools are read. */
export const manageMappings =
  (ports: MappingPorts) =>
  (request: ApiRequest, now: Date): Promise<Reply> =>
    withoutQuery(async ({ method, path: { mappingId }, body }) => {
      if (mappingId === undefined) {
        const items = (await ports.allMappings()).map(({ mapping: { name }, ...kept }) => ({
          ...kept,
          name,
        }));
        return json(200, { items, next: null });
      }
      const kept = await ports.mappingById(mappingId);
      if (method === "PUT") return await save(ports, mappingId, body, kept?.isShipped === true, now);
      if (kept === undefined) return problem(404, "There is no mapping of this id.");
      return json(200, kept.mapping);
    })(request);

async function save(
  ports: MappingPorts,
  mappingId: string,
  body: string,
  isShipped: boolean,
  now: Date,
): Promise<Reply> {
  if (isShipped) return problem(409, "This mapping is shipped as it is: put yours under an id of your own.");
  if (!isProgramId(mappingId)) {
    const message = "must be 2 to 63 small letters, digits and hyphens, the first of them a letter";
    return problem(400, "A mapping cannot have this id.", [{ path: "mappingId", message }]);
  }
  if (body.length > MAX_CHARACTERS) return problem(413, "A mapping file may have up to 64 KB.");
  const read = Mapping.safeParse(jsonBody(body));
  if (!read.success) {
    return problem(400, "The mapping file is not right; see errors for where.", fieldErrors(read.error));
  }
  await ports.saveMapping(mappingId, read.data, now);
  return json(200, read.data);
}
