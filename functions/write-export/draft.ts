import type { Format } from "#shared/domain/exports/export.ts";
import type { Export, Part, Progress } from "#shared/dynamodb/exports.ts";

export type FilePorts = {
  /** What a part has at least, all but the last. */
  readonly partBytes: number;
  write(key: string, format: Format, bytes: Buffer): Promise<void>;
  read(key: string): Promise<Buffer>;
  /** Begins a file that comes in parts, and is not there before it is completed; its upload's id. */
  begin(key: string, format: Format): Promise<string>;
  part(key: string, uploadId: string, number: number, bytes: Buffer): Promise<Part>;
  /** Makes the parts one file. Doing it again changes nothing. */
  complete(key: string, uploadId: string, parts: readonly Part[]): Promise<void>;
};

/** A leg that has written so many is over: little is lost where it breaks off. */
const PARTS_PER_LEG = 20;
/** S3's limit. */
const HIGHEST_NUMBER = 10_000;
/** 40 GB. An item of the table has 400 KB, and a part takes 55 bytes of it. */
const MOST_PARTS = 5000;

/** Whether a leg can have all its parts: they can be kept, and there are numbers, of which each beginning has its own. */
export const hasPartsLeft = ({ attempts, parts }: Pick<Export, "attempts" | "parts">): boolean =>
  attempts * PARTS_PER_LEG <= HIGHEST_NUMBER && parts.length + PARTS_PER_LEG <= MOST_PARTS;

type Drafted = Pick<Progress, "status" | "bytes" | "key" | "uploadId" | "parts" | "restKey">;

/**
 * The file as a leg writes on it. What two beginnings of one leg write has other names and other part numbers, so that
 * neither spoils what the other has.
 */
export async function openDraft(files: FilePorts, of: Export) {
  const { exportId, attempts, request, restKey } = of;
  const { what, format } = request;
  let { bytes, uploadId } = of;
  const own = `${exportId}/${attempts}-${what}.${format}`;
  const key = uploadId === undefined ? own : (of.key ?? own);
  let waiting = restKey === undefined ? [] : [await files.read(restKey)];
  const added: Part[] = [];

  const send = async (): Promise<void> => {
    uploadId ??= await files.begin(key, format);
    const number = (attempts - 1) * PARTS_PER_LEG + added.length + 1;
    added.push(await files.part(key, uploadId, number, Buffer.concat(waiting)));
    waiting = [];
  };
  // The last number is for what is left at the end.
  const hasRoom = (): boolean => added.length < PARTS_PER_LEG - 1;
  const drafted = (): Drafted => ({
    status: "running",
    ...{ bytes, key, uploadId, parts: [...of.parts, ...added] },
  });

  return {
    hasRoom,
    add: async (text: string): Promise<void> => {
      const more = Buffer.from(text);
      waiting.push(more);
      bytes += more.length;
      if (waiting.reduce((sum, { length }) => sum + length, 0) >= files.partBytes) await send();
    },
    /** There is no more: it is done or, where it came in parts, to be completed. */
    end: async (): Promise<Drafted> => {
      if (uploadId === undefined) {
        await files.write(key, format, Buffer.concat(waiting));
        return { ...drafted(), status: "done" };
      }
      if (waiting.length > 0) await send();
      return drafted();
    },
    /** Leaves what is too little for a part to the next leg, in a file of its own. */
    setAside: async (): Promise<Drafted> => {
      if (waiting.length === 0) return drafted();
      const rest = `${exportId}/${attempts}-rest`;
      await files.write(rest, format, Buffer.concat(waiting));
      return { ...drafted(), restKey: rest };
    },
  };
}
