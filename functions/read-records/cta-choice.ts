import * as z from "zod";
import { Cta } from "#shared/domain/ctas/cta.ts";
import { statusOn } from "#shared/domain/ctas/cta-work.ts";
import { utcDay } from "#shared/domain/days.ts";
import { type ListedCta, ownerMark } from "#shared/dynamodb/cta-places.ts";

export const CtaFilters = {
  status: Cta.shape.status.optional(),
  /** `me`, the owner's role, or the owner's name in any case; not an e-mail, which has no place in a URL. */
  owner: z
    .string()
    .refine((owner) => !owner.includes("@"), {
      error: "give the owner's name, csm, csm-manager, queue, or me: e-mail addresses do not belong in a URL",
    })
    .optional(),
  account: z.string().optional(),
  kind: Cta.shape.kind.optional(),
  /** Of those that are not closed: whether they are past their due date. */
  overdue: z.enum(["true", "false"]).optional(),
};
export type CtaFilters = z.output<z.ZodObject<typeof CtaFilters>>;

/** Who asks, by their e-mail address for `owner=me`, and when. */
export type Asked = { readonly caller: string; readonly now: Date };

/** Which calls to action are wanted, of those that the index lists and of those that have been read. */
export type CtaChoice = {
  readonly isListed: (listed: ListedCta) => boolean;
  readonly isWanted: (cta: Cta) => boolean;
};

export function ctaChoice(filters: CtaFilters, { caller, now }: Asked): CtaChoice {
  const { status, owner, account, kind, overdue } = filters;
  const today = utcDay(now);
  const time = now.toISOString();
  const isOne = (one: Pick<ListedCta, "kind" | "status" | "snoozedUntil">) =>
    (kind === undefined || one.kind === kind) && (status === undefined || statusOn(one, today) === status);
  return {
    isListed: (listed) => isOne(listed) && (owner === undefined || isOwnerListed(owner, listed, caller)),
    isWanted: (cta) =>
      isOne(cta) &&
      (owner === undefined || isOwner(owner, cta.owner, caller)) &&
      (account === undefined || cta.accountId === account) &&
      (overdue === undefined || (cta.status !== "closed" && cta.dueAt < time === (overdue === "true"))),
  };
}

const isOwner = (wanted: string, { role, name, email }: Cta["owner"], caller: string): boolean =>
  wanted === "me"
    ? caller !== "" && caller.toLowerCase() === email.toLowerCase()
    : wanted === role || wanted.toLowerCase() === name.toLowerCase();

const isOwnerListed = (wanted: string, { role, owner, name }: ListedCta, caller: string): boolean =>
  wanted === "me"
    ? caller !== "" && ownerMark(caller) === owner
    : wanted === role || ownerMark(wanted) === name;
