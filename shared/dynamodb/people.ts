import { GetItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import * as z from "zod";
import type { Day } from "../domain/accounts/account.ts";
import { type Ask, isHeldBy, Person, withAsk, withoutInvitation } from "../domain/accounts/person.ts";
import { addDays } from "../domain/days.ts";
import { fieldUpdate } from "./field-update.ts";
import { personItemKey } from "./keys.ts";
import { fromItem, type Table, unlessConditionFails } from "./table.ts";

/** Two writers at once are rare; this many refusals in a row are a fault, not a race. */
const MAX_RACES = 20;

/** Counts the changes, so that one that was worked out from an older state is refused. */
const Revision = z.object({ revision: z.number().default(0) });

/** A claim has to write something for "never before", which an update cannot leave out: NULL. */
export function personFrom(item: Readonly<Record<string, unknown>>): Person {
  return Person.parse(Object.fromEntries(Object.entries(item).filter(([, value]) => value !== null)));
}

export type Claim = {
  readonly personHash: string;
  readonly invitationId: string;
  readonly programId: string;
  /** The day of the decision. */
  readonly on: Day;
  readonly cooldownDays: number;
};

/**
 * Takes a person for an invitation, in one conditional write: of two claims within the cooldown one is taken, by
 * whoever holds the person. Claiming again for the same invitation is claimed; on a later day, the slot counts from
 * that one.
 */
export async function claimPerson(
  table: Table,
  { personHash, invitationId, programId, on, cooldownDays }: Claim,
): Promise<{ readonly kind: "claimed" } | { readonly kind: "taken"; readonly person: Person }> {
  const claim = await unlessConditionFails(
    table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: marshall(personItemKey(personHash)),
        UpdateExpression:
          "SET #type = :type, #version = :version, " +
          "previousOn = if_not_exists(lastOn, :never), previousBy = if_not_exists(lastBy, :never), " +
          "lastOn = :on, lastBy = :by ADD #revision :one",
        ConditionExpression: "attribute_not_exists(lastOn) OR lastOn <= :latest",
        ExpressionAttributeNames: { "#type": "type", "#version": "version", "#revision": "revision" },
        ExpressionAttributeValues: marshall({
          ":type": "person",
          ":version": 1,
          ":never": null,
          ":on": on,
          ":by": { invitationId, program: programId },
          ":latest": addDays(on, -cooldownDays),
          ":one": 1,
        }),
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      }),
    ),
  );
  if (claim.kind === "written") return { kind: "claimed" };
  const person = personFrom(claim.item ?? {});
  if (!isHeldBy(person, invitationId)) return { kind: "taken", person };
  await recordSend(table, personHash, { on, by: { invitationId, program: programId } });
  return { kind: "claimed" };
}

/** Gives a person back that an invitation holds but will never be sent to: as if they had not been claimed. */
export async function releasePerson(
  table: Table,
  { personHash, invitationId }: { readonly personHash: string; readonly invitationId: string },
): Promise<void> {
  await changePerson(table, personHash, (person) => withoutInvitation(person, invitationId));
}

/** Notes that a person was asked. Whatever the order in which askings become known, the newest two stand. */
export async function recordSend(table: Table, personHash: string, ask: Ask): Promise<void> {
  await changePerson(table, personHash, (person) => withAsk(person, ask));
}

async function changePerson(
  table: Table,
  personHash: string,
  change: (person: Person) => Person | undefined,
): Promise<void> {
  const Key = marshall(personItemKey(personHash));
  for (let races = 0; races < MAX_RACES; races++) {
    const { Item } = await table.client.send(
      new GetItemCommand({ TableName: table.name, Key, ConsistentRead: true }),
    );
    const stored = Item === undefined ? {} : fromItem(Item);
    const next = change(personFrom(stored));
    if (next === undefined) return;
    const { revision } = Revision.parse(stored);
    const update = fieldUpdate({ ...next, type: "person", version: 1, revision: revision + 1 });
    const written = await unlessConditionFails(
      table.client.send(
        new UpdateItemCommand({
          TableName: table.name,
          Key,
          ...update,
          ConditionExpression: revision === 0 ? "attribute_not_exists(#revision)" : "#revision = :seen",
          ExpressionAttributeValues: {
            ...update.ExpressionAttributeValues,
            ...(revision === 0 ? {} : marshall({ ":seen": revision })),
          },
        }),
      ),
    );
    if (written.kind === "written") return;
  }
  throw new Error("A person's item kept changing while it was written; try again");
}
