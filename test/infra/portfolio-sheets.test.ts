import { expect, test } from "vitest";
import { synthesized } from "./synthesized.ts";

const stack = synthesized("production");
const bucketIn = (of: typeof stack) =>
  of.ofType("AWS::S3::Bucket").filter(([id]) => id.startsWith("Portfolio"));

test("what the portfolio was outlives the stack, never expires and is nobody's but ours", () => {
  const [[id, bucket] = []] = bucketIn(stack);
  expect(bucket?.DeletionPolicy).toBe("Retain");
  expect(bucket?.Properties).not.toHaveProperty("LifecycleConfiguration");
  expect(bucket?.Properties.PublicAccessBlockConfiguration).toEqual({
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
  });
  const policies = stack
    .ofType("AWS::S3::BucketPolicy")
    .filter(([, { Properties }]) => (Properties.Bucket as { Ref: string }).Ref === id);
  expect(JSON.stringify(policies)).toContain('"aws:SecureTransport":"false"');
});

test("the laptop's can be thrown away", () => {
  expect(bucketIn(synthesized("local")).map(([, { DeletionPolicy }]) => DeletionPolicy)).toEqual(["Delete"]);
});

test("a day is written down ten minutes after it is over, and tried again for half a day", () => {
  const schedules = stack.ofType("AWS::Scheduler::Schedule").filter(([id]) => /portfolio-?sheet/i.test(id));
  expect(schedules.map(([, { Properties }]) => Properties)).toMatchObject([
    {
      ScheduleExpression: "cron(10 0 * * ? *)",
      ScheduleExpressionTimezone: "Etc/UTC",
      Target: { RetryPolicy: { MaximumEventAgeInSeconds: 43_200 } },
    },
  ]);
});

test("only the function that writes sheets may", () => {
  const writers = stack.ofType("AWS::IAM::Policy").filter(([, { Properties }]) => {
    const { Statement } = Properties.PolicyDocument as {
      Statement: { Action: unknown; Resource: unknown }[];
    };
    return Statement.some(
      ({ Action, Resource }) =>
        JSON.stringify(Action).includes("s3:PutObject") && JSON.stringify(Resource).includes("/portfolio/*"),
    );
  });
  expect(writers.map(([id]) => id.replace(/Role.*/, ""))).toEqual(["WritePortfolioSheet"]);
});
