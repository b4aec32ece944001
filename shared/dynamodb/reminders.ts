import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { Invitation, Reminder } from "../domain/sending/invitation.ts";
import { type DueKey, invitationKey, sendDueKey } from "./keys.ts";
import { type Table, toItem, unlessConditionFails } from "./table.ts";

const NONE_YET = "#status = :sent AND attribute_not_exists(reminder)";
const MAY_BE_REMINDED = [
  NONE_YET,
  "attribute_not_exists(bouncedAt)",
  "attribute_not_exists(complainedAt)",
  "attribute_not_exists(unsubscribedAt)",
  "closesAt > :now",
].join(" AND ");

/**
 * Claims an invitation's reminder; `false` where there is one, or where anything was heard of the survey since it was
 * read. Attempts are only ever added: as many as were read are those that were judged.
 */
export const claimReminder = (
  table: Table,
  { invitationId, attempts }: Pick<Invitation, "invitationId" | "attempts">,
  reminder: Reminder & { readonly status: "sending" },
  /** Stands in the due index under these keys; without them the invitation leaves the index. */
  { due }: { readonly due?: DueKey } = {},
): Promise<boolean> => {
  const asRead = attempts === undefined ? "attribute_not_exists(attempts)" : "size(attempts) = :read";
  const values = { ":now": reminder.at, ":read": attempts?.length };
  return keepReminder(table, invitationId, reminder, `${MAY_BE_REMINDED} AND ${asRead}`, values, due);
};

/** Keeps why an invitation gets no reminder; `false` where it has got one. */
export const withdrawReminder = (
  table: Table,
  invitationId: string,
  reminder: Reminder & { readonly status: "withdrawn" },
): Promise<boolean> => keepReminder(table, invitationId, reminder, NONE_YET);

const keepReminder = (
  table: Table,
  invitationId: string,
  reminder: Reminder,
  condition: string,
  values: Readonly<Record<string, string | number | undefined>> = {},
  due?: DueKey,
): Promise<boolean> =>
  change(table, invitationId, {
    UpdateExpression:
      due === undefined
        ? "SET reminder = :reminder REMOVE duePk, dueSk"
        : "SET reminder = :reminder, duePk = :duePk, dueSk = :dueSk",
    ConditionExpression: condition,
    ExpressionAttributeNames: { "#status": "status" },
    ExpressionAttributeValues: toItem({
      ...{ ":reminder": reminder, ":sent": "sent", ...values },
      ...(due === undefined ? {} : { ":duePk": due.duePk, ":dueSk": due.dueSk }),
    }),
  });

/** A reminder that SES has; what only its attempt needed goes. */
export const reminderSent = (sent: { readonly sentAt: string; readonly messageId: string }) => ({
  status: "sent" as const,
  ...sent,
  attemptId: undefined,
  leaseUntil: undefined,
});

/** Moves a claimed reminder to another state; `false` where it was in none of those it may come from. */
export async function moveReminder(
  table: Table,
  move: {
    readonly invitationId: string;
    readonly from: readonly Reminder["status"][];
    /** An undefined field is removed. */
    readonly set: Partial<Reminder>;
    /** Only while this attempt holds the claim. */
    readonly attemptId?: string;
    /** Stands in the due index under these keys; without them the invitation leaves the index. */
    readonly due?: DueKey;
  },
): Promise<boolean> {
  const names = Object.keys(move.set) as (keyof Reminder)[];
  const known = names.filter((name) => move.set[name] !== undefined);
  const unknown = names.filter((name) => move.set[name] === undefined);
  const states = move.from.map((_, i) => `:from${i}`);
  const { due } = move;
  const set = [
    ...known.map((name) => `reminder.#${name} = :${name}`),
    ...(due === undefined ? [] : ["duePk = :duePk", "dueSk = :dueSk"]),
  ];
  const removed = [
    ...unknown.map((name) => `reminder.#${name}`),
    ...(due === undefined ? ["duePk", "dueSk"] : []),
  ];
  return await change(table, move.invitationId, {
    UpdateExpression: [
      `SET ${set.join(", ")}`,
      ...(removed.length > 0 ? [`REMOVE ${removed.join(", ")}`] : []),
    ].join(" "),
    ConditionExpression:
      `reminder.#status IN (${states.join(", ")})` +
      (move.attemptId === undefined ? "" : " AND reminder.attemptId = :held"),
    ExpressionAttributeNames: Object.fromEntries(["status", ...names].map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: marshall({
      ...Object.fromEntries(known.map((name) => [`:${name}`, move.set[name]])),
      ...Object.fromEntries(move.from.map((state, i) => [`:from${i}`, state])),
      ...(move.attemptId === undefined ? {} : { ":held": move.attemptId }),
      ...(due === undefined ? {} : { ":duePk": due.duePk, ":dueSk": due.dueSk }),
    }),
  });
}

/**
 * Lets a reminder wait for another time: one that this attempt had claimed and could not send, or one that nobody has
 * claimed. Where somebody has answered meanwhile, it is looked at in vain then.
 */
export async function putBackReminder(
  table: Table,
  invitation: Invitation,
  notBefore: Date,
  attemptId?: string,
): Promise<boolean> {
  const { duePk, dueSk } = sendDueKey(notBefore.toISOString(), invitation, "reminder");
  const { deferred } = invitation;
  const held = { ":sending": "sending", ":held": attemptId };
  return await change(table, invitation.invitationId, {
    UpdateExpression:
      "SET duePk = :duePk, dueSk = :dueSk" +
      (deferred === undefined ? "" : ", #deferred = :deferred") +
      (attemptId === undefined ? "" : " REMOVE reminder"),
    ConditionExpression:
      attemptId === undefined ? NONE_YET : "reminder.#status = :sending AND reminder.attemptId = :held",
    ExpressionAttributeNames: {
      "#status": "status",
      ...(deferred === undefined ? {} : { "#deferred": "deferred" }),
    },
    ExpressionAttributeValues: toItem({
      ":duePk": duePk,
      ":dueSk": dueSk,
      ":deferred": deferred,
      ...(attemptId === undefined ? { ":sent": "sent" } : held),
    }),
  });
}

type Update = Omit<ConstructorParameters<typeof UpdateItemCommand>[0], "TableName" | "Key">;

async function change(table: Table, invitationId: string, update: Update): Promise<boolean> {
  const command = new UpdateItemCommand({
    TableName: table.name,
    Key: marshall(invitationKey(invitationId)),
    ...update,
  });
  return (await unlessConditionFails(table.client.send(command))).kind === "written";
}
