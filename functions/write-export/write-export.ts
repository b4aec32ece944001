import type { ExportRequest, Row } from "#shared/domain/exports/export.ts";
import type { Export, Progress, TakenUp } from "#shared/dynamodb/exports.ts";
import { headOf, textOf } from "#shared/exports/text.ts";
import { type FilePorts, hasPartsLeft, openDraft } from "./draft.ts";

/** Some rows, and where the next are: undefined behind the last. Or why there cannot be any. */
export type ExportPage =
  | {
      readonly kind: "page";
      readonly columns: readonly string[];
      readonly rows: readonly Row[];
      readonly next: string | undefined;
    }
  | { readonly kind: "impossible"; readonly message: string };

export type WritePorts = {
  takeUp(exportId: string, leg: number, now: Date): Promise<TakenUp>;
  /** False where this leg has been ended before. */
  keep(of: Export, progress: Progress, now: Date): Promise<boolean>;
  page(request: ExportRequest, place: string | undefined, asOf: Date): Promise<ExportPage>;
  files: FilePorts;
  /** Has the next leg run in an invocation of its own. */
  handOn(exportId: string, leg: number): Promise<void>;
  /** Whether there is time for another page. */
  hasTime(): boolean;
};

export type Written = Pick<Progress, "status" | "rows"> | { readonly status: "passed" };

/**
 * One leg of an export: reads on from where the last one stopped until its time is over, and hands on to the next. How
 * far it is stands on the export's item, written once, at the end of a leg. A leg that breaks off is begun again from
 * there; of two at once the first to end has written it. The file is there only when it is whole.
 */
export const writeExport =
  (ports: WritePorts) =>
  async ({ exportId, leg }: { exportId: string; leg: number }, now: Date): Promise<Written> => {
    const taken = await ports.takeUp(exportId, leg, now);
    if (taken.kind === "passed") {
      // This leg was done, and perhaps broke off before it had handed on; to hand on twice is harmless.
      const isNextDue = taken.export?.status === "running" && taken.export.leg === leg + 1;
      if (isNextDue) await ports.handOn(exportId, leg + 1);
      return { status: "passed" };
    }
    const progress = await progressOf(ports, taken.export, now);
    // Another has ended this leg, or this one has and the reply to that was lost: it is as for one that comes later.
    if (!(await ports.keep(taken.export, progress, now)))
      return await writeExport(ports)({ exportId, leg }, now);
    if (progress.status === "running") await ports.handOn(exportId, leg + 1);
    return { status: progress.status, rows: progress.rows };
  };

async function progressOf(ports: WritePorts, of: Export, now: Date): Promise<Progress> {
  const { key, uploadId, parts } = of;
  const finishedAt = now.toISOString();
  if (of.isRead && key !== undefined && uploadId !== undefined) {
    // In a leg of its own: by now it is kept which parts these are, however often this is tried.
    await ports.files.complete(key, uploadId, parts);
    return { ...of, status: "done", finishedAt };
  }
  if (!hasPartsLeft(of)) {
    const message = "It is larger than one file can be, or broke off too often: ask for a shorter range.";
    return { ...of, status: "failed", message, finishedAt };
  }
  const progress = await readOn(ports, of);
  return progress.status === "running" ? progress : { ...progress, finishedAt };
}

async function readOn(ports: WritePorts, of: Export): Promise<Progress> {
  const { request, startedAt } = of;
  let { rows, place } = of;
  const draft = await openDraft(ports.files, of);
  do {
    // Every page as of one moment.
    const page = await ports.page(request, place, new Date(startedAt));
    if (page.kind === "impossible") return { ...of, status: "failed", message: page.message };
    const { columns } = page;
    const head = place === undefined ? headOf(request.format, columns) : "";
    await draft.add(head + textOf(request.format, columns, page.rows));
    rows += page.rows.length;
    place = page.next;
  } while (place !== undefined && ports.hasTime() && draft.hasRoom());
  const isRead = place === undefined;
  return { rows, place, isRead, ...(await (isRead ? draft.end() : draft.setAside())) };
}
