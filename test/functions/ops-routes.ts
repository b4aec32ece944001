import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import type { Reply } from "#shared/lambda/reply.ts";
import { someSettings } from "../builders.ts";
import { expectDescribed } from "../described.ts";
import { startTable } from "../table.ts";

/** A table of the test file's own, where the functions look for theirs. */
export async function startOpsTable() {
  const started = await startTable();
  Object.assign(process.env, {
    TABLE_NAME: started.table.name,
    SETTINGS: JSON.stringify(someSettings()),
    PERSON_KEY_PARAMETER: "/test/person-key",
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_ENDPOINT_URL_DYNAMODB: started.endpoint,
  });
  return started;
}

type Handler = (event: APIGatewayProxyEventV2, context: Context) => unknown;
type Ask = {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly role?: string;
  readonly email?: string;
  readonly body?: string;
};

/** Asks an ops route as an HTTP API would, payload format 2.0, and reads the answer. */
export async function askRoute(
  handler: Handler,
  routeKey: string,
  { path = {}, query = {}, role = "ops", email = "ops@vendor.example", body }: Ask = {},
): Promise<{ status: number; body: Answer }> {
  const event = {
    version: "2.0",
    routeKey,
    headers: {},
    pathParameters: path,
    queryStringParameters: query,
    body,
    isBase64Encoded: false,
    requestContext: {
      http: { method: routeKey.split(" ")[0] },
      requestId: "request-1",
      authorizer: { jwt: { claims: { email, "cognito:groups": `[${role}]` } } },
    },
  };
  // Of the event, only what the functions look at.
  const reply = (await handler(event as unknown as APIGatewayProxyEventV2, {} as Context)) as Reply;
  await expectDescribed(routeKey, reply, body);
  return { status: reply.statusCode ?? 0, body: JSON.parse(reply.body ?? "null") as Answer };
}

/** What a route answers is looked at, not trusted. */
// biome-ignore lint/suspicious/noExplicitAny: replies are asserted on field by field
export type Answer = any;
