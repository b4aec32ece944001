import * as z from "zod";
import { daysBetween } from "#shared/domain/days.ts";
import { ExportRequest, KEPT_DAYS } from "#shared/domain/exports/export.ts";
import type { Export } from "#shared/dynamodb/exports.ts";
import { type ApiRequest, fieldErrors } from "#shared/lambda/api.ts";
import { jsonBody } from "#shared/lambda/json-body.ts";
import { withoutQuery } from "#shared/lambda/query.ts";
import { json, problem, type Reply } from "#shared/lambda/reply.ts";

export type Ports = {
  /** One that nobody can guess. */
  newId(): string;
  programIds(): Promise<readonly string[]>;
  begin(of: {
    readonly exportId: string;
    readonly request: ExportRequest;
    readonly now: Date;
  }): Promise<void>;
  exportById(exportId: string): Promise<Export | undefined>;
  /** Accepts, and runs later. */
  start(exportId: string): Promise<void>;
  /** Ends one that could not be started. */
  giveUp(exportId: string, message: string, now: Date): Promise<void>;
  /** An address that downloads a file, for some seconds. */
  address(key: string, filename: string, seconds: number): Promise<string>;
};

/** As `GET /v1/results` takes them: three years, one of them a leap year. */
const MAX_RESULTS_DAYS = 1096;
const ADDRESS_SECONDS = 15 * 60;
/** Longer than a leg can be silent, with its retries: one that is silent longer has died without a word. */
const LONGEST_SILENCE_MS = 30 * 60_000;

/** What an export takes, beside what it has of {@link ExportRequest}. */
export const Body = z
  .strictObject(ExportRequest.shape)
  .superRefine(({ what, from, to, includeSuspect, groupBy, interval }, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    if (to < from) refuse("to", "must not be before from");
    if (what === "results") {
      if (daysBetween(from, to) >= MAX_RESULTS_DAYS) refuse("to", "must be within three years of from");
      return;
    }
    if (groupBy !== undefined) refuse("groupBy", "is for results alone");
    if (interval !== undefined) refuse("interval", "is for results alone");
    if (what !== "responses" && includeSuspect !== undefined)
      refuse("includeSuspect", "is for responses and results alone");
  });

/** `POST /v1/exports` takes an export on, `GET /v1/exports/{exportId}` says how it stands and where its file is. */
export const acceptExport =
  (ports: Ports) =>
  async (request: ApiRequest, now: Date): Promise<Reply> => {
    const { exportId } = request.path;
    return await withoutQuery(() =>
      exportId === undefined ? accept(ports, request, now) : show(ports, exportId, now),
    )(request);
  };

async function accept(ports: Ports, { body }: ApiRequest, now: Date): Promise<Reply> {
  const read = Body.safeParse(jsonBody(body));
  if (!read.success) {
    const detail =
      'The body must be JSON such as {"what":"responses","from":"2026-01-01","to":"2026-12-31","format":"csv"}.';
    return problem(400, detail, fieldErrors(read.error));
  }
  const { program } = read.data;
  if (program !== undefined && !(await ports.programIds()).includes(program)) {
    const message = "there is no program of that id; GET /v1/programs lists them";
    return problem(400, "This cannot be exported; the reason is in errors.", [{ path: "program", message }]);
  }
  const exportId = ports.newId();
  await ports.begin({ exportId, request: read.data, now });
  try {
    await ports.start(exportId);
  } catch (error) {
    await ports.giveUp(exportId, "It could not be started: ask for it again.", now);
    throw error;
  }
  return json(202, { exportId });
}

const EXPORT_ID = /^[0-9a-f-]{36}$/;

export const ExportView = z.object({
  exportId: z.string(),
  ...ExportRequest.shape,
  status: z.enum(["running", "done", "failed", "gone"]),
  startedAt: z.iso.datetime(),
  rows: z.int(),
  bytes: z.int(),
  url: z.string().nullable(),
  urlUntil: z.iso.datetime().nullable(),
  message: z.string().optional(),
});
export type ExportView = z.infer<typeof ExportView>;

async function show(ports: Ports, exportId: string, now: Date): Promise<Reply> {
  const found = EXPORT_ID.test(exportId) ? await ports.exportById(exportId) : undefined;
  if (found === undefined) return problem(404, "There is no export of this id.");
  const { request, rows, bytes, startedAt } = found;
  const standing = standingOf(found, now);
  const view: ExportView = {
    exportId,
    ...request,
    ...standing,
    startedAt,
    rows,
    bytes,
    url: null,
    urlUntil: null,
  };
  if (standing.status !== "done" || found.key === undefined) return json(200, view);
  const { what, from, to, format } = request;
  const url = await ports.address(found.key, `${what}-${from}-${to}.${format}`, ADDRESS_SECONDS);
  const urlUntil = new Date(now.getTime() + ADDRESS_SECONDS * 1000).toISOString();
  return json(200, { ...view, url, urlUntil } satisfies ExportView);
}

function standingOf(
  { status, message, finishedAt, touchedAt }: Export,
  now: Date,
): Pick<ExportView, "status" | "message"> {
  const msSince = (at: string) => now.getTime() - Date.parse(at);
  if (status === "running" && msSince(touchedAt) > LONGEST_SILENCE_MS)
    return { status: "failed", message: "It stopped without a word: ask for it again." };
  if (status === "done" && msSince(finishedAt ?? touchedAt) > KEPT_DAYS * 86_400_000)
    return { status: "gone", message: `A file is kept for ${KEPT_DAYS} days: ask for it again.` };
  return { status, ...(message !== undefined && { message }) };
}
