import * as z from "zod";
import type { Account } from "#shared/domain/accounts/account.ts";
import type { Entry } from "#shared/domain/scorecard/score-entries.ts";
import { standingOf } from "#shared/domain/scorecard/scorecard.ts";
import { type Score, scoresOf } from "#shared/domain/scorecard/scores.ts";
import { MEASURES, type Measure, type Standing } from "#shared/events/scores.ts";
import type { ApiRequest } from "#shared/lambda/api.ts";
import { cursorFor, encodeCursor } from "#shared/lambda/cursor.ts";
import { readQuery } from "#shared/lambda/query.ts";
import { json, problem, type Reply } from "#shared/lambda/reply.ts";
import { PageLimit, pageOf } from "./list-route.ts";

export type ScorecardPorts = {
  account(accountId: string): Promise<Account | undefined>;
  scoreEntriesOf(accountId: string): Promise<readonly Entry[]>;
};

/** How an account stands by each measure and in each program, and what it ever scored, the newest first. */
export const readScorecard =
  (ports: ScorecardPorts) =>
  async (request: ApiRequest): Promise<Reply> => {
    const paging = z.strictObject({ limit: PageLimit, cursor: cursorFor(z.string(), request) });
    const asked = readQuery(paging, request, "This address takes limit and cursor.");
    if (asked.kind === "end") return asked.reply;
    const account = await ports.account(request.path.accountId ?? "");
    if (account === undefined) return problem(404, "There is no account of that id.");
    const entries = await ports.scoreEntriesOf(account.accountId);
    const { limit, cursor: place } = asked.value;
    const scores = MEASURES.flatMap((measure) => scoresOf(measure, entries));
    const history = pageOf(scores, nameOf, "descending", { limit, place });
    return json(200, {
      accountId: account.accountId,
      ...standings(entries),
      history: history.items,
      next: history.next === undefined ? null : encodeCursor(history.next, request),
    });
  };

const nameOf = ({ date, source, measure, program, cycle }: Score): string =>
  JSON.stringify([date, source, measure, program, cycle]);

function standings(entries: readonly Entry[]) {
  const [nps, csat] = [viewOf("nps", entries), viewOf("csat", entries)];
  const ids = [...new Set([...nps.programs.keys(), ...csat.programs.keys()])].sort();
  return {
    measures: { nps: nps.latest, csat: csat.latest },
    programs: ids.map((program) => ({
      program,
      nps: nps.programs.get(program) ?? null,
      csat: csat.programs.get(program) ?? null,
    })),
  };
}

/** A measure as it stands, each value with all that it is made of. */
function viewOf(measure: Measure, entries: readonly Entry[]) {
  const scores = scoresOf(measure, entries);
  const inFull = (standing: Standing) => {
    // The newest of its program is the first of it.
    const score = scores.find(({ program }) => program === standing.program);
    return { ...score, ...standing };
  };
  const { latest, programs } = standingOf(measure, entries);
  return {
    latest: latest && inFull(latest),
    programs: new Map(programs.map((standing) => [standing.program, inFull(standing)])),
  };
}
