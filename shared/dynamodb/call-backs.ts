import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import type { CallBack } from "../domain/answers/call-back.ts";
import type { Link } from "../domain/sending/link-token.ts";
import { invitationKey } from "./keys.ts";
import { invitationOfLink, isOpen, type LinkedInvitation, openedBy } from "./survey-links.ts";
import { fromItem, type Table, toItem, unlessConditionFails } from "./table.ts";

type Asked =
  | { readonly kind: "asked"; readonly invitation: LinkedInvitation; readonly callBack: CallBack }
  /** The link is wrong, the survey closed or anonymous, or nothing answered yet. */
  | { readonly kind: "not-asked" };

const mayAsk = (invitation: LinkedInvitation, now: Date): boolean =>
  isOpen(invitation, now) && !invitation.anonymous && (invitation.attempts ?? []).length > 0;

/** What a table has to say to who asks to be called back, for those who must not load it. */
export const callBacksIn = (table: Table) => ({
  askForCallBack: (link: Link, asked: CallBack, now: Date) => askForCallBack(table, link, asked, now),
  /** The invitation of who may ask now: they have answered, and not anonymously. */
  askableInvitation: async (link: Link, now: Date): Promise<LinkedInvitation | undefined> => {
    const invitation = await invitationOfLink(table, link);
    return invitation && mayAsk(invitation, now) ? invitation : undefined;
  },
});

const MAY_ASK = [
  "tokenHash = :hash",
  "attribute_not_exists(erasedAt)",
  "attribute_not_exists(anonymous)",
  "attribute_exists(attempts)",
  "(attribute_not_exists(closesAt) OR closesAt >= :now)",
].join(" AND ");

/**
 * Notes on the invitation that somebody wants to be called back. The first asking counts: one write. A later one replaces
 * what was said of how to reach them, and clears what spoke against a person; where something speaks against itself, it
 * leaves a person's words as they are.
 */
async function askForCallBack(table: Table, link: Link, asked: CallBack, now: Date): Promise<Asked> {
  const first = await update(table, link, now, {
    set: "SET callBack = :asked",
    where: "attribute_not_exists(callBack)",
    values: { ":asked": asked },
  });
  if (first.isWritten || first.invitation === undefined) return outcomeOf(first.invitation);
  const { invitation } = first;
  if (!mayAsk(invitation, now)) return { kind: "not-asked" };
  const again = laterAsking(invitation.callBack, asked);
  if (again === undefined) return outcomeOf(invitation);
  const { invitation: changed } = await update(table, link, now, again);
  return outcomeOf(changed);
}

const outcomeOf = (invitation: LinkedInvitation | undefined): Asked =>
  invitation?.callBack === undefined
    ? { kind: "not-asked" }
    : { kind: "asked", invitation, callBack: invitation.callBack };

type Change = {
  readonly set: string;
  readonly where: string;
  readonly values: Readonly<Record<string, unknown>>;
};

/** What a later asking changes; undefined where it says nothing new, or nothing that counts for more. */
function laterAsking(before: CallBack | undefined, { at, words, suspect }: CallBack): Change | undefined {
  const isNew = words !== undefined && words !== before?.words;
  const isCleared = before?.suspect !== undefined && suspect === undefined;
  if (!isCleared && (!isNew || (suspect !== undefined && before?.suspect === undefined))) return undefined;
  return {
    set: `SET callBack.againAt = :at${isNew ? ", callBack.words = :words" : ""}${suspect === undefined ? " REMOVE callBack.suspect" : ""}`,
    where: suspect === undefined ? "attribute_exists(callBack)" : "attribute_exists(callBack.suspect)",
    values: { ":at": at, ...(isNew && { ":words": words }) },
  };
}

/** The invitation as it is then, written or not; undefined where the link opens none. */
async function update(table: Table, link: Link, now: Date, { set, where, values }: Change) {
  const written = await unlessConditionFails(
    table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: toItem(invitationKey(link.invitationId)),
        UpdateExpression: set,
        ConditionExpression: `${MAY_ASK} AND ${where}`,
        ExpressionAttributeValues: toItem({
          ":hash": link.tokenHash,
          ":now": now.toISOString(),
          ...values,
        }),
        ReturnValues: "ALL_NEW",
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      }),
    ),
  );
  const isWritten = written.kind === "written";
  const item = isWritten ? written.output.Attributes && fromItem(written.output.Attributes) : written.item;
  return { isWritten, invitation: item && openedBy(link, item) };
}
