import type { IncomingMessage } from "node:http";

export type Body = { readonly kind: "read"; readonly body: Buffer } | { readonly kind: "too-large" };

/**
 * Reads a request's body up to a number of bytes. What is over is drained unread and unkept, so that the client gets
 * to see the refusal instead of a broken connection.
 */
export async function readBody(req: IncomingMessage, maximumBytes: number): Promise<Body> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= maximumBytes) chunks.push(chunk);
  }
  return size > maximumBytes ? { kind: "too-large" } : { kind: "read", body: Buffer.concat(chunks) };
}
