import {
  BatchGetItemCommand,
  GetItemCommand,
  PutItemCommand,
  type PutItemCommandInput,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { Account } from "../domain/accounts/account.ts";
import { Contact } from "../domain/accounts/contact.ts";
import { Hold } from "../domain/accounts/hold.ts";
import type { Suppression } from "../domain/accounts/suppression.ts";
import type { Program } from "../domain/programs/program.ts";
import { Invitation } from "../domain/sending/invitation.ts";
import { fieldUpdate } from "./field-update.ts";
import {
  accountKey,
  contactKey,
  currentProgramKey,
  holdKey,
  invitationKey,
  sendDueKey,
  suppressionKey,
} from "./keys.ts";
import { definitionIn } from "./programs.ts";
import type { SendJob } from "./sending.ts";
import { suppressionBy } from "./suppressions.ts";
import { fromItem, type Table, toItem, unlessConditionFails } from "./table.ts";

export async function invitationById(table: Table, invitationId: string): Promise<Invitation | undefined> {
  const { Item } = await table.client.send(
    new GetItemCommand({
      TableName: table.name,
      Key: marshall(invitationKey(invitationId)),
      ConsistentRead: true,
    }),
  );
  return Item === undefined ? undefined : Invitation.parse(fromItem(Item));
}

/**
 * Stores a selected invitation in the due index. One that exists stays as it is, but for one that was withdrawn before
 * anybody began to send it: this takes its place, and remembers it.
 */
export async function saveSelected(table: Table, invitation: Invitation): Promise<void> {
  const first = await putSelected(table, invitation, { ConditionExpression: "attribute_not_exists(pk)" });
  if (first.kind === "written" || first.item === undefined) return;
  const before = Invitation.parse(first.item);
  if (before.status !== "withdrawn" || before.claimedAt !== undefined) return;
  const { selectedAt, withdrawnAt: at = selectedAt, reason, withdrawals = [] } = before;
  await putSelected(
    table,
    { ...invitation, withdrawals: [...withdrawals, { selectedAt, at, reason }] },
    {
      ConditionExpression: "#status = :withdrawn AND selectedAt = :seen",
      ExpressionAttributeNames: { "#status": "status" },
      ExpressionAttributeValues: marshall({ ":withdrawn": before.status, ":seen": selectedAt }),
    },
  );
}

const putSelected = (table: Table, invitation: Invitation, condition: Partial<PutItemCommandInput>) =>
  unlessConditionFails(
    table.client.send(
      new PutItemCommand({
        TableName: table.name,
        Item: toItem({
          ...invitationKey(invitation.invitationId),
          ...sendDueKey(invitation.notBefore, invitation),
          ...invitation,
        }),
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
        ...condition,
      }),
    ),
  );

export type ReadyToSend = {
  readonly invitation: Invitation;
  readonly account?: Account;
  readonly contact?: Contact;
  readonly holds: readonly Hold[];
  /** Why nobody writes any more to the person whom the job names. */
  readonly suppression?: Suppression;
  /** The program as it is now, where ops have changed it since it was shipped. */
  readonly programNow?: Program;
};

/** All that the moment of sending looks at, in one consistent read; undefined where the invitation is gone. */
export async function invitationToSend(table: Table, ids: SendJob): Promise<ReadyToSend | undefined> {
  const keys = [
    invitationKey(ids.invitationId),
    accountKey(ids.accountId),
    contactKey(ids.accountId, ids.contactId),
    holdKey(ids.accountId),
    holdKey(ids.accountId, ids.contactId),
    suppressionKey(ids.personHash),
    currentProgramKey(ids.programId),
  ].map((key) => marshall(key));
  const { Responses, UnprocessedKeys } = await table.client.send(
    new BatchGetItemCommand({ RequestItems: { [table.name]: { Keys: keys, ConsistentRead: true } } }),
  );
  if (Object.keys(UnprocessedKeys ?? {}).length > 0)
    throw new Error("DynamoDB left part of a small read undone; try again");
  const items = (Responses?.[table.name] ?? []).map((item) => fromItem(item));
  const ofType = (prefix: string) => items.find((item) => String(item.sk).startsWith(prefix));
  const invitation = ofType("INVITATION");
  const account = ofType("ACCOUNT");
  const contact = ofType("CONTACT#");
  const suppression = suppressionBy(ofType("SUPPRESSION") ?? {});
  const programNow = items.find(({ pk }) => pk === currentProgramKey(ids.programId).pk);
  if (invitation === undefined) return undefined;
  return {
    invitation: Invitation.parse(invitation),
    ...(account === undefined ? {} : { account: Account.parse(account) }),
    ...(contact === undefined ? {} : { contact: Contact.parse(contact) }),
    ...(suppression === undefined ? {} : { suppression }),
    ...(programNow === undefined ? {} : { programNow: definitionIn(programNow) }),
    holds: items.filter(({ sk }) => String(sk).startsWith("HOLD#")).map((item) => Hold.parse(item)),
  };
}

/** A change of an invitation's state that holds only from certain states. */
type Move = {
  readonly invitationId: string;
  readonly from: readonly Invitation["status"][];
  /** An undefined field is removed. */
  readonly set: Partial<Invitation>;
  /** Only while this attempt holds the claim. */
  readonly attemptId?: string;
  /** Only while it waits for this time: one that was put back for a later one stays where it is. */
  readonly notBefore?: string;
  /** Waits in the due index under these keys; without them it leaves the index. */
  readonly due?: { readonly duePk: string; readonly dueSk: string };
};

/** Moves an invitation to another state; `false` where it was in none of the states it may come from. */
export async function moveInvitation(table: Table, move: Move): Promise<boolean> {
  const update = fieldUpdate({ ...move.set, ...(move.due ?? { duePk: undefined, dueSk: undefined }) });
  const states = move.from.map((_, i) => `:from${i}`);
  const holds =
    (move.attemptId === undefined ? "" : " AND attempt.attemptId = :attemptId") +
    (move.notBefore === undefined ? "" : " AND notBefore = :seenNotBefore");
  const moved = await unlessConditionFails(
    table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: marshall(invitationKey(move.invitationId)),
        ...update,
        ConditionExpression: `#status IN (${states.join(", ")})${holds}`,
        ExpressionAttributeNames: { ...update.ExpressionAttributeNames, "#status": "status" },
        ExpressionAttributeValues: {
          ...update.ExpressionAttributeValues,
          ...marshall({
            ...Object.fromEntries(move.from.map((state, i) => [`:from${i}`, state])),
            ...(move.attemptId === undefined ? {} : { ":attemptId": move.attemptId }),
            ...(move.notBefore === undefined ? {} : { ":seenNotBefore": move.notBefore }),
          }),
        },
      }),
    ),
  );
  return moved.kind === "written";
}

/** Puts an invitation back into the due index, to be queued again from a time on. */
export const putBackInvitation = (
  table: Table,
  invitation: Invitation,
  { notBefore, ...move }: Pick<Move, "from" | "attemptId"> & { readonly notBefore: string },
): Promise<boolean> =>
  moveInvitation(table, {
    ...move,
    invitationId: invitation.invitationId,
    set: { status: "selected", notBefore, deferred: invitation.deferred },
    due: sendDueKey(notBefore, invitation),
  });
