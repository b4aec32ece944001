import { createHash } from "node:crypto";
import { IMPORT_KINDS, type ImportKind } from "#shared/domain/imports/columns.ts";
import type { ImportRecord } from "#shared/dynamodb/imports.ts";
import type { ApiRequest } from "#shared/lambda/api.ts";
import { withoutQuery } from "#shared/lambda/query.ts";
import { json, problem, type Reply } from "#shared/lambda/reply.ts";

export type Ports = {
  keepFile(importId: string, csv: string): Promise<void>;
  saveImport(record: ImportRecord): Promise<void>;
  importById(importId: string): Promise<ImportRecord | undefined>;
  /** Accepts, and runs later. */
  runImport(of: { readonly importId: string; readonly kind: ImportKind }): Promise<void>;
};

/** Below what a function can be handed, 6 MB, with room for the escapes that the text gets on its way. */
const MAX_BYTES = 5 * 1024 * 1024;

/** `POST /v1/imports` takes a file, `GET /v1/imports/{importId}` says how its import stands. */
export const acceptImport =
  (ports: Ports) =>
  async (request: ApiRequest, now: Date): Promise<Reply> => {
    const { importId } = request.path;
    return importId === undefined
      ? accept(ports, request, now)
      : withoutQuery(() => show(ports, importId))(request);
  };

async function accept(ports: Ports, request: ApiRequest, now: Date): Promise<Reply> {
  const kind = IMPORT_KINDS.find((known) => known === request.query.kind);
  if (kind === undefined) {
    const message = `must be one of ${IMPORT_KINDS.join(", ")}`;
    return problem(400, `The query parameter kind ${message}.`, [{ path: "kind", message }]);
  }
  const refusal = refusalOf(request);
  if (refusal !== undefined) return refusal;
  const importId = importIdOf(kind, request.body);
  const empty = { accepted: 0, rejected: 0, errors: [], errorsLeftOut: 0 };
  const record: ImportRecord = { importId, kind, status: "running", ...empty, startedAt: now.toISOString() };
  await ports.keepFile(importId, request.body);
  await ports.saveImport(record);
  try {
    await ports.runImport({ importId, kind });
  } catch (error) {
    const message = "It could not be started. Send the same file again.";
    await ports.saveImport({ ...record, status: "failed", finishedAt: now.toISOString(), message });
    throw error;
  }
  return json(202, { importId });
}

const IMPORT_ID = /^[0-9a-f]{32}$/;

/** The same file is the same import, however often it is sent. */
const importIdOf = (kind: ImportKind, csv: string): string =>
  createHash("sha256").update(`${kind}\n${csv}`).digest("hex").slice(0, 32);

function refusalOf({ headers, body }: ApiRequest): Reply | undefined {
  const [type = "", ...parameters] = (headers["content-type"] ?? "")
    .toLowerCase()
    .split(";")
    .map((part) => part.trim());
  if (!["text/csv", "text/plain", ""].includes(type)) {
    return problem(415, "Send the file itself as the body, with the header Content-Type: text/csv.");
  }
  const charset = parameters.find((parameter) => parameter.startsWith("charset="))?.slice("charset=".length);
  if (charset !== undefined && !["utf-8", "utf8", "us-ascii"].includes(charset.replaceAll('"', ""))) {
    return problem(415, "Only UTF-8 can be read: save the file as CSV in UTF-8.");
  }
  if (Buffer.byteLength(body) > MAX_BYTES) {
    return problem(413, "A file may have up to 5 MB: split it, with the header line in each part.");
  }
  if (body.trim() === "") return problem(400, "The body is empty: send the CSV file as the body.");
  return undefined;
}

async function show(ports: Ports, importId: string): Promise<Reply> {
  const record = IMPORT_ID.test(importId) ? await ports.importById(importId) : undefined;
  if (record === undefined) return problem(404, "There is no import of this id.");
  return json(200, record);
}
