import type { IncomingHttpHeaders } from "node:http";

type Asked = {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
};

const NAMED = /^x-amz-checksum-(crc32|crc32c|crc64nvme|sha1|sha256)$/;

/**
 * What S3 holds against a file that comes in parts: it is completed only from parts whose checksums are of the algorithm
 * with which its upload was begun, or are not there where that named none. The engine takes any. Undefined where nothing is.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html
 */
export function startChecksums(): (asked: Asked) => string | undefined {
  // By the file: nobody here begins a second upload of one.
  const begunWith = new Map<string, string>();
  return ({ method, url, headers }) => {
    const [file = "", text] = url.split("?");
    const query = new URLSearchParams(text);
    if (method === "POST" && query.has("uploads")) {
      const algorithm = headers["x-amz-checksum-algorithm"];
      begunWith.set(file, String(algorithm ?? "null").toLowerCase());
    }
    if (!query.has("uploadId")) return undefined;
    const expected = begunWith.get(file) ?? "null";
    // The checksum of a body that is sent as it is read stands behind it.
    const names = [...Object.keys(headers), String(headers["x-amz-trailer"])];
    const actual = names.map((name) => NAMED.exec(name)?.[1]).find((name) => name !== undefined) ?? "null";
    const isHeld = method === "PUT" || (method === "POST" && actual !== "null");
    return !isHeld || actual === expected
      ? undefined
      : `Checksum Type mismatch occurred, expected checksum Type: ${expected}, actual checksum Type: ${actual}`;
  };
}
