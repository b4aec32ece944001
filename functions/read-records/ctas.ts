import * as z from "zod";
import { Cta } from "#shared/domain/cta.ts";
import type { Page, Paging } from "./list-route.ts";

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
};
type Filters = z.output<z.ZodObject<typeof CtaFilters>>;

export type CtaPorts = {
  ctasInOrder(page: { readonly after: string | undefined; readonly limit: number }): Promise<readonly Cta[]>;
};

export type CtaView = Omit<Cta, "type">;

const READ_AT_ONCE = 500;
/** One request looks at no more than these: then the page ends early, and the cursor goes on. */
const MAX_READ = 3000;

/** Calls to action in the order of their ids. `caller` is the e-mail of who asks, for `owner=me`. */
export const listCtas =
  (ports: CtaPorts) =>
  async (
    filters: Filters,
    { limit, place }: Paging<string>,
    caller: string,
  ): Promise<Page<CtaView, string>> => {
    const items: CtaView[] = [];
    let after = place;
    for (let read = 0; read < MAX_READ; read += READ_AT_ONCE) {
      const ctas = await ports.ctasInOrder({ after, limit: READ_AT_ONCE });
      for (const cta of ctas) {
        if (items.length === limit) return { items, next: after };
        after = cta.ctaId;
        if (isWanted(filters, cta, caller)) items.push(viewOf(cta));
      }
      if (ctas.length < READ_AT_ONCE) return { items, next: undefined };
    }
    return { items, next: after };
  };

const isWanted = ({ status, owner, account, kind }: Filters, cta: Cta, caller: string): boolean =>
  (status === undefined || cta.status === status) &&
  (owner === undefined || isOwner(owner, cta.owner, caller)) &&
  (account === undefined || cta.accountId === account) &&
  (kind === undefined || cta.kind === kind);

const isOwner = (wanted: string, { role, name, email }: Cta["owner"], caller: string): boolean =>
  wanted === "me"
    ? caller !== "" && caller.toLowerCase() === email.toLowerCase()
    : wanted === role || wanted.toLowerCase() === name.toLowerCase();

const viewOf = ({ type: _, ...cta }: Cta): CtaView => cta;
