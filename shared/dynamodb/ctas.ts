import { Cta } from "../domain/ctas/cta.ts";
import { join } from "../domain/ctas/cta-join.ts";
import { joinedSince } from "../domain/ctas/cta-withdrawal.ts";
import { ctaDueKey } from "./cta-places.ts";
import { type Beside, revise, untilWritten, writeTogether } from "./cta-revisions.ts";
import { ctaKey, joinableCtaKey, type Key, openedCtaKey, raisedCtaKey } from "./keys.ts";
import { itemAt } from "./partition.ts";
import { type Table, toItem } from "./table.ts";

/** A call to action as it stands now or, where it joined another as it was to be opened, that one. */
export async function ctaById(table: Table, ctaId: string): Promise<Cta | undefined> {
  const item = await itemAt(table, ctaKey(ctaId));
  if (item === undefined) return undefined;
  return item.type === "joined-cta" ? await ctaById(table, String(item.into)) : Cta.parse(item);
}

/** The one that an answer is in now, by the id under which it asked for it; one that was withdrawn is followed on. */
export async function ctaOfAnswer(table: Table, ctaId: string): Promise<Cta | undefined> {
  const cta = await ctaById(table, ctaId);
  const into = cta && joinedSince(cta);
  return into === undefined ? cta : await ctaById(table, into);
}

type StoredItem = ReturnType<typeof toItem>;
type Opened = { readonly kind: "opened" | "joined"; readonly cta: Cta };

/**
 * Opens a call to action, or joins the one that is open for the same account, kind and program (and contact, of
 * call-backs): the further answer and its contact are added and the earliest due date stays. Doing it again changes nothing, also where what it joined
 * has been closed since. `beside` is written where it is opened, and with it or not at all.
 */
export async function openOrJoinCta(
  table: Table,
  cta: Cta,
  beside: readonly StoredItem[] = [],
): Promise<Opened> {
  let stale: string | undefined;
  return await untilWritten(cta.ctaId, async (): Promise<Opened | undefined> => {
    const already = await ctaById(table, cta.ctaId);
    if (already !== undefined)
      return { kind: already.ctaId === cta.ctaId ? "opened" : "joined", cta: already };
    if (await writeTogether(table, opening(table, cta, stale, beside))) return { kind: "opened", cta };
    const openId = await openInSlot(table, cta);
    const open = openId === undefined ? undefined : await ctaById(table, openId);
    // A record that is no more, as one too old to keep, is in nobody's way.
    if (open === undefined) stale = openId;
    // One that has just been closed has left its place, too; the very same was just opened by somebody else.
    if (open === undefined || open.status === "closed" || openId === cta.ctaId) return undefined;
    const joined = await revise(table, open, join(open, cta), [joining(table, cta, open)]);
    return joined === undefined ? undefined : { kind: "joined", cta: joined };
  });
}

type CtaSlot = Pick<Cta, "accountId" | "program"> &
  (Pick<Cta, "kind" | "contacts"> | { readonly kind: Exclude<Cta["kind"], "call-back"> });

/** Of these an account has one open at a time, whichever programs ask, or would ask, there. */
const OF_ANY_PROGRAM: readonly Cta["kind"][] = ["contact-role-missing", "silent-renewal"];

/** Where the one stands that a further answer would join. Of those who ask to be called back each has their own. */
export function slotOf(of: CtaSlot): Key {
  const { accountId, program, kind } = of;
  if (of.kind === "call-back") return joinableCtaKey(accountId, program, `${kind}#${of.contacts[0]}`);
  return joinableCtaKey(accountId, OF_ANY_PROGRAM.includes(kind) ? "any" : program, kind);
}

/** The one that is open for an account, kind and program, and who asks to be called back. */
export async function openInSlot(table: Table, of: CtaSlot): Promise<string | undefined> {
  const item = await itemAt(table, slotOf(of));
  return item === undefined ? undefined : String(item.ctaId);
}

const FREE = "attribute_not_exists(pk)";

/** Takes the place of a call to action, if it is free, or if `stale` stands in it, whose record is no more. */
export const takingSlot = ({ name }: Table, cta: Cta, stale?: string): Beside[number] => ({
  Put: {
    TableName: name,
    Item: toItem({ ...slotOf(cta), type: "joinable-cta", version: 1, ctaId: cta.ctaId }),
    ...(stale === undefined
      ? { ConditionExpression: FREE }
      : {
          ConditionExpression: `${FREE} OR ctaId = :stale`,
          ExpressionAttributeValues: toItem({ ":stale": stale }),
        }),
  },
});

function opening(table: Table, cta: Cta, stale: string | undefined, beside: readonly StoredItem[]): Beside {
  const { accountId, ctaId } = cta;
  const TableName = table.name;
  const place = { ...raisedCtaKey(cta), ...openedCtaKey(cta) };
  const raised = toItem({ ...place, type: "raised-cta", version: 1, accountId, ctaId });
  const item = toItem({ ...ctaKey(ctaId), ...ctaDueKey(cta), ...cta });
  return [
    takingSlot(table, cta, stale),
    { Put: { TableName, Item: item, ConditionExpression: FREE } },
    { Put: { TableName, Item: raised } },
    ...beside.map((Item) => ({ Put: { TableName, Item } })),
  ];
}

/** Stands in its place for ever, so that the same answer, delivered again, finds what it joined. */
const joining = ({ name }: Table, { ctaId }: Cta, into: Cta): Beside[number] => ({
  Put: {
    TableName: name,
    Item: toItem({ ...ctaKey(ctaId), type: "joined-cta", version: 1, ctaId, into: into.ctaId }),
    ConditionExpression: FREE,
  },
});
