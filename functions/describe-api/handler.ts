import type { Reply } from "#shared/lambda/reply.ts";

/** The description, which the CDK app makes as it bundles this: it changes with the code and with nothing else. */
declare const OPENAPI: string;

/** `GET /v1/openapi.json`: open to anyone, since it holds no secret. */
export const handler = async (): Promise<Reply> => ({
  statusCode: 200,
  headers: { "content-type": "application/json; charset=utf-8", "cache-control": "public, max-age=300" },
  body: OPENAPI,
});
