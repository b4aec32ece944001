import * as z from "zod";
import { SEGMENTS } from "./domain/accounts/account.ts";

/** What stands in headers and on one line of a mail. */
const Line = z.string().regex(/^[^\p{Cc}\u2028\u2029]+$/u, "must be one line of text");

/** What one company sets per stage, handed to every function as JSON in `SETTINGS`. */
export const Settings = z.object({
  company: z.object({
    name: Line,
    /** `#rrggbb`, for buttons and rules in mail and page; text on it is white. */
    colour: z.string().regex(/^#[0-9a-f]{6}$/),
    postalAddress: Line,
    /** A picture for the head of mail and page, 32 pixels high there; who does not load it reads the name. */
    logoUrl: z.url({ protocol: /^https$/ }).optional(),
  }),
  /** Where the company looks at an account, `{accountId}` in the place of the id: what a post in Slack links to. */
  accountUrl: z
    .string()
    .regex(
      /^(https:\/\/[^/\s<>|{}]+|http:\/\/localhost(:\d+)?)\/[^\s<>|{}]*\{accountId\}[^\s<>|{}]*$/,
      "must be an https address with {accountId} in its path or query",
    )
    .optional(),
  mail: z.object({ from: z.email(), fromName: Line, replyTo: z.email().optional() }),
  /** Where a contact or owner whose zone is unknown is taken to be. */
  timeZone: z.string(),
  /** Days on which nobody is asked and no business day is counted, `YYYY-MM-DD`. */
  holidays: z.array(z.iso.date()),
  /**
   * From where mail scanners fetch and post, by the scanner's name: CIDR ranges as their makers publish them. What is
   * answered from there counts once a person confirms it.
   */
  scannerNetworks: z.record(Line, z.array(z.union([z.cidrv4(), z.cidrv6()]))).optional(),
  /** Who acts where no CSM or manager is known: one address for each segment, and one for the rest. */
  queues: z.record(z.enum([...SEGMENTS, "default"]), z.object({ name: z.string(), email: z.email() })),
});
export type Settings = z.infer<typeof Settings>;

export function settingsFrom(env: Readonly<Record<string, string | undefined>>): Settings {
  const text = env.SETTINGS;
  if (text === undefined)
    throw new Error("SETTINGS is not set: the function was deployed without its stage's settings");
  return Settings.parse(JSON.parse(text));
}
