import { BANDS } from "../../events/ctas.ts";
import { type Day, PLANS, SEGMENTS } from "../accounts/account.ts";
import { addDays, addYears } from "../days.ts";
import { isAnonymous } from "./anonymity.ts";
import type { Audience, Program, ProgramDefinition } from "./program.ts";
import { isProgramId } from "./program-id.ts";
import { type ProgramProblem, questionProblems, translationProblems } from "./question-problems.ts";

export type { ProgramProblem };

/** Roles with which alone a contact is never surveyed. */
const NEVER_SURVEYED: readonly string[] = ["maintainer", "developer", "reporter", "guest"];

/**
 * What cannot work in a definition whose fields are each right by themselves; empty where it can.
 *
 * @param others every program as it is now, this one too
 */
export function problemsOf(
  programId: string,
  definition: ProgramDefinition,
  others: readonly Program[],
): ProgramProblem[] {
  return [
    ...idProblems(programId),
    ...triggerProblems(programId, definition, others),
    ...roleProblems(definition),
    ...audienceProblems(definition.audience),
    ...questionProblems(definition),
    ...reminderProblems(definition),
    ...afterwardsProblems(definition),
    ...trackingProblems(definition),
    ...actionProblems(definition),
  ];
}

function reminderProblems({
  trigger,
  remindsAfterDays,
  closesAfterDays,
}: ProgramDefinition): ProgramProblem[] {
  const path = "remindsAfterDays";
  if (remindsAfterDays === undefined || remindsAfterDays === null) return [];
  if (trigger.kind === "event")
    return [{ path, message: "must be null: what asks about a moment does not remind of it" }];
  if (remindsAfterDays < closesAfterDays) return [];
  return [
    {
      path,
      message: `must be less than closesAfterDays, ${closesAfterDays}: nobody is reminded of a closed survey`,
    },
  ];
}

function idProblems(programId: string): ProgramProblem[] {
  const message = "must be 2 to 63 lower-case letters, digits and hyphens, a letter first";
  return isProgramId(programId) ? [] : [{ path: "programId", message }];
}

function triggerProblems(
  programId: string,
  { trigger, sends, status }: ProgramDefinition,
  others: readonly Program[],
): ProgramProblem[] {
  if (trigger.kind !== "event") {
    const problems: ProgramProblem[] = [];
    if (trigger.kind === "date" && trigger.waitsUntilOffsetDays < trigger.offsetDays) {
      const message = `must not be before offsetDays, ${trigger.offsetDays}: nobody waits for a day that has passed`;
      problems.push({ path: "trigger.waitsUntilOffsetDays", message });
    }
    if (sends === "at-once") {
      const message = "must be waking-hours: a scheduled program selects just after midnight UTC";
      problems.push({ path: "sends", message });
    }
    return problems;
  }
  const taken = others.find(
    (other) =>
      other.programId !== programId &&
      other.status === "active" &&
      other.trigger.kind === "event" &&
      other.trigger.touchpoint === trigger.touchpoint,
  );
  if (taken === undefined || status !== "active") return [];
  const message = `fires the active program ${taken.programId} already; one touchpoint asks once`;
  return [{ path: "trigger.touchpoint", message }];
}

/** How far ahead a first draw may be. */
const START_YEARS = 2;

/**
 * Why a sample cannot start on the day that it would newly start on: nobody waits that long for it, or its draw of
 * that day would never be made. A new one may count its draws from a day that has passed.
 *
 * @param ranUpTo the last day (UTC) for which the program has been run
 */
export function startProblems(
  { trigger }: ProgramDefinition,
  before: Program | undefined,
  { today, ranUpTo }: { readonly today: Day; readonly ranUpTo: Day | undefined },
): ProgramProblem[] {
  if (trigger.kind !== "sample") return [];
  const { startsOn } = trigger;
  if (before?.trigger.kind === "sample" && before.trigger.startsOn === startsOn) return [];
  const path = "trigger.startsOn";
  const latest = addYears(today, START_YEARS);
  if (startsOn > latest)
    return [{ path, message: `must not be after ${latest}, ${START_YEARS} years from now` }];
  const next = ranUpTo === undefined || ranUpTo < today ? today : addDays(ranUpTo, 1);
  if (before === undefined || startsOn >= next) return [];
  const message = `must not be before ${next}, the next day that can be drawn: a draw before it would never be made`;
  return [{ path, message }];
}

function roleProblems({ wants }: ProgramDefinition): ProgramProblem[] {
  return wants.roles.flatMap((role, i) => {
    const path = `wants.roles.${i}`;
    if (wants.roles.indexOf(role) < i) return [{ path, message: `${role} is named twice` }];
    if (role === "sold-to") {
      return [{ path, message: "sold-to is asked by wants.soldTo, where the account has no admin" }];
    }
    if (!NEVER_SURVEYED.includes(role)) return [];
    return [{ path, message: `a contact who is only ${role} is never surveyed: name admin or owner` }];
  });
}

function audienceProblems({ plan = [], segment = [] }: Audience): ProgramProblem[] {
  const segments: readonly string[] = SEGMENTS;
  const paid: readonly string[] = PLANS.filter((name) => name !== "free");
  return [
    ...plan.flatMap((value, i) => {
      if (paid.includes(value)) return [];
      const message =
        value === "free"
          ? "an account on the free plan is never asked"
          : `there is no plan ${JSON.stringify(value)}: name ${paid.join(" or ")}`;
      return [{ path: `audience.plan.${i}`, message }];
    }),
    ...segment.flatMap((value, i) => {
      const message = `there is no segment ${JSON.stringify(value)}: name ${segments.join(", ")}`;
      return segments.includes(value) ? [] : [{ path: `audience.segment.${i}`, message }];
    }),
  ];
}

function afterwardsProblems({ afterwards }: ProgramDefinition): ProgramProblem[] {
  return afterwards === undefined ? [] : translationProblems(afterwards, "afterwards");
}

function trackingProblems(definition: ProgramDefinition): ProgramProblem[] {
  if (!isAnonymous(definition) || definition.tracksOpens !== true) return [];
  const message = "must be false or left out: nobody's opening is noted of an anonymous program";
  return [{ path: "tracksOpens", message }];
}

/** Of an anonymous answer nobody knows whom to call; and a band that no question has, no answer is ever in. */
function actionProblems(definition: ProgramDefinition): ProgramProblem[] {
  const bands = BANDS.filter((band) => definition.actions?.[band] !== undefined);
  if (isAnonymous(definition) && bands.length > 0)
    return [{ path: "actions", message: "must be left out: nobody acts on an anonymous answer" }];
  return bands.flatMap((band) => {
    const kind = NPS_BANDS.includes(band) ? "nps" : "csat";
    if (definition.questions.some((question) => question.kind === kind)) return [];
    const message = `is a band of ${kind.toUpperCase()}, and no question asks for that`;
    return [{ path: `actions.${band}`, message }];
  });
}

const NPS_BANDS: readonly string[] = ["detractor", "passive", "promoter"];
