import type { Program, Question } from "./program.ts";

const OWNER = "customer-success-operations";

const nps = (text: string): Question => ({ questionId: "nps", kind: "nps", text, required: true });
const csat = (text: string): Question => ({ questionId: "csat", kind: "csat", text, required: true });
const comment = (text: string): Question => ({ questionId: "comment", kind: "text", text, required: false });

const SCHEDULED = {
  version: 1,
  owner: OWNER,
  status: "active",
  audience: {},
  closesAfterDays: 30,
  remindsAfterDays: 7,
  sends: "waking-hours",
} as const;
const AT_ONCE = {
  ...SCHEDULED,
  rank: 4,
  remindsAfterDays: null,
  closesAfterDays: 7,
  sends: "at-once",
} as const;
const onTouchpoint = (touchpoint: string) => ({ kind: "event", touchpoint, dropsAfterHours: 24 }) as const;

/** An event's contact is asked whatever their role, save those who are never surveyed and the barred. */
const THE_CONTACT_OF_THE_EVENT = { roles: ["admin", "owner"], soldTo: "never" } as const satisfies {
  roles: readonly string[];
  soldTo: string;
};

const RENEWAL_QUESTIONS: Question[] = [
  nps("How likely are you to recommend {company} to a friend or colleague?"),
  csat("How satisfied are you with {company}?"),
];

/** The shipped programs, version 1 of each. `{company}` stands for the configured name. */
export const SHIPPED_PROGRAMS: readonly Program[] = [
  {
    ...SCHEDULED,
    programId: "post-onboarding",
    name: "Post-onboarding",
    touchpoint: "onboarding",
    rank: 1,
    trigger: {
      kind: "date",
      anchor: "customerSince",
      offsetDays: 60,
      cycle: "life",
      waitsUntilOffsetDays: 120,
    },
    wants: { roles: ["admin"], soldTo: "never" },
    questions: [
      nps(
        "Considering your experience with us so far, how likely are you to recommend {company} to a friend or colleague?",
      ),
      csat("Overall, how satisfied are you with your onboarding experience?"),
      comment("How can we improve your readiness to adopt the product?"),
    ],
  },
  {
    ...SCHEDULED,
    programId: "pre-renewal",
    name: "Pre-renewal",
    touchpoint: "renewal",
    rank: 1,
    trigger: {
      kind: "date",
      anchor: "renewalOn",
      offsetDays: -120,
      cycle: "term",
      waitsUntilOffsetDays: -60,
    },
    wants: { roles: ["admin"], soldTo: "never" },
    questions: RENEWAL_QUESTIONS,
  },
  {
    ...SCHEDULED,
    programId: "post-renewal",
    name: "Post-renewal",
    touchpoint: "post-renewal",
    rank: 2,
    trigger: {
      kind: "date",
      anchor: "lastRenewedOn",
      offsetDays: 30,
      cycle: "term",
      waitsUntilOffsetDays: 90,
    },
    wants: { roles: ["admin"], soldTo: "never" },
    questions: RENEWAL_QUESTIONS,
  },
  {
    ...SCHEDULED,
    programId: "all-customer-csat",
    name: "All-customer satisfaction",
    touchpoint: "all-customer",
    rank: 3,
    trigger: { kind: "recurring", everyDays: 365 },
    wants: { roles: ["admin", "owner"], soldTo: "without-admin" },
    questions: [csat("How satisfied are you with {company}?"), comment("What should we do better?")],
  },
  {
    ...AT_ONCE,
    programId: "scale-engagement",
    name: "Scale engagement",
    touchpoint: "scale-engagement",
    trigger: onTouchpoint("scale-engagement"),
    wants: { roles: [...THE_CONTACT_OF_THE_EVENT.roles], soldTo: "never" },
    questions: [
      csat("How satisfied are you with the engagement you just had with us?"),
      comment("What would have made it more useful?"),
    ],
  },
  {
    ...AT_ONCE,
    programId: "case-closure",
    name: "Case closure",
    touchpoint: "case-closure",
    trigger: onTouchpoint("case-closure"),
    wants: { roles: [...THE_CONTACT_OF_THE_EVENT.roles], soldTo: "never" },
    questions: [
      csat("How satisfied are you with how we handled your case?"),
      comment("What could we have done better?"),
    ],
  },
  {
    ...AT_ONCE,
    programId: "product-csat",
    name: "Product satisfaction",
    touchpoint: "product-csat",
    trigger: onTouchpoint("product-csat"),
    wants: { roles: ["owner", "admin"], soldTo: "never" },
    questions: [
      csat("How satisfied are you with this part of the product?"),
      comment("What should we change about it?"),
    ],
  },
];

/** The shipped definition of a program, or undefined where there is none of that id and version. */
export function shippedProgram(programId: string, version?: number): Program | undefined {
  return SHIPPED_PROGRAMS.find((p) => p.programId === programId && (version ?? p.version) === p.version);
}
