import { timingSafeEqual } from "node:crypto";
import { DynamoDBServiceException, GetItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import type { Attempt } from "../domain/answers/attempt.ts";
import { isFlagged } from "../domain/answers/suspicion.ts";
import type { Invitation } from "../domain/sending/invitation.ts";
import type { Link } from "../domain/sending/link-token.ts";
import { invitationKey } from "./keys.ts";
import { fromItem, type Table, toItem, unlessConditionFails } from "./table.ts";

/** What a customer's page and answer need of an invitation. */
const FIELDS = [
  "invitationId",
  "programId",
  "programVersion",
  "locale",
  "closesAt",
  "clickedAt",
  "deliveredAt",
  "account",
  "anonymous",
  "attempts",
  "callBack",
] as const satisfies readonly (keyof Invitation)[];
export type LinkedInvitation = Pick<Invitation, (typeof FIELDS)[number]>;

/** Written by us alone, from what was checked: the schema would cost every customer's page and answer a load. */
const linkedIn = (item: Readonly<Record<string, unknown>>): LinkedInvitation =>
  Object.fromEntries(
    FIELDS.flatMap((field) => (item[field] === undefined ? [] : [[field, item[field]]])),
  ) as LinkedInvitation;

/** More than a person changes their mind. */
const MAX_ANSWERS = 50;
/** What gives itself away leaves the rest of that room alone. */
const MAX_FLAGGED = 10;
/** Room for a person where scanners have used up theirs. An item holds 400 KB, and is written whole each time. */
const MAX_ATTEMPTS = 200;

/**
 * The invitation a link opens. A wrong token, an unknown invitation and an erased one are the same: undefined.
 */
export async function invitationOfLink(table: Table, link: Link): Promise<LinkedInvitation | undefined> {
  const { Item } = await table.client.send(
    new GetItemCommand({
      TableName: table.name,
      Key: toItem(invitationKey(link.invitationId)),
      ConsistentRead: true,
    }),
  );
  return Item === undefined ? undefined : openedBy(link, fromItem(Item));
}

export function openedBy(link: Link, item: Readonly<Record<string, unknown>>): LinkedInvitation | undefined {
  const held = Buffer.from(String(item.tokenHash ?? ""));
  const given = Buffer.from(link.tokenHash);
  const isGenuine = held.length === given.length && timingSafeEqual(held, given);
  return isGenuine && item.erasedAt === undefined ? linkedIn(item) : undefined;
}

/** Whether answers are still taken. Without a closing date, which the sender may not have written yet, they are. */
export function isOpen(invitation: Pick<LinkedInvitation, "closesAt">, now: Date): boolean {
  return invitation.closesAt === undefined || invitation.closesAt >= now.toISOString();
}

/** Notes that the page was first fetched, by a person or a scanner. A later fetch changes nothing. */
export async function recordFirstFetch(table: Table, link: Link, now: Date): Promise<void> {
  await unlessConditionFails(
    table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: toItem(invitationKey(link.invitationId)),
        UpdateExpression: "SET clickedAt = :now",
        ConditionExpression:
          "tokenHash = :hash AND attribute_not_exists(clickedAt) AND attribute_not_exists(erasedAt)",
        ExpressionAttributeValues: toItem({ ":now": now.toISOString(), ":hash": link.tokenHash }),
      }),
    ),
  );
}

export type Added =
  | { readonly kind: "added"; readonly invitation: LinkedInvitation }
  | { readonly kind: "unknown" }
  | { readonly kind: "closed"; readonly invitation: LinkedInvitation }
  | { readonly kind: "too-many"; readonly invitation: LinkedInvitation }
  /** The survey that was sent asks by another program or version than the one answered. */
  | { readonly kind: "other-form"; readonly invitation: LinkedInvitation };

type Form = { readonly programId: string; readonly version: number };

/**
 * Adds what a customer posted to the invitation, if the link, the form and the day allow it: one write, no read. Where a
 * survey has many attempts already, a second write if this is a person's and few of them are: no scanner uses up the room.
 */
export async function addAttempt(
  table: Table,
  link: Link,
  form: Form,
  attempt: Attempt,
  now: Date,
): Promise<Added> {
  if (isFlagged(attempt)) return await addUpTo(MAX_FLAGGED, table, link, form, attempt, now);
  const added = await addUpTo(MAX_ANSWERS, table, link, form, attempt, now);
  if (added.kind !== "too-many") return added;
  // Loaded by the few who come to this: every answer would pay for it.
  const { whatItAdds } = await import("../domain/answers/responses.ts");
  const adds = whatItAdds(added.invitation, attempt, MAX_ANSWERS);
  if (adds === "nothing") return { kind: "added", invitation: added.invitation };
  return adds === "a-version" ? await addUpTo(MAX_ATTEMPTS, table, link, form, attempt, now) : added;
}

async function addUpTo(
  most: number,
  table: Table,
  link: Link,
  form: Form,
  attempt: Attempt,
  now: Date,
): Promise<Added> {
  const command = new UpdateItemCommand({
    TableName: table.name,
    Key: toItem(invitationKey(link.invitationId)),
    UpdateExpression: "SET attempts = list_append(if_not_exists(attempts, :none), :attempt)",
    ConditionExpression: [
      "tokenHash = :hash",
      "attribute_not_exists(erasedAt)",
      // Never beside who gave it: an anonymous answer is kept elsewhere.
      "attribute_not_exists(anonymous)",
      "programId = :program",
      "programVersion = :version",
      "(attribute_not_exists(closesAt) OR closesAt >= :now)",
      "(attribute_not_exists(attempts) OR size(attempts) < :most)",
    ].join(" AND "),
    ExpressionAttributeValues: toItem({
      ":none": [],
      ":attempt": [attempt],
      ":hash": link.tokenHash,
      ":program": form.programId,
      ":version": form.version,
      ":now": now.toISOString(),
      ":most": most,
    }),
    ReturnValues: "ALL_NEW",
    ReturnValuesOnConditionCheckFailure: "ALL_OLD",
  });
  const written = await unlessItemIsFull(unlessConditionFails(table.client.send(command)));
  if (written === "full") {
    const invitation = await invitationOfLink(table, link);
    return invitation === undefined ? { kind: "unknown" } : { kind: "too-many", invitation };
  }
  if (written.kind === "written") {
    return { kind: "added", invitation: linkedIn(fromItem(written.output.Attributes ?? {})) };
  }
  const invitation = written.item && openedBy(link, written.item);
  if (invitation === undefined) return { kind: "unknown" };
  return { kind: reasonAgainst(invitation, form, now), invitation };
}

function reasonAgainst(
  invitation: LinkedInvitation,
  form: Form,
  now: Date,
): "closed" | "other-form" | "too-many" {
  if (!isOpen(invitation, now)) return "closed";
  const isOtherForm = invitation.programId !== form.programId || invitation.programVersion !== form.version;
  return isOtherForm ? "other-form" : "too-many";
}

/** Long texts, changed often, fill an item before the number of attempts does. */
async function unlessItemIsFull<T>(write: Promise<T>): Promise<T | "full"> {
  try {
    return await write;
  } catch (error) {
    const isFull =
      error instanceof DynamoDBServiceException &&
      error.name === "ValidationException" &&
      /item size/i.test(error.message);
    if (!isFull) throw error;
    return "full";
  }
}
