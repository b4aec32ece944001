import { isRecord, parseJson } from "../aws-json.ts";
import { isFunction } from "./deliveries.ts";
import { checkPattern } from "./event-pattern.ts";
import { busName } from "./put-events.ts";
import { type TargetInput, targetInput } from "./target-input.ts";

type Target = {
  readonly arn: string;
  readonly input: TargetInput;
  readonly retries: number;
  readonly maxAgeSeconds: number;
  readonly deadLetterArn: string | undefined;
};

export type Rule = {
  readonly name: string;
  readonly arn: string;
  readonly bus: string;
  readonly pattern: unknown;
  readonly isEnabled: boolean;
  readonly targets: readonly Target[];
};

type Properties = Readonly<Record<string, unknown>>;

/** What EventBridge does where a target has no RetryPolicy. */
const DEFAULT_RETRIES = 185;
const DEFAULT_MAX_AGE_SECONDS = 86_400;

const TARGET_PROPERTIES: ReadonlySet<string> = new Set([
  "Arn",
  "Id",
  "Input",
  "InputPath",
  "InputTransformer",
  "RetryPolicy",
  "DeadLetterConfig",
  "RoleArn",
]);

/** Reads an `AWS::Events::Rule`; throws, naming what, where it asks for anything that a laptop does not do. */
export function ruleOf(
  logicalId: string,
  properties: Properties,
  place: { region: string; accountId: string },
): Rule {
  const {
    Name = logicalId,
    EventBusName = "default",
    EventPattern,
    State = "ENABLED",
    Targets = [],
  } = properties;
  const name = String(Name);
  const bus = busName(String(EventBusName));
  // CloudFormation takes it as text too, the only way to write null.
  const pattern = typeof EventPattern === "string" ? parseJson(EventPattern) : EventPattern;
  if (pattern === undefined)
    throw new Error(
      `Rule ${logicalId} has no EventPattern: on a laptop, use AWS::Scheduler::Schedule for times`,
    );
  checkPattern(pattern);
  if (!Array.isArray(Targets)) throw new Error(`Rule ${logicalId} has Targets that are no list`);
  const path = bus === "default" ? name : `${bus}/${name}`;
  return {
    name,
    arn: `arn:aws:events:${place.region}:${place.accountId}:rule/${path}`,
    bus,
    pattern,
    isEnabled: State !== "DISABLED",
    targets: Targets.map((target) => targetOf(name, target)),
  };
}

function targetOf(rule: string, target: unknown): Target {
  if (!isRecord(target)) throw new Error(`Rule ${rule} has a target that is no object`);
  const arn = String(target.Arn);
  if (!isFunction(arn) && !isQueue(arn))
    throw new Error(`Rule ${rule} has target ${arn}, and a laptop delivers only to functions and queues`);
  const unknown = Object.keys(target).find((property) => !TARGET_PROPERTIES.has(property));
  if (unknown !== undefined)
    throw new Error(`Rule ${rule} has ${unknown} on target ${arn}, unknown on a laptop`);
  const retry = isRecord(target.RetryPolicy) ? target.RetryPolicy : {};
  const deadLetter = isRecord(target.DeadLetterConfig) ? target.DeadLetterConfig.Arn : undefined;
  return {
    arn,
    input: targetInput(target),
    retries: Number(retry.MaximumRetryAttempts ?? DEFAULT_RETRIES),
    maxAgeSeconds: Number(retry.MaximumEventAgeInSeconds ?? DEFAULT_MAX_AGE_SECONDS),
    deadLetterArn: deadLetter === undefined ? undefined : String(deadLetter),
  };
}

const isQueue = (arn: string): boolean => /^arn:[^:]+:sqs:[^:]*:[^:]*:[^:]+$/.test(arn);
