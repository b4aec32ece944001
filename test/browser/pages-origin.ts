import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import type { Reply } from "#shared/lambda/reply.ts";
import { startSurveySite } from "../functions/survey-site.ts";

/** What came over the wire, as it is looked at here. */
type Received = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
};

/**
 * The customer's pages at an address of their own, as an HTTP API serves them: the real functions, on a table in memory.
 * `received` remembers every request; `stop` ends all of it.
 */
export async function startPages() {
  const surveys = await startSurveySite();
  const unsubscribing = await import("../../functions/unsubscribe-contact/handler.ts");
  const received: Received[] = [];

  async function replyTo(request: IncomingMessage): Promise<Reply> {
    const { method = "GET", headers } = request;
    const url = new URL(request.url ?? "/", "http://localhost");
    received.push({ method, path: url.pathname, headers });
    const [, place = "", token = ""] = url.pathname.split("/");
    const asked = {
      headers: oneEach(headers),
      body: await text(request),
      query: Object.fromEntries(url.searchParams),
    };
    if (place === "s") return await (method === "POST" ? surveys.post : surveys.get)(token, asked);
    if (place === "u") return await unsubscribe(method, token, asked.headers);
    return { statusCode: 404, body: "" };
  }

  async function unsubscribe(method: string, token: string, headers: Record<string, string>) {
    // Of the event, only what the function looks at.
    const event = { headers, pathParameters: { token }, requestContext: { http: { method } } };
    return (await unsubscribing.handler(event as unknown as APIGatewayProxyEventV2, {} as Context)) as Reply;
  }

  const server = createServer((request, response) => {
    replyTo(request).then(
      (reply) => write(reply, response),
      () => write({ statusCode: 500, body: "" }, response),
    );
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;

  const stop = () => {
    server.close();
    server.closeAllConnections();
    surveys.stop();
  };
  return {
    origin: `http://127.0.0.1:${port}`,
    table: surveys.table,
    received,
    stop,
  };
}

export type Pages = Awaited<ReturnType<typeof startPages>>;

function oneEach(headers: IncomingMessage["headers"]): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

function write(reply: Reply, response: ServerResponse): void {
  const headers = Object.entries(reply.headers ?? {}).map(([name, value]) => [name, String(value)]);
  response.writeHead(reply.statusCode ?? 200, Object.fromEntries(headers)).end(reply.body);
}
