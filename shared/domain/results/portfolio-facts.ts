import type { Day } from "../accounts/account.ts";
import { countedResponse, scoreOf } from "../answers/responses.ts";
import { addDays, daysBetween, earlierOf, laterOf } from "../days.ts";
import { type Invitation, wasSent } from "../sending/invitation.ts";
import type { AccountFacts, ProgramFacts } from "./portfolio-sheet.ts";

/** So many days are read again each day: whether a mail went out may be settled late, an answer found suspect later. */
const READ_AGAIN_DAYS = 3;
/** And so many every Monday, longer than a survey is open by default: what was changed or confirmed meanwhile. */
const READ_AGAIN_DAYS_ON_MONDAY = 35;
/** As far back as the first sheet looks: a turn of the recurring program, and a month. */
const FIRST_READ_DAYS = 400;
/** A sheet that was begun before an import had ended may lack some of it: longer than the writing takes. */
const WRITING_MS = 15 * 60_000;

/** A sheet there is. */
export type KeptSheet = { readonly day: Day; readonly writtenAt: string };

/**
 * From which earlier sheet a day's facts go on, where there is one, and from which day on everything is read: back to the
 * day after that sheet, and some further. All the way where answers from another tool were imported since, which are dated
 * back.
 *
 * @param sheets in the order of their days
 */
export function whatToRead(
  day: Day,
  sheets: readonly KeptSheet[],
  lastImportAt: string | undefined,
): { readonly base: Day | undefined; readonly from: Day } {
  const base = sheets.findLast((sheet) => sheet.day < day);
  const importedBy = lastImportAt === undefined ? 0 : Date.parse(lastImportAt) + WRITING_MS;
  if (base === undefined || Date.parse(base.writtenAt) <= importedBy)
    return { base: base?.day, from: firstDayRead(day) };
  const again = isMonday(day) ? READ_AGAIN_DAYS_ON_MONDAY : READ_AGAIN_DAYS;
  return { base: base.day, from: earlierOf(addDays(base.day, 1), addDays(day, -again)) };
}

/** The first day that a sheet without another before it looks at. */
export const firstDayRead = (day: Day): Day => addDays(day, 1 - FIRST_READ_DAYS);

/**
 * The same of a program whose figures begin on a day: before that there is nothing to read, and without one, nothing yet
 * but what is still to be counted.
 */
export const firstDayReadOf = (day: Day, firstCountedDay: Day | undefined): Day =>
  laterOf(firstDayRead(day), earlierOf(firstCountedDay ?? day, addDays(day, -READ_AGAIN_DAYS_ON_MONDAY)));

const MONDAY: Day = "2026-11-30";
const isMonday = (day: Day): boolean => daysBetween(MONDAY, day) % 7 === 0;

type Newest = { readonly at: string; readonly score: number };
type Gathered = { askedOn?: Day; answeredOn?: Day; nps?: Newest; csat?: Newest };

/** What the days from one on say of accounts, by their invitations and answers, in whatever order those are added. */
export class GatheredFacts {
  readonly #from: Day;
  readonly #byAccount = new Map<string, Map<string, Gathered>>();

  constructor(from: Day) {
    this.#from = from;
  }

  /** @param day on whose list the invitation stands; one that has been overtaken does no harm */
  addSent(invitation: Invitation, day: Day): void {
    if (invitation.claimedAt?.slice(0, 10) !== day || !wasSent(invitation)) return;
    const facts = this.#of(invitation);
    facts.askedOn = laterOf(facts.askedOn ?? day, day);
  }

  addAnswered(invitation: Invitation, day: Day): void {
    const response = invitation.anonymous ? undefined : countedResponse(invitation);
    if (response?.answeredAt.slice(0, 10) !== day) return;
    const facts = this.#of(invitation);
    facts.answeredOn = laterOf(facts.answeredOn ?? day, day);
    // Of the same moment, by the id: the order in which they are read decides nothing.
    const at = `${response.answeredAt}#${invitation.invitationId}`;
    for (const kind of ["nps", "csat"] as const) {
      const score = scoreOf(response.answers, kind);
      if (score !== undefined && at > (facts[kind]?.at ?? "")) facts[kind] = { at, score };
    }
  }

  /**
   * What is known of an account: of these days what was gathered, and of the days before what an earlier sheet says. What
   * that says of these days has been overtaken: an answer may have been found suspect since.
   */
  after(earlier: AccountFacts | undefined, accountId: string): AccountFacts | undefined {
    const gathered = this.#byAccount.get(accountId);
    const programIds = new Set([...Object.keys(earlier ?? {}), ...(gathered?.keys() ?? [])]);
    const facts = [...programIds].flatMap((programId): [string, ProgramFacts][] => {
      const all = { ...this.#before(earlier?.[programId]), ...factsIn(gathered?.get(programId)) };
      return Object.keys(all).length === 0 ? [] : [[programId, all]];
    });
    return facts.length === 0 ? undefined : Object.fromEntries(facts);
  }

  #before({ askedOn, answeredOn, nps, npsOn, csat, csatOn }: ProgramFacts = {}): ProgramFacts {
    const isBefore = (day: Day | undefined) => day !== undefined && day < this.#from;
    return {
      ...(isBefore(askedOn) && { askedOn }),
      ...(isBefore(answeredOn) && { answeredOn }),
      ...(isBefore(npsOn) && { nps, npsOn }),
      ...(isBefore(csatOn) && { csat, csatOn }),
    };
  }

  #of({ accountId, programId }: Invitation): Gathered {
    const programs = this.#byAccount.get(accountId) ?? new Map<string, Gathered>();
    this.#byAccount.set(accountId, programs);
    const facts = programs.get(programId) ?? {};
    programs.set(programId, facts);
    return facts;
  }
}

const factsIn = ({ askedOn, answeredOn, nps, csat }: Gathered = {}): ProgramFacts => ({
  ...(askedOn && { askedOn }),
  ...(answeredOn && { answeredOn }),
  ...(nps && { nps: nps.score, npsOn: nps.at.slice(0, 10) }),
  ...(csat && { csat: csat.score, csatOn: csat.at.slice(0, 10) }),
});
