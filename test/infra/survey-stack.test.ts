import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { isScheduledProgram } from "#shared/domain/programs/program.ts";
import { SHIPPED_PROGRAMS } from "#shared/domain/programs/shipped-programs.ts";
import { someSettings } from "../builders.ts";
import { synthesized } from "./synthesized.ts";

const stack = synthesized("production");
const propertiesOf = (type: string) => stack.ofType(type).map(([, { Properties }]) => Properties);

test("the table outlives the stack, can be restored, and refuses to be deleted", () => {
  const [[, table] = []] = stack.ofType("AWS::DynamoDB::Table");
  expect(table?.DeletionPolicy).toBe("Retain");
  expect(table?.Properties).toMatchObject({
    DeletionProtectionEnabled: true,
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
    TimeToLiveSpecification: { AttributeName: "expiresAt", Enabled: true },
  });
});

test("the laptop's table can be thrown away", () => {
  const [[, table] = []] = synthesized("local").ofType("AWS::DynamoDB::Table");
  expect(table?.DeletionPolicy).toBe("Delete");
});

test("every queue that a function reads has a dead-letter queue", () => {
  const read = propertiesOf("AWS::Lambda::EventSourceMapping")
    .map(({ EventSourceArn }) => (EventSourceArn as { "Fn::GetAtt": string[] })["Fn::GetAtt"])
    .filter(([, attribute]) => attribute === "Arn")
    .map(([queue]) => queue);
  const queues = stack.ofType("AWS::SQS::Queue").filter(([id]) => read.includes(id));
  expect(queues).toHaveLength(2);
  for (const [, queue] of queues)
    expect(queue.Properties).toHaveProperty("RedrivePolicy.deadLetterTargetArn");
});

test("no message is seen by a second function while a first still works on it", () => {
  const functions = new Map(stack.ofType("AWS::Lambda::Function"));
  const queues = new Map(stack.ofType("AWS::SQS::Queue"));
  for (const mapping of propertiesOf("AWS::Lambda::EventSourceMapping")) {
    const [source = ""] = (mapping.EventSourceArn as { "Fn::GetAtt": string[] })["Fn::GetAtt"];
    const reader = functions.get((mapping.FunctionName as { Ref: string }).Ref);
    const queue = queues.get(source);
    if (queue === undefined) continue;
    expect(queue.Properties.VisibilityTimeout).toBeGreaterThanOrEqual(Number(reader?.Properties.Timeout) * 6);
  }
});

test.each([
  [14, {}, 5, 357],
  [1, {}, 2, 2000],
  [200, {}, 67, 335],
  [500, { senders: 4 }, 4, 8],
  [0.5, { senders: 10 }, 10, 4000],
])(
  "at %d mails a second %j there are %i senders, which space late mails %i ms apart",
  (perSecond, more, senders, spacing) => {
    const sending = { identity: "example.com", isMadeHere: true, perSecond, ...more };
    const made = synthesized("production", { sending });
    const variableOf = (name: string) =>
      made
        .ofType("AWS::Lambda::Function")
        .map(([, { Properties }]) => Properties.Environment as { Variables?: Record<string, unknown> })
        .find((environment) => environment?.Variables?.[name] !== undefined)?.Variables?.[name];
    expect(variableOf("SENDS_PER_SECOND")).toBe(String(perSecond));
    expect(variableOf("LATE_SPACING_MS")).toBe(String(spacing));
    const scaling = made
      .ofType("AWS::Lambda::EventSourceMapping")
      .map(([, { Properties }]) => Properties.ScalingConfig);
    expect(scaling).toContainEqual({ MaximumConcurrency: senders });
  },
);

test("whatever a rule or a schedule cannot hand over is kept", () => {
  const rules = propertiesOf("AWS::Events::Rule").flatMap(({ Targets }) => Targets as object[]);
  const schedules = propertiesOf("AWS::Scheduler::Schedule").map(({ Target }) => Target as object);
  expect(rules.length).toBeGreaterThan(0);
  expect(schedules).toHaveLength(SHIPPED_PROGRAMS.filter(isScheduledProgram).length + 9);
  for (const target of [...rules, ...schedules]) {
    expect(target).toHaveProperty("DeadLetterConfig.Arn");
    expect(target).toHaveProperty("RetryPolicy");
  }
});

