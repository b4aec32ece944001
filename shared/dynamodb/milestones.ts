import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { Day } from "../domain/accounts/account.ts";
import { isOpen, Milestone } from "../domain/eligibility/milestone.ts";
import { fieldUpdate } from "./field-update.ts";
import {
  accountKey,
  MILESTONE_SHARDS,
  milestoneDueKey,
  milestoneDuePartition,
  milestoneKey,
} from "./keys.ts";
import { itemAt, itemsWhere, itemsWithPrefix } from "./partition.ts";
import { DUE_INDEX, type Table, unlessConditionFails } from "./table.ts";

type MilestoneId = Pick<Milestone, "accountId" | "programId" | "cycle">;

/** Reads a stored milestone; the contacts asked are kept as a set. */
export function milestoneFrom(item: Readonly<Record<string, unknown>>): Milestone {
  const contacts = item.contacts instanceof Set ? [...item.contacts] : [];
  return Milestone.parse({ ...item, contacts });
}

/** An account's milestone of a cycle as it stands now. */
export async function milestoneOf(
  table: Table,
  { accountId, programId, cycle }: MilestoneId,
): Promise<Milestone | undefined> {
  const item = await itemAt(table, milestoneKey(accountId, programId, cycle));
  return item && milestoneFrom(item);
}

export async function milestonesOf(table: Table, accountId: string): Promise<Milestone[]> {
  return (await itemsWithPrefix(table, accountKey(accountId).pk, "MILESTONE#")).map(milestoneFrom);
}

/** Writes what the planning decided. Who was asked in the cycle is never overwritten. */
export async function saveMilestone(table: Table, milestone: Milestone): Promise<void> {
  await table.client.send(new UpdateItemCommand(milestoneUpdate(table, milestone)));
}

function milestoneUpdate(table: Table, milestone: Milestone) {
  // Who was withdrawn, the sender alone writes.
  const { accountId, programId, cycle, contacts, withdrawals: _, ...rest } = milestone;
  const due = isOpen(milestone) ? milestoneDueKey(programId, accountId, cycle, milestone.lookOn) : {};
  const fields: Record<string, unknown> = { ...rest, accountId, programId, cycle, ...due };
  const names = Object.keys(fields).filter((name) => fields[name] !== undefined);
  const sets = `SET ${names.map((name) => `#${name} = :${name}`).join(", ")}`;
  return {
    TableName: table.name,
    Key: marshall(milestoneKey(accountId, programId, cycle)),
    UpdateExpression:
      sets +
      (isOpen(milestone) ? "" : " REMOVE duePk, dueSk") +
      (contacts.length > 0 ? " ADD contacts :contacts" : ""),
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: marshall({
      ...Object.fromEntries(names.map((name) => [`:${name}`, fields[name]])),
      ...(contacts.length > 0 ? { ":contacts": new Set(contacts) } : {}),
    }),
  };
}

/**
 * Writes what a run decided. Where the milestone was moved, withdrawn or decided meanwhile, only who was asked is
 * kept, and it stands as it is. Where somebody's mail was withdrawn meanwhile nothing is written, as if the run had
 * broken off here: the next one goes on from what holds by then.
 */
export async function settleMilestone(table: Table, seenDueOn: Day, milestone: Milestone): Promise<void> {
  const update = milestoneUpdate(table, milestone);
  const unchanged = nobodyMoreTakenOff(milestone);
  const settled = await unlessConditionFails(
    table.client.send(
      new UpdateItemCommand({
        ...update,
        ConditionExpression: `#dueOn = :seen AND #status IN (:planned, :waiting) AND ${unchanged.condition}`,
        ExpressionAttributeValues: {
          ...update.ExpressionAttributeValues,
          ...marshall({
            ":seen": seenDueOn,
            ":planned": "planned",
            ":waiting": "waiting",
            ...unchanged.values,
          }),
        },
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      }),
    ),
  );
  if (settled.kind === "written" || milestone.contacts.length === 0) return;
  const stands = settled.item && milestoneFrom(settled.item);
  if (stands !== undefined && isOpen(stands) && stands.dueOn === seenDueOn) return;
  const { lastAskedOn = milestone.dueOn, cappedOn } = milestone;
  const asked = fieldUpdate({ lastAskedOn, ...(cappedOn === undefined ? {} : { cappedOn }) });
  await table.client.send(
    new UpdateItemCommand({
      TableName: table.name,
      Key: marshall(milestoneKey(milestone.accountId, milestone.programId, milestone.cycle)),
      ...asked,
      UpdateExpression: `${asked.UpdateExpression} ADD contacts :contacts`,
      ExpressionAttributeValues: {
        ...asked.ExpressionAttributeValues,
        ...marshall({ ":contacts": new Set(milestone.contacts) }),
      },
    }),
  );
}

