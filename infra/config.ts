import * as z from "zod";
import { Settings } from "#shared/settings.ts";
import { LOCAL_AUDIENCE, LOCAL_ISSUER } from "./local/identity-constants.ts";

/** What a stage decides. A deployed stage keeps its own under `stages.<stage>` of cdk.json. */
export const StageConfig = z.object({
  settings: Settings,
  /** Who signs the tokens of ops. Left out, the stack makes a Cognito user pool. */
  oidc: z.object({ issuer: z.url(), audience: z.array(z.string()).min(1) }).optional(),
  /** The survey pages' and the API's own domain; its certificate is in the stack's region. Left out: API Gateway's. */
  domain: z.object({ name: z.hostname(), certificateArn: z.string().startsWith("arn:") }).optional(),
  sending: z.object({
    /** What SES has verified, or is to verify: a domain, or one address. */
    identity: z.string(),
    /** Whether the stack makes the identity; false where another stack or a person already has. */
    isMadeHere: z.boolean(),
    /** Mails a second that are sent at most, whatever more SES allows: the senders are made for so many. */
    perSecond: z.number().positive().max(3000).default(14),
    /** How many senders work side by side. Left out: a third of perSecond. */
    senders: z.int().min(2).max(1000).optional(),
  }),
  /** When selection runs, in UTC; each program a minute after the one before. */
  selectsAt: z.object({ hour: z.int().min(0).max(23), minute: z.int().min(0).max(50) }),
  /**
   * Whether deliveries, openings and the like are counted by the hour, and not within a minute as answers are: there are
   * several of each mail, and each time their day's counts are written again.
   */
  areReportsCountedHourly: z.boolean().default(true),
  logRetentionDays: z.literal([7, 14, 30, 60, 90, 180, 365]),
  /** Who is told of an alarm. Left out: no alarms, which cost $0.10 a month each. */
  alarmEmail: z.email().optional(),
  /** Whether answers are posted to Slack; the webhook's address is an SSM parameter set by hand. */
  slack: z.boolean(),
  /** Whether the data outlives the stack. */
  isDataKept: z.boolean(),
});
export type StageConfig = z.infer<typeof StageConfig>;

export const LOCAL_STAGE = "local";

/** The laptop's stage: a made-up company, and the token issuer that runs beside it. */
function localConfig(): StageConfig {
  const queue = (name: string, local: string) => ({ name, email: `${local}@harbourline.example` });
  return {
    settings: {
      company: {
        name: "Harbourline",
        colour: "#0b5cad",
        postalAddress: "Harbourline Inc., 1 Quay Street, Portland, ME 04101, USA",
      },
      mail: { from: "surveys@harbourline.example", fromName: "Harbourline Customer Success" },
      // The laptop has no page of an account: its first screen.
      accountUrl: `http://localhost:${process.env.PORT || "3000"}/?account={accountId}`,
      timeZone: "America/New_York",
      holidays: [],
      queues: {
        "tech-touch": queue("Tech-touch queue", "cs-tech-touch"),
        scale: queue("Scale queue", "cs-scale"),
        "csm-managed": queue("CSM queue", "cs-managed"),
        default: queue("Customer success", "customer-success"),
      },
    },
    oidc: { issuer: LOCAL_ISSUER, audience: [LOCAL_AUDIENCE] },
    // The laptop's SES takes 500 a second, and its senders are processes of this machine.
    sending: { identity: "harbourline.example", isMadeHere: false, perSecond: 500, senders: 4 },
    selectsAt: { hour: 0, minute: 5 },
    // Who opens a mail on the laptop looks for it on the dashboard next.
    areReportsCountedHourly: false,
    logRetentionDays: 7,
    slack: true,
    isDataKept: false,
  };
}

/**
 * A stage's configuration: `local` is built in, any other is looked up in `stages`, the context value of cdk.json.
 * Says field by field what is wrong where that is not a whole one.
 */
export function configOf(stage: string, stages: unknown): StageConfig {
  if (stage === LOCAL_STAGE) return localConfig();
  const named = z.record(z.string(), z.unknown()).safeParse(stages).data?.[stage];
  if (named === undefined) {
    throw new Error(
      `No stage "${stage}": add it under context.stages in cdk.json, or choose one with -c stage=…`,
    );
  }
  const parsed = StageConfig.safeParse(named);
  if (!parsed.success) {
    throw new Error(`Stage "${stage}" in cdk.json is not complete:\n${z.prettifyError(parsed.error)}`);
  }
  return parsed.data;
}
