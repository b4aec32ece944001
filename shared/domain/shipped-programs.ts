import type { Program } from "./program.ts";

/** The shipped programs, version 1 of each. `{company}` stands for the configured name. */
export const SHIPPED_PROGRAMS: readonly Program[] = [
  {
    programId: "post-onboarding",
    version: 1,
    name: "Post-onboarding",
    touchpoint: "onboarding",
    owner: "customer-success-operations",
    status: "active",
    trigger: {
      kind: "date",
      anchor: "customerSince",
      offsetDays: 60,
      cycle: "life",
      waitsUntilOffsetDays: 120,
    },
    wants: { roles: ["admin"], soldTo: "never" },
    questions: [
      {
        questionId: "nps",
        kind: "nps",
        text: "Considering your experience with us so far, how likely are you to recommend {company} to a friend or colleague?",
        required: true,
      },
      {
        questionId: "csat",
        kind: "csat",
        text: "Overall, how satisfied are you with your onboarding experience?",
        required: true,
      },
      {
        questionId: "comment",
        kind: "text",
        text: "How can we improve your readiness to adopt the product?",
        required: false,
      },
    ],
    closesAfterDays: 30,
    sends: "waking-hours",
  },
  {
    programId: "pre-renewal",
    version: 1,
    name: "Pre-renewal",
    touchpoint: "renewal",
    owner: "customer-success-operations",
    status: "active",
    trigger: {
      kind: "date",
      anchor: "renewalOn",
      offsetDays: -120,
      cycle: "term",
      waitsUntilOffsetDays: -60,
    },
    wants: { roles: ["admin"], soldTo: "never" },
    questions: [
      {
        questionId: "nps",
        kind: "nps",
        text: "How likely are you to recommend {company} to a friend or colleague?",
        required: true,
      },
      { questionId: "csat", kind: "csat", text: "How satisfied are you with {company}?", required: true },
    ],
    closesAfterDays: 30,
    sends: "waking-hours",
  },
];

/** The shipped definition of a program, or undefined where there is none of that id and version. */
export function shippedProgram(programId: string, version?: number): Program | undefined {
  return SHIPPED_PROGRAMS.find((p) => p.programId === programId && (version ?? p.version) === p.version);
}
