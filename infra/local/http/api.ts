import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { InvokeResult, Local, ResourceType } from "../context.ts";
import { type Admission, admit } from "./authorizer.ts";
import { readBody } from "./body.ts";
import { eventFor, type HttpRequest } from "./payload.ts";
import { gatewayReply, type HttpReply, replyFrom, write } from "./reply.ts";
import { type ApiRoute, apiResources, type DefinedApi } from "./resources.ts";
import { MalformedPath, type Match, matchRoute } from "./route.ts";

const GATEWAY_LIMIT_BYTES = 10 * 1024 * 1024;
/** Lambda's limit of a synchronous payload, request and answer alike, as its own error message has it. */
const FUNCTION_LIMIT_BYTES = 6_291_556;

export interface HttpApi {
  readonly resources: ResourceType[];
  /** Answers a request as the deployed HTTP API would. */
  handle(req: IncomingMessage, res: ServerResponse): Promise<void>;
}

/** The HTTP API of the template: routes, JWT authorizer, Lambda proxy integrations of payload format 2.0. */
export function httpApi(local: Local): HttpApi {
  const api: DefinedApi = { apiId: undefined, stageVariables: undefined, routes: [] };
  return {
    resources: apiResources(local, api),
    handle: async (req, res) => {
      const requestId = `${randomBytes(11).toString("base64url")}=`;
      const reply = await answer(local, api, req, requestId);
      write(res, { ...reply, headers: { ...reply.headers, "apigw-requestid": requestId } });
    },
  };
}

async function answer(
  local: Local,
  api: DefinedApi,
  req: IncomingMessage,
  requestId: string,
): Promise<HttpReply> {
  const read = await readBody(req, GATEWAY_LIMIT_BYTES);
  if (read.kind === "too-large") return gatewayReply(413, "Request Entity Too Large");
  const request: HttpRequest = {
    method: req.method ?? "GET",
    url: req.url ?? "/",
    httpVersion: req.httpVersion,
    headers: req.headers,
    body: read.body,
    sourceIp: (req.socket.remoteAddress ?? "127.0.0.1").replace(/^::ffff:/, ""),
  };
  try {
    const match = matchRoute(api.routes, request.method, request.url.split("?")[0] ?? "/");
    if (match === undefined) return gatewayReply(404, "Not Found");
    return await answerRoute(local, api, request, match, requestId);
  } catch (error) {
    if (error instanceof MalformedPath) return gatewayReply(400, "Bad Request");
    throw error;
  }
}

async function answerRoute(
  local: Local,
  api: DefinedApi,
  request: HttpRequest,
  { route, pathParameters }: Match<ApiRoute>,
  requestId: string,
): Promise<HttpReply> {
  const admission: Admission | undefined =
    route.authorizer && (await admit(route.authorizer, route.scopes, request));
  if (admission?.kind === "refused") return admission.reply;
  const gateway = {
    accountId: local.accountId,
    apiId: api.apiId ?? "",
    domainName: new URL(local.origin).hostname,
    stage: "$default",
    stageVariables: api.stageVariables,
  };
  const event = eventFor(
    request,
    gateway,
    { routeKey: route.routeKey, pathParameters },
    admission?.authorization,
    requestId,
    local.clock.now(),
  );
  if (bytesOf(event) > FUNCTION_LIMIT_BYTES) return gatewayReply(413, "Request Entity Too Large");
  return replyOf(await within(route.timeoutMs, local.functions.invoke(route.functionName, event)));
}

function replyOf(result: InvokeResult | "timed-out"): HttpReply {
  if (result === "timed-out") return gatewayReply(503, "Service Unavailable");
  const failed = gatewayReply(500, "Internal Server Error");
  if (result.kind === "failed" || bytesOf(result.payload) > FUNCTION_LIMIT_BYTES) return failed;
  return replyFrom(result.payload) ?? failed;
}

function bytesOf(payload: unknown): number {
  return Buffer.byteLength(JSON.stringify(payload ?? null));
}

/** The gateway stops waiting; the function goes on, as it does on AWS. By real time. */
async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T | "timed-out"> {
  const { promise, resolve } = Promise.withResolvers<"timed-out">();
  const timer = setTimeout(() => resolve("timed-out"), timeoutMs);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
