import { DeleteItemCommand, PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import * as z from "zod";
import { SLACK_KEY, SLACK_PARTITION, slackDueSk, slackPostKey } from "./keys.ts";
import { itemAt, itemsWhere } from "./partition.ts";
import { DUE_INDEX, fromItem, type Table, toItem, unlessConditionFails } from "./table.ts";

/** What is to be posted of, whole: it is put into words when it is posted. */
const SlackEvent = z.object({ type: z.string(), detail: z.record(z.string(), z.unknown()) });
export type SlackEvent = z.infer<typeof SlackEvent>;

const Stored = z.object({
  event: z.string(),
  occurredAt: z.string(),
  keptAt: z.string(),
  tries: z.int(),
  dueSk: z.string(),
});

/** A post that waits, as whoever holds it sees it. */
export type SlackPost = Omit<z.infer<typeof Stored>, "event"> & {
  readonly postId: string;
  readonly event: SlackEvent;
};

/** A post in the index: whose turn it is can be told from this alone. */
export type DueSlackPost = Pick<SlackPost, "postId" | "tries" | "occurredAt" | "dueSk">;

/** What was posted is known for as long as a survey can be answered and a doubtful answer vouched for. */
const KNOWN_DAYS = 400;

const heldFrom = (postId: string, item: Readonly<Record<string, unknown>>): SlackPost => {
  const { event, ...rest } = Stored.parse(item);
  return { postId, ...rest, event: SlackEvent.parse(JSON.parse(event)) };
};

/**
 * Keeps what is to be posted, to be looked at from `dueAt` on; until then it is this caller's. Undefined where there
 * is one of that id, waiting, posted or, unless it comes from there, in the dead letters.
 */
export async function keepSlackPost(
  table: Table,
  post: {
    readonly postId: string;
    readonly event: SlackEvent;
    readonly occurredAt: string;
    readonly isRedriven: boolean;
  },
  now: Date,
  dueAt: Date,
): Promise<SlackPost | undefined> {
  const { postId, occurredAt } = post;
  const waiting = { event: JSON.stringify(post.event), occurredAt, keptAt: now.toISOString(), tries: 0 };
  const item = { ...waiting, dueSk: slackDueSk(dueAt, { postId, occurredAt, tries: 0 }) };
  const isDead = post.isRedriven ? " OR attribute_exists(deadAt)" : "";
  const put = new PutItemCommand({
    TableName: table.name,
    Item: toItem({
      ...slackPostKey(postId),
      ...{ type: "slack-post", version: 1, duePk: SLACK_PARTITION, ...item },
    }),
    ConditionExpression: `attribute_not_exists(pk)${isDead}`,
  });
  const kept = await unlessConditionFails(table.client.send(put));
  return kept.kind === "written" ? heldFrom(postId, item) : undefined;
}

/** The posts whose time has come, at most so many of them, in the order in which they were said. */
export async function slackPostsDueBy(table: Table, now: Date, most: number): Promise<DueSlackPost[]> {
  const items = await itemsWhere(table, {
    index: DUE_INDEX,
    where: "duePk = :pk AND dueSk < :until",
    // "$" is the character after "#": what is due in this very millisecond is included.
    values: { ":pk": SLACK_PARTITION, ":until": `${now.toISOString()}$` },
    most,
  });
  const due = items.map((item): DueSlackPost => {
    const dueSk = String(item.dueSk);
    const [, tries = "", occurredAt = "", ...postId] = dueSk.split("#");
    return { postId: postId.join("#"), tries: Number(tries), occurredAt, dueSk };
  });
  return due.sort((a, b) => Date.parse(a.occurredAt) - Date.parse(b.occurredAt));
}

/** Takes a due post until then; undefined where somebody else has taken it since it was seen. */
export async function claimSlackPost(
  table: Table,
  due: DueSlackPost,
  until: Date,
): Promise<SlackPost | undefined> {
  const claimed = await unlessConditionFails(moveTo(table, due, until, due.tries));
  const item = claimed.kind === "written" ? claimed.output.Attributes : undefined;
  return item && heldFrom(due.postId, fromItem(item));
}

/** Has a post that the caller holds wait for another time; where somebody else has taken it, it is theirs. */
export async function putBackSlackPost(
  table: Table,
  post: SlackPost,
  { at, tries }: { readonly at: Date; readonly tries: number },
): Promise<void> {
  await unlessConditionFails(moveTo(table, post, at, tries));
}

const moveTo = (table: Table, seen: DueSlackPost, at: Date, tries: number) =>
  table.client.send(
    new UpdateItemCommand({
      TableName: table.name,
      Key: marshall(slackPostKey(seen.postId)),
      UpdateExpression: "SET dueSk = :due, tries = :tries",
      ConditionExpression: "dueSk = :seen",
      ExpressionAttributeValues: marshall({
        ":due": slackDueSk(at, { ...seen, tries }),
        ":tries": tries,
        ":seen": seen.dueSk,
      }),
      ReturnValues: "ALL_NEW",
    }),
  );

/**
 * Notes that nobody need post it any more, and keeps nothing of what was said. Whoever else holds it meanwhile: it was
 * taken.
 */
export async function endSlackPost(
  table: Table,
  { postId }: Pick<SlackPost, "postId">,
  as: "posted" | "dead",
  now: Date,
): Promise<void> {
  await table.client.send(
    new UpdateItemCommand({
      TableName: table.name,
      Key: marshall(slackPostKey(postId)),
      UpdateExpression: `SET ${as}At = :now, expiresAt = :expires REMOVE duePk, dueSk, event`,
      ExpressionAttributeValues: marshall({
        ":now": now.toISOString(),
        ":expires": Math.floor(now.getTime() / 1000) + KNOWN_DAYS * 86_400,
      }),
    }),
  );
}

/** Up to when nobody is to post, since Slack asked for that or did not answer; undefined while it takes posts. */
export async function slackShutUntil(table: Table): Promise<Date | undefined> {
  const item = await itemAt(table, SLACK_KEY);
  return item === undefined ? undefined : new Date(String(item.shutUntil));
}

/** Shuts Slack until then; `false` where somebody has moved it since `seen`, if that is given. */
export async function shutSlack(table: Table, until: Date, seen?: Date): Promise<boolean> {
  const shut = new PutItemCommand({
    TableName: table.name,
    Item: toItem({ ...SLACK_KEY, type: "slack", version: 1, shutUntil: until.toISOString() }),
    ...(seen && ifStill(seen)),
  });
  return (await unlessConditionFails(table.client.send(shut))).kind === "written";
}

/** Slack takes posts, unless somebody has found otherwise since it was shut until `seen`. */
export async function openSlack(table: Table, seen: Date): Promise<void> {
  const open = new DeleteItemCommand({
    TableName: table.name,
    Key: marshall(SLACK_KEY),
    ...ifStill(seen),
  });
  await unlessConditionFails(table.client.send(open));
}

const ifStill = (seen: Date) => ({
  ConditionExpression: "shutUntil = :seen",
  ExpressionAttributeValues: marshall({ ":seen": seen.toISOString() }),
});
