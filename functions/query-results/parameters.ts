import * as z from "zod";
import { ATTRIBUTES, Day } from "#shared/domain/accounts/account.ts";
import { daysBetween } from "#shared/domain/days.ts";
import { isProgramId } from "#shared/domain/programs/program-id.ts";
import { INTERVALS } from "#shared/domain/results/periods.ts";
import type { ResultsQuery } from "#shared/results/query-results.ts";
import type { ComparisonQuery } from "./compare-results.ts";

/** Three years, one of them a leap year. */
const MAX_DAYS = 1096;
const MAX_PROGRAMS = 20;
const MAX_TOUCHPOINT_CHARACTERS = 64;
/** Longer than any that an account can have. */
const MAX_VALUE_CHARACTERS = 320;

const Programs = z
  .string()
  .transform((text) => text.split(",").map((id) => id.trim()))
  .refine((ids) => ids.every(isProgramId), {
    error: "must be a program's id like pre-renewal, or several joined by commas",
    abort: true,
  })
  .refine((ids) => ids.length <= MAX_PROGRAMS, { error: `may name ${MAX_PROGRAMS} programs at most` })
  .refine((ids) => new Set(ids).size === ids.length, { error: "names a program twice" });

/** Not an e-mail address, by which a CSM's figures stand: it has no place in a URL. */
const Value = z
  .string()
  .max(MAX_VALUE_CHARACTERS)
  .refine((value) => !/\S@\S/.test(value), {
    error:
      "e-mail addresses do not belong in a URL: leave value out of GET /v1/results, and the reply has the figures of each",
  });

const asked = {
  program: Programs.optional(),
  touchpoint: z.string().max(MAX_TOUCHPOINT_CHARACTERS).optional(),
  from: Day,
  to: Day,
  groupBy: z.enum(ATTRIBUTES).optional(),
  value: Value.optional(),
  includeSuspect: z
    .enum(["true", "false"])
    .default("false")
    .transform((value) => value === "true"),
};

/** Why a range cannot be asked for; a transform, unlike a refinement, is only reached by days that exist. */
function problemOf(from: Day, to: Day, nameOfFrom: string): string | undefined {
  const days = daysBetween(from, to);
  if (days < 0) return `must not be before ${nameOfFrom}`;
  return days >= MAX_DAYS ? `must be within three years of ${nameOfFrom}` : undefined;
}

const refuse = (context: z.RefinementCtx, path: string, message: string | undefined): void => {
  if (message !== undefined) context.addIssue({ code: "custom", path: [path], message });
};

/** Of what figures are wanted: programs by their names, or all that measure a touchpoint. */
export type Named = { readonly programs: readonly string[]; readonly touchpoint: string | undefined };

function named(
  {
    program,
    touchpoint,
  }: { readonly program?: string[] | undefined; readonly touchpoint?: string | undefined },
  context: z.RefinementCtx,
): Named {
  if (program === undefined && touchpoint === undefined)
    refuse(context, "program", "name the program, or a touchpoint: figures are not blended over touchpoints");
  if (program !== undefined && touchpoint !== undefined)
    refuse(context, "touchpoint", "cannot be given beside program");
  return { programs: program ?? [], touchpoint };
}

/** What `GET /v1/results` takes. */
export const ResultsParameters = z
  .strictObject({ ...asked, interval: z.enum(INTERVALS).optional() })
  .transform(({ program, touchpoint, ...query }, context): ResultsQuery & Named => {
    refuse(context, "to", problemOf(query.from, query.to, "from"));
    const isOfNothing = query.value !== undefined && query.groupBy === undefined;
    refuse(context, "groupBy", isOfNothing ? "say of which attribute this is a value" : undefined);
    return { ...query, ...named({ program, touchpoint }, context) };
  });

/** What `GET /v1/results/comparison` takes: the one side, and what is otherwise of the side it is held against. */
export const ComparisonParameters = z
  .strictObject({
    ...asked,
    againstFrom: Day.optional(),
    againstTo: Day.optional(),
    againstValue: Value.optional(),
  })
  .transform((query, context): ComparisonQuery & Named => {
    const { from, to, groupBy, value, includeSuspect } = query;
    const { againstFrom = from, againstTo = to, againstValue = value } = query;
    refuse(context, "to", problemOf(from, to, "from"));
    if ((query.againstFrom === undefined) !== (query.againstTo === undefined)) {
      const missing = query.againstFrom === undefined ? "againstFrom" : "againstTo";
      refuse(context, missing, "is needed beside the other day of that period");
    } else if (query.againstFrom === undefined && query.againstValue === undefined) {
      refuse(context, "againstFrom", "say what to compare with: a period, or againstValue of an attribute");
    } else refuse(context, "againstTo", problemOf(againstFrom, againstTo, "againstFrom"));
    if (groupBy === undefined && (value ?? query.againstValue) !== undefined)
      refuse(context, "groupBy", "say of which attribute this is a value");
    else if (value === undefined && groupBy !== undefined)
      refuse(context, "value", "say which value of the attribute is compared");
    return {
      ...named(query, context),
      groupBy,
      includeSuspect,
      a: { from, to, value },
      b: { from: againstFrom, to: againstTo, value: againstValue },
    };
  });
