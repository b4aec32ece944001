import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import { invitationId } from "#shared/domain/sending/invitation-id.ts";
import { listUnderDay, markDay } from "#shared/dynamodb/days.ts";
import { invitationKey, milestoneKey, sendDueKey } from "#shared/dynamodb/keys.ts";
import { type Table, toItem } from "#shared/dynamodb/table.ts";
import { anInvitation } from "../../builders.ts";
import { type Answer, askRoute, startOpsTable } from "../ops-routes.ts";

type Item = Readonly<Record<string, unknown>>;
type Query = Readonly<Record<string, string>>;
export type Reader = Awaited<ReturnType<typeof startReader>>;

/** Days are counted back from the machine's own, which is the one that the handler reads. */
export const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();
export const idsOf = (items: Answer[]) => items.map((item) => item.invitationId);
export const answers = (nps: number) => [{ questionId: "nps", kind: "nps" as const, value: nps }];

/** The function behind the routes that read, on a table of its own; `stop` ends it. */
export async function startReader() {
  const { table, stop } = await startOpsTable();
  const { handler } = await import("../../../functions/read-records/handler.ts");
  const list = (what: string, query: Query = {}, role = "csm") =>
    askRoute(handler, `GET /v1/${what}`, { query, role });
  return {
    table,
    stop,
    list,
    ask: (routeKey: string, request: Parameters<typeof askRoute>[2]) => askRoute(handler, routeKey, request),
    put: (item: Item) => put(table, item),
    givenInvitation: (over: Partial<Invitation>) => givenInvitation(table, over),

    /** All pages of a list, and how many there were. */
    async listAll(what: string, query: Query): Promise<{ items: Answer[]; pages: number }> {
      const items: Answer[] = [];
      let cursor = "";
      for (let pages = 1; pages < 100; pages++) {
        const { status, body } = await list(what, { ...query, cursor });
        if (status !== 200) throw new Error(`a page was answered ${status}`);
        items.push(...body.items);
        if (body.next === null) return { items, pages };
        cursor = body.next;
      }
      throw new Error("the list does not end");
    },
  };
}

const put = async (table: Table, item: Item): Promise<void> => {
  await table.client.send(new PutItemCommand({ TableName: table.name, Item: toItem(item) }));
};

/** An invitation as selection, sending and the stream leave it: its milestone, itself, its places on the lists. */
async function givenInvitation(table: Table, over: Partial<Invitation>): Promise<Invitation> {
  const at = daysAgo(3);
  const { invitationId: _, ...rest } = anInvitation({
    ...{ selectedAt: daysAgo(90), claimedAt: at, sentAt: at },
    ...over,
  });
  const invitation = { ...rest, invitationId: invitationId(rest) };
  const { accountId, programId, cycle, contactId, claimedAt, attempts } = invitation;
  const dates = { anchorOn: "2026-10-01", dueOn: "2026-12-01", lookOn: "2026-12-01" };
  await put(table, {
    ...milestoneKey(accountId, programId, cycle),
    ...{ type: "milestone", version: 1, accountId, programId, cycle, ...dates, status: "done" },
    contacts: new Set([contactId]),
  });
  const due = claimedAt === undefined ? sendDueKey(invitation.notBefore, invitation) : {};
  await put(table, { ...invitationKey(invitation.invitationId), ...due, ...invitation });
  const lists = { SENT: claimedAt, ANSWERED: attempts?.[0]?.at };
  for (const list of ["SENT", "ANSWERED"] as const) {
    const day = lists[list]?.slice(0, 10);
    if (day === undefined) continue;
    await listUnderDay(table, list, day, invitation);
    await markDay(table, programId, day);
  }
  return invitation;
}
