import * as z from "zod";
import { Day } from "#shared/domain/accounts/account.ts";
import type { ResponseView } from "#shared/domain/answers/response-view.ts";
import { addDays, utcDay } from "#shared/domain/days.ts";
import { type Answered, type AnsweredPorts, answeredBetween, answeredIn } from "#shared/records/answered.ts";
import type { Page, Paging } from "#shared/records/page.ts";
import { DayPlace } from "#shared/records/walk-days.ts";
import { type AccountInvitationPorts, invitationsOfAccount } from "./account-invitations.ts";
import { DEFAULT_DAYS } from "./invitations.ts";
import { pageOf } from "./list-route.ts";

export const ResponseFilters = {
  account: z.string().optional(),
  program: z.string().optional(),
  from: Day.optional(),
  to: Day.optional(),
};
type Filters = z.output<z.ZodObject<typeof ResponseFilters>>;

export const ResponsePlace = z.union([z.strictObject({ account: z.string() }), DayPlace]);
type Place = z.infer<typeof ResponsePlace>;

export type ResponsePorts = AccountInvitationPorts & AnsweredPorts;

/**
 * What was answered, each as it counts now; what is suspect says so, and by what was first posted of it where nothing
 * counts yet. Of an account: all of it but the anonymous, which is nobody's, the newest first. Otherwise what was first
 * answered in the range (90 days unless told), the newest day first; the anonymous of a day in no order of theirs.
 */
export const listResponses =
  (ports: ResponsePorts) =>
  async (filters: Filters, paging: Paging<Place>, now: Date): Promise<Page<Answered, Place>> => {
    const { account, program } = filters;
    const { limit, place } = paging;
    if (account !== undefined) {
      const found = (await invitationsOfAccount(ports, account)).flatMap(answeredIn);
      const wanted = found.filter(({ view }) => isWanted(filters, view));
      const nameOf = ({ view }: Answered) => `${view.answeredAt}#${view.responseId}`;
      const at = place !== undefined && "account" in place ? place.account : undefined;
      const { items, next } = pageOf(wanted, nameOf, "descending", { limit, place: at });
      return { items, next: next === undefined ? undefined : { account: next } };
    }
    const today = utcDay(now);
    const to = filters.to !== undefined && filters.to < today ? filters.to : today;
    const range = { from: filters.from ?? addDays(to, -DEFAULT_DAYS), to };
    const at = place !== undefined && "day" in place ? place : undefined;
    return await answeredBetween(ports, { program, ...range }, { limit, place: at });
  };

const dayOf = (at: string): string => at.slice(0, 10);

const isWanted = ({ program, from, to }: Filters, { programId, answeredAt }: ResponseView): boolean =>
  (program === undefined || programId === program) &&
  (from === undefined || dayOf(answeredAt) >= from) &&
  (to === undefined || dayOf(answeredAt) <= to);
