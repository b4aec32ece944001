import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import { linkOf, linkToken } from "#shared/domain/sending/link-token.ts";
import { invitationById } from "#shared/dynamodb/invitations.ts";
import { type DueKey, invitationKey } from "#shared/dynamodb/keys.ts";
import { type Table, toItem } from "#shared/dynamodb/table.ts";
import type { Reply } from "#shared/lambda/reply.ts";
import type { Settings } from "#shared/settings.ts";
import { anInvitation, someSettings } from "../builders.ts";
import { expectDescribed } from "../described.ts";
import { startTable } from "../table.ts";

const KEY = Buffer.alloc(32, 7);

/** Far enough ahead that the functions' own clock never reaches it. */
const OPEN_UNTIL = "2999-12-31T08:00:11.000Z";
const CLOSED_SINCE = "2020-12-31T08:00:11.000Z";

export const tokenOf = (invitationId: string): string => linkToken(invitationId, KEY);

let count = 0;

/** Stores an invitation that was sent, open unless told otherwise, and gives its link's token. */
export async function givenSurvey(
  table: Table,
  over: Partial<Invitation> & Partial<DueKey> & { readonly erasedAt?: string } = {},
): Promise<{ readonly token: string; readonly invitationId: string }> {
  const invitationId = (++count).toString(16).padStart(32, "0");
  const token = tokenOf(invitationId);
  const invitation = anInvitation({ invitationId, closesAt: OPEN_UNTIL, ...over });
  const tokenHash = linkOf(token)?.tokenHash;
  await table.client.send(
    new PutItemCommand({
      TableName: table.name,
      Item: toItem({ ...invitationKey(invitationId), ...invitation, tokenHash }),
    }),
  );
  return { token, invitationId };
}

export const closed = { closesAt: CLOSED_SINCE } as const;

export async function storedInvitation(table: Table, invitationId: string): Promise<Invitation> {
  const invitation = await invitationById(table, invitationId);
  if (invitation === undefined) throw new Error(`no invitation ${invitationId}`);
  return invitation;
}

type Request = {
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
  readonly sourceIp?: string;
};
type Handler = (event: APIGatewayProxyEventV2, context: Context) => unknown;

/** Both functions behind `/s/{token}`, as deployed, on a table of their own; `stop` ends it. */
export async function startSurveySite(settings: Partial<Settings> = {}) {
  const { table, endpoint, stop } = await startTable();
  Object.assign(process.env, {
    TABLE_NAME: table.name,
    SETTINGS: JSON.stringify(someSettings(settings)),
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
  });
  const [show, submit] = await Promise.all([
    import("../../functions/show-survey/handler.ts"),
    import("../../functions/submit-response/handler.ts"),
  ]);
  const send = async (handler: Handler, method: string, token: string, request: Request = {}) => {
    const reply = (await handler(eventOf(method, token, request), {} as Context)) as Reply;
    await expectDescribed(`${method} /s/{token}`, reply, request.body);
    return reply;
  };
  return {
    table,
    stop,
    get: (token: string, request?: Request) => send(show.handler, "GET", token, request),
    head: (token: string, request?: Request) => send(show.handler, "HEAD", token, request),
    post: (token: string, request?: Request) => send(submit.handler, "POST", token, request),
    postForm: (token: string, fields: Readonly<Record<string, string>>) =>
      send(submit.handler, "POST", token, {
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams({ program: "post-onboarding", version: "1", ...fields }).toString(),
      }),
    postJson: (token: string, body: unknown) =>
      send(submit.handler, "POST", token, {
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
  };
}

export type SurveySite = Awaited<ReturnType<typeof startSurveySite>>;

/** As an HTTP API hands a request to a function, payload format 2.0. */
function eventOf(method: string, token: string, request: Request): APIGatewayProxyEventV2 {
  return {
    version: "2.0",
    routeKey: `${method} /s/{token}`,
    rawPath: `/s/${token}`,
    rawQueryString: new URLSearchParams(request.query).toString(),
    headers: { ...request.headers },
    pathParameters: { token },
    queryStringParameters: request.query,
    body: request.body,
    isBase64Encoded: request.isBase64Encoded ?? false,
    requestContext: {
      accountId: "123456789012",
      apiId: "api",
      domainName: "surveys.example",
      domainPrefix: "surveys",
      http: {
        method,
        path: `/s/${token}`,
        protocol: "HTTP/1.1",
        sourceIp: request.sourceIp ?? "192.0.2.1",
        userAgent: "test",
      },
      requestId: "request-1",
      routeKey: `${method} /s/{token}`,
      stage: "$default",
      time: "01/Dec/2026:08:00:00 +0000",
      timeEpoch: 0,
    },
  };
}