/** Holds while nobody more has been taken off than was seen. */
function nobodyMoreTakenOff({ withdrawals = [] }: Milestone) {
  if (withdrawals.length === 0) return { condition: "attribute_not_exists(withdrawals)", values: {} };
  return { condition: "withdrawals = :seenWithdrawals", values: { ":seenWithdrawals": withdrawals } };
}

/**
 * Takes a contact off whose mail was withdrawn unsent, and has the milestone looked at again where it is said when.
 * Where nobody was asked but them, nobody was asked. `false` where it was changed since it was seen.
 */
export async function takeOffMilestone(
  table: Table,
  seen: Milestone,
  contactId: string,
  again?: Pick<Milestone, "status" | "lookOn">,
): Promise<boolean> {
  const { accountId, programId, cycle, withdrawals = [] } = seen;
  const unchanged = nobodyMoreTakenOff(seen);
  const isLast = seen.contacts.every((asked) => asked === contactId);
  const fields: Record<string, unknown> = {
    withdrawals: [...withdrawals, contactId],
    ...(again === undefined
      ? {}
      : { ...again, ...milestoneDueKey(programId, accountId, cycle, again.lookOn) }),
    ...(isLast ? { lastAskedOn: undefined, cappedOn: undefined } : {}),
  };
  const update = fieldUpdate(fields);
  const names = { "#status": "status", "#dueOn": "dueOn" };
  const taken = await unlessConditionFails(
    table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: marshall(milestoneKey(accountId, programId, cycle)),
        ...update,
        UpdateExpression: `${update.UpdateExpression} DELETE contacts :contact`,
        ConditionExpression:
          `#status = :seenStatus AND #dueOn = :seenDueOn AND ${unchanged.condition}` +
          (isLast ? " AND (attribute_not_exists(contacts) OR contacts = :contact)" : ""),
        ExpressionAttributeNames: { ...update.ExpressionAttributeNames, ...names },
        ExpressionAttributeValues: {
          ...update.ExpressionAttributeValues,
          ...marshall({
            ":contact": new Set([contactId]),
            ":seenStatus": seen.status,
            ":seenDueOn": seen.dueOn,
            ...unchanged.values,
          }),
        },
      }),
    ),
  );
  return taken.kind === "written";
}

export type DueMilestone = { readonly accountId: string; readonly cycle: string; readonly lookOn: Day };

/**
 * The milestones of a program to be looked at from one day to another, both inclusive, in the order of their
 * accounts. Reads what is due, not what exists: each shard's range of the sparse index, and nothing else.
 */
export async function milestonesToLookAt(
  table: Table,
  programId: string,
  from: Day,
  to: Day,
): Promise<DueMilestone[]> {
  const shards = Array.from({ length: MILESTONE_SHARDS }, (_, shard) =>
    dueInShard(table, programId, shard, from, to),
  );
  return (await Promise.all(shards)).flat().sort((a, b) => (a.accountId < b.accountId ? -1 : 1));
}

async function dueInShard(
  table: Table,
  programId: string,
  shard: number,
  from: Day,
  to: Day,
): Promise<DueMilestone[]> {
  const items = await itemsWhere(table, {
    index: DUE_INDEX,
    where: "duePk = :pk AND dueSk BETWEEN :from AND :to",
    // "$" is the character after "#": everything of the day itself is included.
    values: { ":pk": milestoneDuePartition(programId, shard), ":from": from, ":to": `${to}$` },
  });
  return items.map((item) => {
    const [lookOn = "", accountId = "", cycle = ""] = String(item.dueSk).split("#");
    return { accountId, cycle, lookOn };
  });
}
