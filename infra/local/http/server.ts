import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { HttpApi } from "./api.ts";
import { readBody } from "./body.ts";
import { BadRequest, type LocalRoute, notFound } from "./local-route.ts";
import { type HttpReply, problemReply, write } from "./reply.ts";
import { MalformedPath, matchRoute } from "./route.ts";

const LARGEST_BODY_BYTES = 1024 * 1024;
/** How long a stop waits for answers under way. */
const GRACE_MS = 5_000;

/** Somebody else listens on the port. */
export class PortInUse extends Error {
  override readonly name = "PortInUse";
  constructor(port: number) {
    super(
      `Port ${port} is in use: stop what listens there, or choose another with PORT=${port + 1} npm start.`,
    );
  }
}

export interface LocalServer {
  readonly port: number;
  /** Takes no new requests, waits for those under way, a few seconds at most. */
  stop(): Promise<void>;
}

/**
 * Serves the local routes and, for every other path, the product's HTTP API, to this machine alone: on 127.0.0.1 and
 * ::1, since `localhost` may be either. Throws PortInUse. Port 0 takes a free one.
 */
export async function startServer(options: {
  readonly port: number;
  readonly api: Pick<HttpApi, "handle">;
  readonly routes: readonly LocalRoute[];
}): Promise<LocalServer> {
  const handle = (req: IncomingMessage, res: ServerResponse) => void answer(options, req, res);
  const first = await listen(createServer(handle), options.port, "127.0.0.1");
  const port = portOf(first);
  const servers = [first];
  try {
    servers.push(await listen(createServer(handle), port, "::1"));
  } catch (error) {
    // A machine without IPv6 has no ::1, and `localhost` is 127.0.0.1 there.
    if (error instanceof PortInUse) {
      first.close();
      throw error;
    }
  }
  return { port, stop: async () => void (await Promise.all(servers.map(stop))) };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server was given no port");
  return address.port;
}

async function listen(server: Server, port: number, host: string): Promise<Server> {
  try {
    server.listen(port, host);
    await once(server, "listening");
    return server;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") throw new PortInUse(port);
    throw error;
  }
}

async function stop(server: Server): Promise<void> {
  const closed = once(server, "close");
  server.close();
  server.closeIdleConnections();
  const hurry = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  await closed;
  clearTimeout(hurry);
}

async function answer(
  { api, routes }: { readonly api: Pick<HttpApi, "handle">; readonly routes: readonly LocalRoute[] },
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const path = (req.url ?? "/").split("?")[0] ?? "/";
  const isLocal =
    path === "/" || path === "/inbox" || path.startsWith("/inbox/") || path.startsWith("/_local/");
  try {
    if (isLocal) write(res, await answerLocally(routes, req, path));
    else await api.handle(req, res);
  } catch (error) {
    if (res.headersSent || res.destroyed) return void res.destroy();
    const detail = error instanceof Error ? error.message : "unknown error";
    write(res, problemReply(500, "Internal error", `The laptop failed: ${detail}`));
  }
}

async function answerLocally(
  routes: readonly LocalRoute[],
  req: IncomingMessage,
  path: string,
): Promise<HttpReply> {
  if (!isFromHere(req)) {
    return problemReply(
      403,
      "Forbidden",
      "The local routes answer to pages and programs of this machine only.",
    );
  }
  const read = await readBody(req, LARGEST_BODY_BYTES);
  if (read.kind === "too-large") return problemReply(413, "Too large", "The body is over 1 MB.");
  const method = req.method === "HEAD" ? "GET" : (req.method ?? "GET");
  try {
    const match = matchRoute(routes, method, path);
    if (match === undefined) return unmatched(routes, path);
    const query = new URLSearchParams((req.url ?? "").split("?")[1]);
    return await match.route.answer({ path: match.pathParameters ?? {}, query, body: read.body });
  } catch (error) {
    if (error instanceof BadRequest) return problemReply(400, "Bad request", error.message);
    if (error instanceof MalformedPath) return problemReply(400, "Bad request", error.message);
    throw error;
  }
}

function unmatched(routes: readonly LocalRoute[], path: string): HttpReply {
  const allowed = ["GET", "POST"].filter((method) => matchRoute(routes, method, path) !== undefined);
  if (allowed.length === 0) return notFound(`There is no local route ${path}.`);
  const reply = problemReply(405, "Method not allowed", `This route takes ${allowed.join(" and ")}.`);
  return { ...reply, headers: { ...reply.headers, allow: allowed.join(", ") } };
}

/**
 * The inbox holds mail and the clock can be moved, without a token: so a page of another site, opened in the same
 * browser, must reach neither, be it by a request across sites or by a name that it points at this machine.
 */
function isFromHere(req: IncomingMessage): boolean {
  const host = req.headers.host ?? "";
  const hasLocalName = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host);
  const { origin } = req.headers;
  return hasLocalName && (origin === undefined || origin === `http://${host}`);
}
