import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { expect, test } from "vitest";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import { invitationsByIds } from "#shared/dynamodb/invitation-lists.ts";
import { invitationKey } from "#shared/dynamodb/keys.ts";
import { enterScore, scorecardOf } from "#shared/dynamodb/scorecards.ts";
import { type Table, toItem } from "#shared/dynamodb/table.ts";
import { keepScorecard } from "../../../functions/keep-scorecard/keep-scorecard.ts";
import { dyingAt } from "../../dying.ts";
import { anAnswered } from "../../shared/domain/scorecard/scored.ts";
import { aTable } from "../../table.ts";

const NOW = new Date("2026-12-02T10:00:01.000Z");

const keepOn = (table: Table) =>
  keepScorecard({
    invitations: (ids) => invitationsByIds(table, ids),
    enter: (accountId, entryFrom, now) => enterScore(table, accountId, entryFrom, now),
  });

async function put(table: Table, invitation: Invitation): Promise<void> {
  const Item = toItem({ ...invitationKey(invitation.invitationId), ...invitation });
  await table.client.send(new PutItemCommand({ TableName: table.name, Item }));
}

/** The table of whoever dies at their call of this number. */
function dyingTable(table: Table, when: "before" | "after", calls: number) {
  const { client } = table;
  const dying = dyingAt(
    { send: (...args: readonly unknown[]): unknown => Reflect.apply(client.send, client, args) },
    when,
    calls,
  );
  const over = { ...table, client: Object.create(client, { send: { value: dying.ports.send } }) };
  return { over, made: dying.made };
}

test.each(["before", "after"] as const)(
  "a death %s any call, and the change handed in again, is one entry as if nobody had died",
  async (when) => {
    const table = await aTable();
    const whole = dyingTable(table, "after", Number.POSITIVE_INFINITY);
    const answered = (accountId: string) => anAnswered({ accountId }, { nps: 9, csat: 3 });
    const first = answered("whole");
    await put(table, first);
    await keepOn(whole.over)({ before: undefined, after: first }, NOW);
    const { accountId: _, ...card } = (await scorecardOf(table, "whole")) ?? {};
    expect(whole.made()).toBe(4);

    for (let call = 1; call <= whole.made(); call++) {
      const after = answered(`${when}-${call}`);
      await put(table, after);
      const { over } = dyingTable(table, when, call);
      await expect(keepOn(over)({ before: undefined, after }, NOW), `call ${call}`).rejects.toThrow("died");
      await keepOn(table)({ before: undefined, after }, NOW);
      expect(await scorecardOf(table, after.accountId), `call ${call}`).toMatchObject(card);
    }
  },
);

test("an answer that comes while another of its cycle is worked out is not overwritten by it", async () => {
  const table = await aTable();
  const one = anAnswered({ contactId: "con-1" }, { nps: 9 });
  const other = anAnswered({ contactId: "con-2" }, { nps: 0 });
  await put(table, one);
  let tries = 0;
  const keep = keepScorecard({
    invitations: async (ids) => {
      const found = await invitationsByIds(table, ids);
      if (tries++ === 0) {
        await put(table, other);
        await keepOn(table)({ before: undefined, after: other }, NOW);
      }
      return found;
    },
    enter: (accountId, entryFrom, now) => enterScore(table, accountId, entryFrom, now),
  });
  await keep({ before: undefined, after: one }, NOW);
  expect(tries).toBe(2);
  expect((await scorecardOf(table, one.accountId))?.nps?.latest).toMatchObject({ value: 0, n: 2 });
});

test("somebody whose card never stands still gives up, and says whose it is", async () => {
  const table = await aTable();
  const one = anAnswered({ accountId: "restless" }, { nps: 9 });
  await put(table, one);
  let others = 0;
  const keep = keepScorecard({
    invitations: async (ids) => {
      const other = anAnswered({ accountId: "restless", contactId: `other-${++others}` }, { nps: 0 });
      await put(table, other);
      await keepOn(table)({ before: undefined, after: other }, NOW);
      return await invitationsByIds(table, ids);
    },
    enter: (accountId, entryFrom, now) => enterScore(table, accountId, entryFrom, now),
  });
  await expect(keep({ before: undefined, after: one }, NOW)).rejects.toThrow(
    "the scorecard of restless kept",
  );
});
