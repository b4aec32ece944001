import * as z from "zod";
import { Day } from "#shared/domain/accounts/account.ts";
import type { AnonymousAnswer } from "#shared/domain/answers/anonymous-answer.ts";
import {
  anonymousResponseView,
  type ResponseView,
  responseView,
} from "#shared/domain/answers/response-view.ts";
import { addDays, utcDay } from "#shared/domain/days.ts";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import { type AccountInvitationPorts, invitationsOfAccount } from "./account-invitations.ts";
import { DEFAULT_DAYS } from "./invitations.ts";
import { type Page, type Paging, pageOf } from "./list-route.ts";
import { DayPlace, type WalkPorts, walkDays } from "./walk-days.ts";

export const ResponseFilters = {
  account: z.string().optional(),
  program: z.string().optional(),
  from: Day.optional(),
  to: Day.optional(),
};
type Filters = z.output<z.ZodObject<typeof ResponseFilters>>;

export const ResponsePlace = z.union([z.strictObject({ account: z.string() }), DayPlace]);
type Place = z.infer<typeof ResponsePlace>;

export type ResponsePorts = AccountInvitationPorts & {
  programIds(): Promise<readonly string[]>;
  answerPlacesOnDay: WalkPorts<never>["idsOnDay"];
  responsesAt(
    programId: string,
    day: string,
    places: readonly string[],
  ): Promise<readonly (Invitation | AnonymousAnswer)[]>;
};

/**
 * What was answered, each as it counts now; what is suspect says so, and by what was first posted of it where nothing
 * counts yet. Of an account: all of it but the anonymous, which is nobody's, the newest first. Otherwise what was first
 * answered in the range (90 days unless told), the newest day first; the anonymous of a day in no order of theirs.
 */
export const listResponses =
  (ports: ResponsePorts) =>
  async (filters: Filters, paging: Paging<Place>, now: Date): Promise<Page<ResponseView, Place>> => {
    const { account, program } = filters;
    const { place } = paging;
    if (account !== undefined) {
      const found = (await invitationsOfAccount(ports, account)).flatMap(viewOf);
      const wanted = found.filter((one) => isWanted(filters, one));
      const nameOf = (one: ResponseView) => `${one.answeredAt}#${one.responseId}`;
      const at = place !== undefined && "account" in place ? place.account : undefined;
      const { items, next } = pageOf(wanted, nameOf, "descending", { limit: paging.limit, place: at });
      return { items, next: next === undefined ? undefined : { account: next } };
    }
    const today = utcDay(now);
    const to = filters.to !== undefined && filters.to < today ? filters.to : today;
    const range = { from: filters.from ?? addDays(to, -DEFAULT_DAYS), to };
    const itemsOf = async (places: readonly string[], day: string, programId: string) =>
      (await ports.responsesAt(programId, day, places))
        .flatMap(viewOf)
        .filter(({ answeredAt }) => dayOf(answeredAt) === day);
    const at = place !== undefined && "day" in place ? place : undefined;
    const programIds = program === undefined ? await ports.programIds() : [program];
    const walk = { limit: paging.limit, place: at };
    return await walkDays({ idsOnDay: ports.answerPlacesOnDay, itemsOf }, programIds, range, walk);
  };

const dayOf = (at: string): string => at.slice(0, 10);

const isWanted = ({ program, from, to }: Filters, { programId, answeredAt }: ResponseView): boolean =>
  (program === undefined || programId === program) &&
  (from === undefined || dayOf(answeredAt) >= from) &&
  (to === undefined || dayOf(answeredAt) <= to);

/** The view of an anonymous answer, or of an invitation that was answered; none of one that was not. */
const viewOf = (of: Invitation | AnonymousAnswer): ResponseView[] => {
  const view = "answerId" in of ? anonymousResponseView(of) : responseView(of);
  return view === undefined ? [] : [view];
};
