import { isTooLarge, json, problem, type Reply } from "#shared/lambda/reply.ts";
import type { NotMeasured } from "#shared/results/measured.ts";
import type { ResultsOutcome } from "#shared/results/query-results.ts";
import type { ComparisonOutcome } from "./compare-results.ts";

/** What `GET /v1/results` answers. */
export function resultsReply(outcome: ResultsOutcome): Reply {
  switch (outcome.kind) {
    case "results": {
      const reply = json(200, outcome.results);
      return isTooLarge(reply) ? tooManyGroups(outcome.results.groups.length) : reply;
    }
    case "too-many-groups":
      return tooManyGroups(outcome.groups);
    default:
      return notMeasured(outcome);
  }
}

const tooManyGroups = (groups: number): Reply =>
  problem(400, `This makes ${groups} groups, more than fit one answer.`, [
    { path: "interval", message: "ask for a longer interval, a shorter range or a single value" },
  ]);

/** What `GET /v1/results/comparison` answers. */
export function comparisonReply(outcome: ComparisonOutcome): Reply {
  switch (outcome.kind) {
    case "compared":
      return json(200, outcome.comparison);
    case "same-answers":
      return problem(
        400,
        "Both sides have the same answers among them, so that they cannot be held against each other.",
        [
          {
            path: "againstFrom",
            message: "must not have days in common with from and to, or againstValue be another than value",
          },
        ],
      );
    default:
      return notMeasured(outcome);
  }
}

function notMeasured({ kind, programId }: NotMeasured): Reply {
  switch (kind) {
    case "no-such-program":
      return problem(404, `There is no program ${programId}; GET /v1/programs lists them.`);
    case "anonymous":
      return problem(
        400,
        `The program ${programId} is anonymous: an answer keeps its segment and nothing else of its account, so that nobody can tell whose it is.`,
        [{ path: "groupBy", message: "can only be segment, or left out" }],
      );
  }
}
