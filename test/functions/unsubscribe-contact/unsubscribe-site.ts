import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import { tokenHashOf, unsubscribeToken } from "#shared/domain/sending/link-token.ts";
import { invitationById } from "#shared/dynamodb/invitations.ts";
import { invitationKey } from "#shared/dynamodb/keys.ts";
import { suppressionOf } from "#shared/dynamodb/suppressions.ts";
import { type Table, toItem } from "#shared/dynamodb/table.ts";
import type { Reply } from "#shared/lambda/reply.ts";
import { anInvitation } from "../../builders.ts";
import { expectDescribed } from "../../described.ts";
import { startOpsTable } from "../ops-routes.ts";

const KEY = Buffer.alloc(32, 7);
export const tokenOf = (invitationId: string): string => unsubscribeToken(invitationId, KEY);

export type UnsubscribeSite = Awaited<ReturnType<typeof startUnsubscribeSite>>;

/** The function behind `/u/{token}`, as deployed, on a table of its own; `stop` ends it. */
export async function startUnsubscribeSite() {
  const { table, stop } = await startOpsTable();
  const { handler } = await import("../../../functions/unsubscribe-contact/handler.ts");
  const send = async (method: string, token: string, request: Partial<APIGatewayProxyEventV2> = {}) => {
    const reply = (await handler(
      // Of the event, only what the function looks at.
      {
        routeKey: `${method} /u/{token}`,
        headers: {},
        pathParameters: { token },
        requestContext: { http: { method }, requestId: "request-1" },
        ...request,
      } as unknown as APIGatewayProxyEventV2,
      {} as Context,
    )) as Reply;
    await expectDescribed(`${method} /u/{token}`, reply);
    return reply;
  };
  return {
    table,
    stop,
    get: (token: string, request?: Partial<APIGatewayProxyEventV2>) => send("GET", token, request),
    head: (token: string) => send("HEAD", token),
    post: (token: string, request?: Partial<APIGatewayProxyEventV2>) => send("POST", token, request),
    suppression: (personHash: string) => suppressionOf(table, personHash),
    invitation: (invitationId: string) => invitationById(table, invitationId),
  };
}

let count = 0;

/** Stores an invitation that was sent with an unsubscribe link to a person of its own, and gives the link's token. */
export async function givenMail(table: Table, over: Partial<Invitation> = {}) {
  const n = (++count).toString(16);
  const invitationId = n.padStart(32, "0");
  const personHash = `person-${n}`;
  const token = tokenOf(invitationId);
  const invitation = { ...anInvitation({ invitationId, personHash }), ...over };
  const item = { ...invitationKey(invitationId), ...invitation, unsubscribeHash: tokenHashOf(token) };
  await table.client.send(new PutItemCommand({ TableName: table.name, Item: toItem(item) }));
  return { token, ...invitation };
}
