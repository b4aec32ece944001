import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";

/** A request as an AWS SDK sends it; `path` without the service's prefix, as AWS itself would see it. */
export type AwsRequest = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
};

export type AwsReply = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
};

/** Answers for one AWS service; errors that a caller should see are replies, a throw is a bug here. */
export type AwsService = {
  readonly name: string;
  handle(request: AwsRequest): Promise<AwsReply>;
};

export type AwsEndpoint = {
  /** For `AWS_ENDPOINT_URL_…` of the functions' environment. */
  urlOf(name: string): string;
  /** Refuses new requests and waits for those under way. */
  stop(): Promise<void>;
};

/**
 * Starts one server on 127.0.0.1 for several services, each under its name as path prefix, which SDK clients keep.
 * A service that throws is answered for with a 500, and said aloud, since the SDK retries and hides it.
 */
export async function startAwsEndpoint(
  services: readonly AwsService[],
  say: (line: string) => void = () => {},
): Promise<AwsEndpoint> {
  const byName = new Map(services.map((service) => [service.name, service]));
  const server = createServer(async (request, response) => {
    send(response, await reply(byName, request, say));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The AWS endpoint was given no port");
  return {
    urlOf: (name) => {
      if (!byName.has(name)) throw new Error(`The AWS endpoint has no service "${name}"`);
      return `http://127.0.0.1:${address.port}/${name}`;
    },
    stop: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeIdleConnections();
      await closed;
    },
  };
}

async function reply(
  services: ReadonlyMap<string, AwsService>,
  request: IncomingMessage,
  say: (line: string) => void,
): Promise<AwsReply> {
  const [, name = "", path = "/"] = /^\/([^/?]*)(.*)$/s.exec(request.url ?? "") ?? [];
  const service = services.get(name);
  if (service === undefined) return { status: 404, body: `No AWS service "${name}" here` };
  try {
    return await service.handle({
      method: request.method ?? "GET",
      path: path.startsWith("/") ? path : `/${path}`,
      headers: request.headers,
      body: await buffer(request),
    });
  } catch (error) {
    say(`${name} failed: ${error instanceof Error ? error.message : "unknown error"}`);
    return { status: 500, headers: { "x-amzn-errortype": "InternalFailure" }, body: "{}" };
  }
}

function send(response: ServerResponse, { status, headers = {}, body = "" }: AwsReply): void {
  response.writeHead(status, { "content-length": String(Buffer.byteLength(body)), ...headers });
  response.end(body);
}
