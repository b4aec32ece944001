import { setTimeout as delay } from "node:timers/promises";
import { TransactionCanceledException, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { type Entry, ManualScore, Reading } from "../domain/scorecard/score-entries.ts";
import { Scorecard, scorecardWith } from "../domain/scorecard/scorecard.ts";
import { itemsByKey } from "./batch-get.ts";
import { type Key, manualScoreKey, SCORE_PREFIX, scorecardKey, scoreReadingKey } from "./keys.ts";
import { itemAt, itemsWithPrefix } from "./partition.ts";
import { type Table, toItem } from "./table.ts";

/** How an account stands; undefined where nothing was ever scored. */
export async function scorecardOf(table: Table, accountId: string): Promise<Scorecard | undefined> {
  const item = await itemAt(table, scorecardKey(accountId));
  return item && Scorecard.parse(item);
}

/** How these accounts stand, in no order; one of which nothing was ever scored is left out. */
export async function scorecardsOf(table: Table, accountIds: readonly string[]): Promise<Scorecard[]> {
  return (await itemsByKey(table, accountIds.map(scorecardKey))).map((item) => Scorecard.parse(item));
}

/** All that an account's scorecard is worked out from, as it stands now. */
export async function scoreEntriesOf(table: Table, accountId: string): Promise<Entry[]> {
  const items = await itemsWithPrefix(table, scorecardKey(accountId).pk, SCORE_PREFIX);
  return items.map((item) => (item.type === "manual-score" ? ManualScore : Reading).parse(item));
}

/** So many in a row are a fault, not people of one account who answer at once. */
const MAX_TRIES = 10;
const PAUSE_MS = 10;

/**
 * Enters a score and brings the card up to date with it, both or neither; answers the card as it then stands.
 *
 * The card's revision is read first, and both are written only while it is still that. So `entryFrom`, which is asked
 * anew for every try, never writes what it read before another's entry over that entry: of two at once, whichever is
 * written last has seen all that the other had.
 *
 * @throws where others keep entering
 */
export async function enterScore(
  table: Table,
  accountId: string,
  entryFrom: (entries: readonly Entry[]) => Promise<Entry>,
  now: Date,
): Promise<Scorecard | undefined> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    await delay(PAUSE_MS * tries);
    const card = await scorecardOf(table, accountId);
    const entries = await scoreEntriesOf(table, accountId);
    const entry = await entryFrom(entries);
    const next = scorecardWith({ card, entries }, entry, now);
    if (next === undefined) return card;
    if (await hasWritten(table, entry, next)) return next;
  }
  throw new Error(`the scorecard of ${accountId} kept changing; hand the score in again`);
}

const keyOf = (entry: Entry): Key =>
  entry.type === "score-reading" ? scoreReadingKey(entry) : manualScoreKey(entry);

/** `false` where the card was changed since it was read, or is being changed at this moment. */
async function hasWritten(table: Table, entry: Entry, next: Scorecard): Promise<boolean> {
  const TableName = table.name;
  const seen = next.revision - 1;
  const unchanged =
    seen === 0
      ? { ConditionExpression: "attribute_not_exists(pk)" }
      : {
          ConditionExpression: "revision = :seen",
          ExpressionAttributeValues: marshall({ ":seen": seen }),
        };
  const card = toItem({ ...scorecardKey(next.accountId), ...next });
  try {
    await table.client.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          { Put: { TableName, Item: card, ...unchanged } },
          { Put: { TableName, Item: toItem({ ...keyOf(entry), ...entry }) } },
        ],
      }),
    );
    return true;
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code);
    const isOvertaken = codes.some(
      (code) => code === "ConditionalCheckFailed" || code === "TransactionConflict",
    );
    if (isOvertaken) return false;
    throw error;
  }
}
