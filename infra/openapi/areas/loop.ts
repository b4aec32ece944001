import * as z from "zod";
import { Day } from "#shared/domain/accounts/account.ts";
import type { Performance as Graded } from "#shared/domain/ctas/loop-performance.ts";
import { CTA_DRIVERS, CTA_KINDS } from "#shared/events/ctas.ts";
import { GROUPS } from "../../../functions/grade-loop/grade-loop.ts";
import { PerformanceQuery } from "../../../functions/grade-loop/performance-query.ts";
import { Share } from "../figures.ts";
import { named } from "../names.ts";
import { type Area, json, Time } from "../operation.ts";

const Hours = named("Hours", z.object({ median: z.number(), p90: z.number(), n: z.int() }));
const Performance = z.object({
  opened: z.int(),
  withdrawn: z.int(),
  acknowledged: z.int(),
  closed: z.int(),
  open: z.int(),
  overdue: z.int(),
  escalated: z.int(),
  hoursToAcknowledge: Hours.nullable(),
  hoursToClose: Hours.nullable(),
  acknowledgedByDue: Share.nullable(),
  closedByDue: Share.nullable(),
  outcomes: z.array(z.object({ outcome: z.string(), n: z.int() })),
  otherOutcomes: z.int(),
  drivers: z.record(z.enum(CTA_DRIVERS), z.int()).nullable(),
  recovery: z
    .object({
      recovered: z.int(),
      negativeAgain: z.int(),
      noneYet: z.int(),
      n: z.int(),
      share: Share.nullable(),
    })
    .nullable(),
}) satisfies z.ZodType<Graded>;

const Answered = z.object({
  from: Day,
  to: Day,
  kind: z.enum(CTA_KINDS).nullable(),
  groupBy: z.enum(GROUPS).nullable(),
  asOf: Time,
  definitions: z.record(z.string(), z.string()).describe("How each figure is defined."),
  all: Performance,
  groups: z.array(Performance.extend({ key: z.record(z.string(), z.string()) })),
});

export const loop: Area = {
  name: "loop",
  about: "How calls to action are worked, and whether it helps.",
  routes: {
    "GET /v1/ctas/performance": {
      summary: "How the calls to action of a period were worked",
      description:
        "By the day on which they were opened: hours and shares by the due date, outcomes, drivers, and whether accounts recovered. A year at most.",
      role: "csm",
      query: PerformanceQuery,
      parameters: { groupBy: "Also for each owner, or segment.", kind: "Of this kind alone." },
      answers: { 200: { says: "The figures, each with its definition.", content: json(Answered) } },
    },
  },
};
