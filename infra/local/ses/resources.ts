import * as z from "zod";
import type { Local, ResourceType } from "../context.ts";
import type { SesEventType } from "./events.ts";

/** The configuration sets and identities of the template. */
export interface Configuration {
  readonly resources: ResourceType[];
  /** Undefined where there is no such set. */
  isPaused(configurationSet: string): boolean | undefined;
  /** Topics to which a set publishes that type of event. */
  topicsFor(configurationSet: string | undefined, type: SesEventType): readonly string[];
  /** Whether a mail may be from there: its address or domain is an identity, or the template names none. */
  isVerified(address: string): boolean;
}

type EventDestination = { readonly topicArn: string; readonly types: readonly string[] };
type ConfigurationSet = { readonly isPaused: boolean; readonly destinations: EventDestination[] };

/** CloudFormation hands booleans on as text here and there. */
const Switch = z.union([z.boolean(), z.stringbool()]);

const SetProperties = z.object({
  Name: z.string().optional(),
  SendingOptions: z.object({ SendingEnabled: Switch.default(true) }).optional(),
});

const DestinationProperties = z.object({
  ConfigurationSetName: z.string(),
  EventDestination: z.strictObject({
    Name: z.string().optional(),
    Enabled: Switch.default(true),
    MatchingEventTypes: z.array(z.string()),
    SnsDestination: z.strictObject({ TopicARN: z.string() }),
  }),
});

function parse<T>(schema: z.ZodType<T>, logicalId: string, properties: unknown): T {
  const parsed = schema.safeParse(properties);
  if (parsed.success) return parsed.data;
  throw new Error(`${logicalId} asks for what the laptop cannot give:\n${z.prettifyError(parsed.error)}`);
}

export function configuration(local: Local): Configuration {
  const sets = new Map<string, ConfigurationSet>();
  const identities = new Set<string>();
  const resources: ResourceType[] = [
    {
      type: "AWS::SES::ConfigurationSet",
      uses: ["Name", "SendingOptions"],
      ignores: [
        "DeliveryOptions",
        "ReputationOptions",
        "SuppressionOptions",
        "TrackingOptions",
        "VdmOptions",
        "Tags",
      ],
      create: async (logicalId, properties) => {
        const { Name = logicalId, SendingOptions } = parse(SetProperties, logicalId, properties);
        sets.set(Name, { isPaused: SendingOptions?.SendingEnabled === false, destinations: [] });
        return { ref: Name };
      },
    },
    {
      type: "AWS::SES::ConfigurationSetEventDestination",
      uses: ["ConfigurationSetName", "EventDestination"],
      ignores: [],
      create: async (logicalId, properties) => {
        const given = parse(DestinationProperties, logicalId, properties);
        const set = sets.get(given.ConfigurationSetName);
        if (set === undefined)
          throw new Error(`${logicalId} belongs to no configuration set of the template`);
        const { Enabled, MatchingEventTypes, SnsDestination } = given.EventDestination;
        if (Enabled) {
          const types = MatchingEventTypes.map((type) => type.toLowerCase());
          set.destinations.push({ topicArn: SnsDestination.TopicARN, types });
        }
        return { ref: logicalId, attributes: { Id: logicalId } };
      },
    },
    {
      type: "AWS::SES::EmailIdentity",
      uses: ["EmailIdentity"],
      ignores: [
        "ConfigurationSetAttributes",
        "DkimAttributes",
        "DkimSigningAttributes",
        "FeedbackAttributes",
        "MailFromAttributes",
        "Tags",
      ],
      create: async (logicalId, properties) => {
        const { EmailIdentity } = parse(z.object({ EmailIdentity: z.string() }), logicalId, properties);
        identities.add(EmailIdentity.toLowerCase());
        return { ref: EmailIdentity, attributes: dkimRecords(EmailIdentity, local.region) };
      },
    },
  ];
  return {
    resources,
    isPaused: (name) => sets.get(name)?.isPaused,
    topicsFor: (name, type) =>
      (sets.get(name ?? "")?.destinations ?? [])
        .filter(({ types }) => types.includes(type))
        .map(({ topicArn }) => topicArn),
    isVerified: (address) => identities.size === 0 || namesOf(address).some((name) => identities.has(name)),
  };
}

/** The address itself, its domain, and the domains above that: an identity of a domain holds below it. */
function namesOf(address: string): string[] {
  const lower = address.toLowerCase();
  const labels = lower.slice(lower.lastIndexOf("@") + 1).split(".");
  return [lower, ...labels.map((_, index) => labels.slice(index).join("."))];
}

function dkimRecords(identity: string, region: string): Record<string, string> {
  return Object.fromEntries(
    [1, 2, 3].flatMap((n) => [
      [`DkimDNSTokenName${n}`, `local${n}._domainkey.${identity}`],
      [`DkimDNSTokenValue${n}`, `local${n}.dkim.${region}.amazonses.com`],
    ]),
  );
}
