import { describe, expect, it } from "vitest";
import { define } from "../a-local.ts";
import { functionArn, queueArn } from "../remembering.ts";
import { aScheduler, settled } from "./a-scheduler.ts";

describe("a schedule's target", () => {
  const daily = "cron(0 9 * * ? *)";
  const moved = new Date("2026-01-01T12:00:00Z");
  const arn = "arn:aws:scheduler:eu-central-1:123456789012:schedule/surveys/pre-renewal";

  it("is invoked asynchronously with its input, context attributes filled in", async () => {
    const { schedule, moveTo, functions } = aScheduler();
    const words = ["schedule-arn", "scheduled-time", "execution-id", "attempt-number"];
    const Input = JSON.stringify(Object.fromEntries(words.map((word) => [word, `<aws.scheduler.${word}>`])));
    const over = { Name: "pre-renewal", GroupName: "surveys", Target: { Arn: functionArn("select"), Input } };
    await schedule("PreRenewal", daily, over);
    await moveTo(moved, settled);
    expect(functions.invocations).toEqual([
      {
        name: functionArn("select"),
        isAsync: true,
        event: {
          "schedule-arn": arn,
          "scheduled-time": "2026-01-01T09:00:00Z",
          "execution-id": expect.stringMatching(/^[\da-f-]{36}$/),
          "attempt-number": "1",
        },
      },
    ]);
  });

  it("is invoked with AWS's own event where no input is given", async () => {
    const { schedule, moveTo, functions } = aScheduler();
    await schedule("select", daily, { Target: { Arn: functionArn("select") } });
    await moveTo(moved, settled);
    expect(functions.invocations[0]?.event).toMatchObject({
      "detail-type": "Scheduled Event",
      source: "aws.scheduler",
      time: "2026-01-01T09:00:00Z",
      detail: "{}",
    });
  });

  it("is left alone while the schedule is disabled", async () => {
    const { schedule, moveTo, fired } = aScheduler();
    await schedule("daily", daily, { State: "DISABLED" });
    await moveTo(moved, settled);
    expect(fired()).toEqual([]);
  });

  it.each([
    ["a queue", { Target: { Arn: queueArn("q") } }, queueArn("q")],
    ["an unknown property", { Target: { Arn: functionArn("f"), SqsParameters: {} } }, "SqsParameters"],
    ["an input that is not JSON", { Target: { Arn: functionArn("f"), Input: "hello" } }, "not JSON"],
    ["a flexible window", { FlexibleTimeWindow: { Mode: "FLEXIBLE" } }, "FLEXIBLE"],
    [
      "an expression that AWS would refuse",
      { ScheduleExpression: "cron(0 9 * * * *)" },
      "Schedule Broken cannot be read",
    ],
    ["an unknown zone", { ScheduleExpressionTimezone: "Mars/Base" }, "Mars/Base"],
    ["a start date", { StartDate: "2026-01-01T00:00:00Z" }, "StartDate"],
  ])("is refused by name with %s", async (_, over, named) => {
    const { schedule } = aScheduler();
    await expect(schedule("Broken", daily, over)).rejects.toThrow(named);
  });

  it("gives what Ref and GetAtt give of schedules and groups", async () => {
    const { schedule, resources } = aScheduler();
    expect(await schedule("PreRenewal", daily, { Name: "pre-renewal", GroupName: "surveys" })).toEqual({
      ref: "pre-renewal",
      attributes: { Arn: arn },
    });
    expect(
      await define(resources, "AWS::Scheduler::ScheduleGroup", "Group", { Name: "surveys" }),
    ).toMatchObject({
      ref: "surveys",
      attributes: { Arn: "arn:aws:scheduler:eu-central-1:123456789012:schedule-group/surveys" },
    });
  });
});
