import type { AnonymousAnswer } from "../domain/answers/anonymous-answer.ts";
import { anonymousResponseView, type ResponseView, responseView } from "../domain/answers/response-view.ts";
import type { Invitation } from "../domain/sending/invitation.ts";
import type { Page, Paging } from "./page.ts";
import { type DayPlace, type WalkPorts, walkDays } from "./walk-days.ts";

/** Something answered, as the API shows it, and what it is a view of. */
export type Answered = { readonly of: Invitation | AnonymousAnswer; readonly view: ResponseView };

export type AnsweredPorts = {
  programIds(): Promise<readonly string[]>;
  firstDay: WalkPorts<never>["firstDay"];
  answerPlacesOnDay: WalkPorts<never>["idsOnDay"];
  responsesAt(
    programId: string,
    day: string,
    places: readonly string[],
  ): Promise<readonly (Invitation | AnonymousAnswer)[]>;
};

/**
 * What was first answered in a range of days, the newest day first; the anonymous of a day in no order of theirs.
 *
 * @param program of which program. @default of all
 */
export async function answeredBetween(
  ports: AnsweredPorts,
  of: { readonly program?: string | undefined; readonly from: string; readonly to: string },
  paging: Paging<DayPlace>,
): Promise<Page<Answered, DayPlace>> {
  const programIds = of.program === undefined ? await ports.programIds() : [of.program];
  const itemsOf = async (places: readonly string[], day: string, programId: string) =>
    (await ports.responsesAt(programId, day, places))
      .flatMap(answeredIn)
      .filter(({ view }) => view.answeredAt.slice(0, 10) === day);
  return await walkDays(
    { firstDay: ports.firstDay, idsOnDay: ports.answerPlacesOnDay, itemsOf },
    programIds,
    of,
    paging,
  );
}

/** An anonymous answer, or an invitation that was answered; nothing of one that was not. */
export const answeredIn = (of: Invitation | AnonymousAnswer): Answered[] => {
  const view = "answerId" in of ? anonymousResponseView(of) : responseView(of);
  return view === undefined ? [] : [{ of, view }];
};
