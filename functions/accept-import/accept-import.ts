import { createHash, randomUUID } from "node:crypto";
import * as z from "zod";
import { IMPORT_KINDS, type ImportKind } from "#shared/domain/imports/columns.ts";
import type { Mapping } from "#shared/domain/imports/mapping.ts";
import type { ImportRecord } from "#shared/dynamodb/imports.ts";
import type { KeptMapping } from "#shared/dynamodb/mappings.ts";
import type { ApiRequest } from "#shared/lambda/api.ts";
import { readQuery, withoutQuery } from "#shared/lambda/query.ts";
import { endWith, goOn, json, problem, type Reply, type Step } from "#shared/lambda/reply.ts";

export type Ports = {
  keepFile(importId: string, csv: string): Promise<void>;
  /** An address that a file can be put to for so long. */
  uploadUrl(importId: string, seconds: number): Promise<string>;
  isUploaded(importId: string): Promise<boolean>;
  saveImport(record: ImportRecord): Promise<void>;
  /** `false` where it runs already, or is done. */
  claimImport(record: ImportRecord, now: Date): Promise<boolean>;
  importById(importId: string): Promise<ImportRecord | undefined>;
  mappingById(mappingId: string): Promise<KeptMapping | undefined>;
  /** Accepts, and runs later. The mapping is the one of now, whatever becomes of it meanwhile. */
  runImport(of: {
    readonly importId: string;
    readonly kind: ImportKind;
    readonly mapping?: Mapping | undefined;
  }): Promise<void>;
};

/** Below what a function can be handed, 6 MB, with room for the escapes that the text gets on its way. */
const MAX_BYTES = 5 * 1024 * 1024;
const UPLOAD_SECONDS = 3600;
/** What is known of the rows at first. */
const NONE = { accepted: 0, rejected: 0, errors: [], errorsLeftOut: 0 };

export const ImportQuery = z
  .strictObject({
    kind: z.enum(IMPORT_KINDS),
    /** By which the rows are read. @default the columns are ours */
    mapping: z.string().optional(),
    /** Whether the file is uploaded to an address that is answered. @default false */
    upload: z.enum(["true", "false"]).optional(),
  })
  .refine(({ kind, mapping }) => mapping === undefined || kind === "responses", {
    path: ["mapping"],
    message: "goes with the kind responses alone",
  });

/**
 * `POST /v1/imports` takes a file, or says where to upload one, `POST /v1/imports/{importId}/start` runs what was uploaded,
 * `GET /v1/imports/{importId}` says how an import stands.
 */
export const acceptImport =
  (ports: Ports) =>
  async (request: ApiRequest, now: Date): Promise<Reply> => {
    const { importId } = request.path;
    if (importId === undefined) return await accept(ports, request, now);
    return await withoutQuery(async ({ method }) => {
      const record = IMPORT_ID.test(importId) ? await ports.importById(importId) : undefined;
      if (record === undefined) return problem(404, "There is no import of this id.");
      return method === "POST" ? await start(ports, record, now) : json(200, record);
    })(request);
  };

const IMPORT_ID = /^[0-9a-f]{32}$/;

async function accept(ports: Ports, request: ApiRequest, now: Date): Promise<Reply> {
  const takes = "An import is of a kind, and may have a mapping, and be of an upload; see errors.";
  const query = readQuery(ImportQuery, request, takes);
  if (query.kind === "end") return query.reply;
  const { kind, mapping: mappingId, upload } = query.value;
  const mapping = await mappingOf(ports, mappingId);
  if (mapping.kind === "end") return mapping.reply;
  const record = { kind, mapping: mappingId, ...NONE, startedAt: now.toISOString() };

  if (upload === "true") {
    if (request.body !== "") return problem(400, "With upload=true nothing is sent along: it is uploaded.");
    const importId = randomUUID().replaceAll("-", "");
    const uploadUntil = new Date(now.getTime() + UPLOAD_SECONDS * 1000).toISOString();
    await ports.saveImport({ ...record, importId, status: "awaiting-upload", uploadUntil });
    const uploadUrl = await ports.uploadUrl(importId, UPLOAD_SECONDS);
    return json(201, { importId, uploadUrl, uploadUntil });
  }
  const refusal = refusalOf(request);
  if (refusal !== undefined) return refusal;
  const importId = importIdOf(kind, mapping.value, request.body);
  const running: ImportRecord = { ...record, importId, status: "running" };
  await ports.keepFile(importId, request.body);
  await ports.saveImport(running);
  return await run(ports, running, mapping.value, now);
}

async function mappingOf(ports: Ports, mappingId: string | undefined): Promise<Step<Mapping | undefined>> {
  if (mappingId === undefined) return goOn(undefined);
  const kept = await ports.mappingById(mappingId);
  if (kept !== undefined) return goOn(kept.mapping);
  const errors = [{ path: "mapping", message: "is no mapping that is known here" }];
  return endWith(problem(400, "There is no mapping of this id; GET /v1/mappings lists all.", errors));
}

/** The same file, read in the same way, is the same import, however often it is sent. */
const importIdOf = (kind: ImportKind, mapping: Mapping | undefined, csv: string): string =>
  createHash("sha256")
    .update([kind, ...(mapping === undefined ? [] : [JSON.stringify(mapping)]), csv].join("\n"))
    .digest("hex")
    .slice(0, 32);

async function run(
  ports: Ports,
  record: ImportRecord,
  mapping: Mapping | undefined,
  now: Date,
): Promise<Reply> {
  const { importId, kind, uploadUntil } = record;
  try {
    await ports.runImport({ importId, kind, mapping });
  } catch (error) {
    const again = uploadUntil === undefined ? "Send the same file again" : "Start it again";
    const message = `It could not be started. ${again}.`;
    await ports.saveImport({ ...record, status: "failed", finishedAt: now.toISOString(), message });
    throw error;
  }
  return json(202, { importId });
}

/** Runs an import whose file was uploaded; one that runs or is done is not run again. */
async function start(ports: Ports, before: ImportRecord, now: Date): Promise<Reply> {
  const { importId, kind, mapping: mappingId, uploadUntil } = before;
  if (before.status === "done" || (before.status === "running" && uploadUntil === undefined))
    return json(202, { importId });
  if (uploadUntil === undefined) return problem(409, "This file was sent, not uploaded: send it again.");
  if (!(await ports.isUploaded(importId))) {
    const how = `PUT it to the uploadUrl, with the header Content-Type: text/csv, until ${uploadUntil}`;
    return problem(409, `The file is not there yet: ${how}.`);
  }
  const mapping = await mappingOf(ports, mappingId);
  if (mapping.kind === "end") return mapping.reply;
  const origin = { importId, kind, mapping: mappingId, uploadUntil };
  const record: ImportRecord = { ...origin, ...NONE, status: "running", startedAt: now.toISOString() };
  if (!(await ports.claimImport(record, now))) return json(202, { importId });
  return await run(ports, record, mapping.value, now);
}

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
    return problem(413, "A file may have up to 5 MB here; with upload=true a larger one can be uploaded.");
  }
  if (body.trim() === "") return problem(400, "The body is empty: send the CSV file as the body.");
  return undefined;
}
