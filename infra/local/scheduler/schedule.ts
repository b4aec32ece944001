import { randomUUID } from "node:crypto";
import { isRecord, parseJson } from "../aws-json.ts";
import { isFunction } from "../events/deliveries.ts";
import { toSecond } from "../events/put-events.ts";

/** A schedule as the template has it, without when it ran. */
export type ScheduleDefinition = {
  readonly name: string;
  readonly arn: string;
  readonly expression: string;
  readonly timeZone: string;
  readonly isEnabled: boolean;
  readonly targetArn: string;
  /** What the target is invoked with when it is due at a time. */
  input(at: Date): unknown;
};

type Properties = Readonly<Record<string, unknown>>;
type Place = { readonly region: string; readonly accountId: string };

const TARGET_PROPERTIES: ReadonlySet<string> = new Set([
  "Arn",
  "Input",
  "RetryPolicy",
  "DeadLetterConfig",
  "RoleArn",
]);

/** Reads an `AWS::Scheduler::Schedule`; throws, naming what, where it asks for anything that a laptop does not do. */
export function scheduleOf(logicalId: string, properties: Properties, place: Place): ScheduleDefinition {
  const {
    Name = logicalId,
    GroupName = "default",
    ScheduleExpression,
    FlexibleTimeWindow,
    Target,
  } = properties;
  const { ScheduleExpressionTimezone = "UTC", State = "ENABLED" } = properties;
  const mode = isRecord(FlexibleTimeWindow) ? FlexibleTimeWindow.Mode : undefined;
  if (mode !== "OFF")
    throw new Error(`Schedule ${logicalId} has FlexibleTimeWindow ${mode}, on a laptop it is OFF`);
  if (!isRecord(Target)) throw new Error(`Schedule ${logicalId} has no Target`);
  const unknown = Object.keys(Target).find((property) => !TARGET_PROPERTIES.has(property));
  if (unknown !== undefined)
    throw new Error(`Schedule ${logicalId} has ${unknown} on its target, unknown on a laptop`);
  const targetArn = String(Target.Arn);
  if (!isFunction(targetArn))
    throw new Error(`Schedule ${logicalId} has target ${targetArn}, and a laptop schedules only functions`);
  const name = String(Name);
  const arn = `arn:aws:scheduler:${place.region}:${place.accountId}:schedule/${GroupName}/${name}`;
  return {
    name,
    arn,
    expression: String(ScheduleExpression),
    timeZone: String(ScheduleExpressionTimezone),
    isEnabled: State === "ENABLED",
    targetArn,
    input:
      Target.Input === undefined
        ? defaultInput(arn, place)
        : givenInput(logicalId, String(Target.Input), arn),
  };
}

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html */
function givenInput(logicalId: string, text: string, arn: string): (at: Date) => unknown {
  const fill = (at: Date) =>
    parseJson(
      text
        .replaceAll("<aws.scheduler.schedule-arn>", arn)
        .replaceAll("<aws.scheduler.scheduled-time>", toSecond(at))
        .replaceAll("<aws.scheduler.execution-id>", randomUUID())
        .replaceAll("<aws.scheduler.attempt-number>", "1"),
    );
  if (fill(new Date(0)) === undefined) throw new Error(`Schedule ${logicalId} has an Input that is not JSON`);
  return fill;
}

const defaultInput =
  (arn: string, { region, accountId }: Place) =>
  (at: Date): unknown => ({
    version: "0",
    id: randomUUID(),
    "detail-type": "Scheduled Event",
    source: "aws.scheduler",
    account: accountId,
    time: toSecond(at),
    region,
    resources: [arn],
    detail: "{}",
  });
