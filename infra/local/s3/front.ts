import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import type { Clock } from "../context.ts";
import { startChecksums } from "./checksums.ts";
import { type CorsRules, corsHeaders } from "./cors.ts";
import { verdictOn } from "./signature.ts";

/** Where functions and browsers reach S3. */
export type S3Front = {
  readonly endpoint: string;
  /** The secret access key under which requests and addresses must be signed. */
  readonly secret: string;
  /** Lets pages of other origins do to a bucket what these rules allow. */
  allow(bucket: string, rules: CorsRules): void;
  stop(): Promise<void>;
};

/**
 * Stands before the S3 engine, which takes any signature, an expired one too, and any checksum, and answers no browser that
 * asks first.
 * The secret is another at each start: an address of the last one has no port to go to either. An address expires by the
 * laptop's clock, since the functions sign it by that clock: one that is moved on takes every address with it, and an
 * address that is made after that holds, which by the machine's time would be one from the future.
 */
export async function startS3Front(engine: string, clock: Pick<Clock, "now">): Promise<S3Front> {
  const secret = randomBytes(20).toString("hex");
  const rulesOf = new Map<string, CorsRules>();
  const heldAgainst = startChecksums();
  const server = createServer((req, res) => void answer(req, res));

  const answer = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const { method = "GET", url = "/", headers } = req;
    // The engine's `Date` is the machine's: the SDK would take its own, which is the laptop's, for wrong.
    res.setHeader("date", clock.now().toUTCString());
    const bucket = /^\/([^/?]*)/.exec(url)?.[1] ?? "";
    const cors = corsHeaders(rulesOf.get(bucket) ?? [], req);
    for (const [name, value] of Object.entries(cors ?? {})) res.setHeader(name, value);
    if (method === "OPTIONS") {
      if (cors === undefined)
        refuse(req, res, "AccessForbidden", "CORSResponse: This CORS request is not allowed.");
      else res.writeHead(200).end();
      return;
    }
    const verdict = verdictOn({ method, url, headers }, secret, clock.now());
    if (verdict.kind === "refused") return refuse(req, res, verdict.code, verdict.message);
    const mismatch = heldAgainst({ method, url, headers });
    if (mismatch !== undefined) return refuse(req, res, "InvalidRequest", mismatch, 400);
    await handOn(engine, req, res);
  };

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The S3 front was given no port");
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    secret,
    allow: (bucket, rules) => void rulesOf.set(bucket, rules),
    stop: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeIdleConnections();
      await closed;
    },
  };
}

/** Passes a request on to the engine and its reply back, neither of them kept in memory. */
async function handOn(engine: string, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const { host: _, connection: __, expect: ___, ...headers } = req.headers;
  const asked = request(new URL(req.url ?? "/", engine), { method: req.method ?? "GET", headers });
  const replied = once(asked, "response");
  try {
    const [[reply]] = await Promise.all([replied, pipeline(req, asked)]);
    for (const [name, value] of Object.entries((reply as IncomingMessage).headers))
      if (!["connection", "keep-alive", "date"].includes(name) && value !== undefined)
        res.setHeader(name, value);
    for (const [name, value] of headersInAddress(req.url ?? "")) res.setHeader(name, value);
    res.writeHead((reply as IncomingMessage).statusCode ?? 500);
    await pipeline(reply, res);
  } catch {
    // Whoever asked has gone, or the engine has: a connection that breaks says both.
    asked.destroy();
    res.destroy();
  }
}

/** The headers that an address itself says the reply is to have; the engine leaves them as they were stored. */
function headersInAddress(url: string): [string, string][] {
  const query = new URLSearchParams(url.split("?")[1] ?? "");
  return ["content-disposition", "content-type", "cache-control"].flatMap((name): [string, string][] => {
    const value = query.get(`response-${name}`);
    return value === null ? [] : [[name, value]];
  });
}

function refuse(
  req: IncomingMessage,
  res: ServerResponse,
  code: string,
  message: string,
  status = 403,
): void {
  // Read to its end, so that whoever is sending gets to see the refusal.
  req.resume();
  res.writeHead(status, { "content-type": "application/xml" });
  res.end(
    `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
  );
}