test("calls to action are tended on the hour of the stage's own zone", () => {
  const made = synthesized("production", { settings: someSettings({ timeZone: "Asia/Kolkata" }) });
  const tending = made.ofType("AWS::Scheduler::Schedule").filter(([id]) => /tend-?ctas/i.test(id));
  expect(tending.map(([, { Properties }]) => Properties)).toMatchObject([
    { ScheduleExpression: "cron(0 * * * ? *)", ScheduleExpressionTimezone: "Asia/Kolkata" },
  ]);
});

test("a touchpoint is taken from whoever puts it on the bus, a response from us alone", () => {
  const patternOf = (type: string) =>
    propertiesOf("AWS::Events::Rule")
      .map(({ EventPattern }) => EventPattern as { "detail-type": string[]; source?: string[] })
      .find((pattern) => pattern["detail-type"].includes(type));
  expect(patternOf("Touchpoint Reached")).toEqual({ "detail-type": ["Touchpoint Reached"] });
  expect(patternOf("Response Received")?.source).toEqual(["lifecycle-surveys"]);
});

test("a stage that posts nothing to Slack has nothing of it, nor an alarm to pay for", () => {
  expect(JSON.stringify(synthesized("production", { slack: false }).template)).not.toMatch(/slack/i);
});

test("whatever a function accepted and could not do is kept", () => {
  const kept = propertiesOf("AWS::Lambda::EventInvokeConfig");
  const names = kept.map(({ FunctionName }) =>
    (FunctionName as { Ref: string }).Ref.replace(/Function.*/, ""),
  );
  expect(names.sort()).toEqual([
    "CheckReadiness",
    "CheckResults",
    "DispatchInvitations",
    "ImportPortfolio",
    "NotifySlack",
    "ReachTouchpoint",
    "RehearsePrograms",
    "ReplanProgram",
    "RollUpResults",
    "SelectRecipients",
    "TendCtas",
    "WatchScores",
    "WriteExport",
    "WritePortfolioSheet",
  ]);
  for (const config of kept) expect(config).toHaveProperty("DestinationConfig.OnFailure.Destination");
});

const streams = propertiesOf("AWS::Lambda::EventSourceMapping").filter(
  (one) => one.StartingPosition !== undefined,
);

test("a change that cannot be reacted to is kept whole, and alone", () => {
  for (const stream of streams) {
    expect(stream).toMatchObject({ BisectBatchOnFunctionError: true });
    const destination = (
      stream as { DestinationConfig: { OnFailure: { Destination: { "Fn::GetAtt": string[] } } } }
    ).DestinationConfig.OnFailure.Destination["Fn::GetAtt"][0];
    expect(stack.ofType("AWS::S3::Bucket").map(([id]) => id)).toContain(destination);
  }
});

test("no more functions read the stream than DynamoDB lets read it at once", () => {
  expect(streams).toHaveLength(2);
});

test("each shipped program selects daily, told the time it stands for, a higher rank first", () => {
  const selections = propertiesOf("AWS::Scheduler::Schedule")
    .map(({ ScheduleExpression, Target }) => ({
      expression: ScheduleExpression,
      input: JSON.parse(String((Target as { Input: string }).Input)) as Record<string, string>,
    }))
    .filter(({ input }) => input.programId !== undefined);
  expect(selections).toEqual(
    SHIPPED_PROGRAMS.filter(isScheduledProgram).map(({ programId }, rank) => ({
      expression: `cron(${5 + rank} 0 * * ? *)`,
      input: { programId, at: "<aws.scheduler.scheduled-time>" },
    })),
  );
});

test("the programs that ops add select daily after the shipped ones, by one schedule", () => {
  const others = propertiesOf("AWS::Scheduler::Schedule").filter(
    ({ Target }) => JSON.parse(String((Target as { Input: string }).Input)).others === true,
  );
  const after = 5 + SHIPPED_PROGRAMS.filter(isScheduledProgram).length;
  expect(others.map(({ ScheduleExpression }) => ScheduleExpression)).toEqual([`cron(${after} 0 * * ? *)`]);
});

