import type middy from "@middy/core";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { log } from "./log.ts";
import { problem, type Reply } from "./reply.ts";

const apologise = (): Reply =>
  problem(
    500,
    "Something went wrong on our side. Please send the same again: what was done already is not done twice.",
  );

/**
 * The last resort of an HTTP function: the error goes to the log by name, the caller learns only that it
 * happened, as problem details or in whatever form `reply` gives.
 */
export function internalErrors(
  reply: (event: APIGatewayProxyEventV2) => Reply | Promise<Reply> = apologise,
): middy.MiddlewareObj<APIGatewayProxyEventV2, Reply> {
  return {
    onError: async (request) => {
      const { error, event } = request;
      log("request-failed", {
        route: event.routeKey,
        error: error?.name,
        requestId: event.requestContext?.requestId,
      });
      request.response = await reply(event);
    },
  };
}
