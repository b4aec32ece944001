import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { text } from "node:stream/consumers";

export type Remembered = {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};

/** What a service answers; `hang-up` is no answer at all. */
export type Answer = { readonly status: number; readonly body: string } | "hang-up";

/** Stands in for a service over HTTP: remembers what it was asked, answers what it is told to. */
export async function startEndpoint(answer: (request: Remembered) => Answer | Promise<Answer>) {
  const requests: Remembered[] = [];
  const server = createServer(async (incoming, reply) => {
    const request = { path: incoming.url ?? "", headers: incoming.headers, body: await text(incoming) };
    requests.push(request);
    const answered = await answer(request);
    if (answered === "hang-up") incoming.socket.destroy();
    else reply.writeHead(answered.status).end(answered.body);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