test.each([
  ["0 0", { hour: 0, minute: 5 }],
  ["55 13", { hour: 14, minute: 0 }],
  ["0 0", { hour: 0, minute: 2 }],
])(
  "who is missing is looked for at %s, on the day itself and before anybody is selected",
  (time, selectsAt) => {
    const checks = synthesized("production", { selectsAt })
      .ofType("AWS::Scheduler::Schedule")
      .filter(([, { Properties }]) => JSON.stringify(Properties.Target).includes("CheckReadiness"));
    expect(checks.map(([, { Properties }]) => Properties.ScheduleExpression)).toEqual([
      `cron(${time} * * ? *)`,
    ]);
  },
);

test("planning every account anew may hand itself on for as long as it takes", () => {
  const replan = stack.ofType("AWS::Lambda::Function").find(([id]) => id.startsWith("ReplanProgram"));
  expect(replan?.[1].Properties).toMatchObject({ RecursiveLoop: "Allow", Timeout: 900 });
});

test("whom nobody writes to is known to the table alone: SES keeps no list that ops cannot lift from", () => {
  for (const set of propertiesOf("AWS::SES::ConfigurationSet"))
    expect(set.SuppressionOptions).toEqual({ SuppressedReasons: [] });
});

/** What SES says of the mails of a configuration set, by the set's name. */
const told = propertiesOf("AWS::SES::ConfigurationSetEventDestination").map(
  ({ ConfigurationSetName, EventDestination }) => ({
    set: JSON.stringify(ConfigurationSetName),
    events: (EventDestination as { MatchingEventTypes: string[] }).MatchingEventTypes,
  }),
);

test("no link in a mail is rewritten, nor anything put into it by what the account is set to", () => {
  expect(told.length).toBeGreaterThan(1);
  for (const { events } of told) expect(events).not.toContain("click");
  for (const set of propertiesOf("AWS::SES::ConfigurationSet"))
    expect(set.VdmOptions).toEqual({ DashboardOptions: { EngagementMetrics: "DISABLED" } });
});

test("one configuration set of two tells of openings, both of all else, and mail goes out by either", () => {
  const [tracked, untracked] = told.toSorted((a, b) => b.events.length - a.events.length);
  expect(untracked?.events.toSorted()).toEqual(["bounce", "complaint", "delivery", "reject"]);
  expect(tracked?.events.toSorted()).toEqual(["bounce", "complaint", "delivery", "open", "reject"]);
  for (const name of ["SendInvitation", "PreviewProgram"]) {
    const ofSender = (type: string) =>
      JSON.stringify(stack.ofType(type).filter(([id]) => id.startsWith(name)));
    const sender = ofSender("AWS::Lambda::Function");
    expect(sender).toContain(`"CONFIGURATION_SET":${tracked?.set}`);
    expect(sender).toContain(`"UNTRACKED_CONFIGURATION_SET":${untracked?.set}`);
    for (const { set } of told) expect(ofSender("AWS::IAM::Policy")).toContain(`:configuration-set/",${set}`);
  }
});

test("every alarm, and nothing else, has its entry in the runbook", () => {
  const runbook = readFileSync("infra/RUNBOOK.md", "utf8");
  const entries = [...runbook.matchAll(/^## (.+)$/gm)].map(([, entry]) => `infra/RUNBOOK.md#${entry}`);
  const named = propertiesOf("AWS::CloudWatch::Alarm").map(
    ({ AlarmDescription }) => /infra\/RUNBOOK\.md#\S+/.exec(String(AlarmDescription))?.[0],
  );
  expect(named.length).toBeGreaterThan(5);
  expect(named.sort()).toEqual(entries.sort());
});

test("an alarm tells somebody", () => {
  for (const alarm of propertiesOf("AWS::CloudWatch::Alarm")) expect(alarm.AlarmActions).toHaveLength(1);
  expect(propertiesOf("AWS::SNS::Subscription").map(({ Protocol }) => Protocol)).toContain("email");
});

test("nothing in the stack has a monthly price before alarms are switched on", () => {
  const { template } = synthesized("production", { alarmEmail: undefined });
  const types = Object.values(template.Resources as Record<string, { Type: string }>).map(({ Type }) => Type);
  for (const priced of ["SecretsManager", "KMS", "NatGateway", "CloudWatch::Alarm", "WAFv2", "EC2"]) {
    expect(types.filter((type) => type.includes(priced))).toEqual([]);
  }
});
