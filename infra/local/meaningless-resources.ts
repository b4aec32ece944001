import type { Local, ResourceType } from "./context.ts";

/**
 * Resources that a laptop has no use for, because it has no permissions to check, no bill and nobody to wake at
 * night. Listed with the properties they may have, so that a new one is looked at before it is passed over.
 */
const MEANINGLESS: Readonly<Record<string, readonly string[]>> = {
  "AWS::IAM::Role": ["AssumeRolePolicyDocument", "Description", "Policies", "ManagedPolicyArns"],
  "AWS::IAM::Policy": ["PolicyDocument", "PolicyName", "Roles"],
  "AWS::Lambda::Permission": ["Action", "FunctionName", "Principal", "SourceArn", "SourceAccount"],
  "AWS::Logs::LogGroup": ["LogGroupName", "RetentionInDays"],
  "AWS::CloudWatch::Alarm": [
    "ActionsEnabled",
    "AlarmActions",
    "AlarmDescription",
    "ComparisonOperator",
    "Dimensions",
    "EvaluationPeriods",
    "MetricName",
    "Namespace",
    "Period",
    "Statistic",
    "Threshold",
    "TreatMissingData",
  ],
  "AWS::S3::BucketPolicy": ["Bucket", "PolicyDocument"],
  "AWS::SQS::QueuePolicy": ["PolicyDocument", "Queues"],
  "AWS::SNS::TopicPolicy": ["PolicyDocument", "Topics"],
  "AWS::CDK::Metadata": ["Analytics"],
};

/** Stand-ins that do nothing but have a name and an ARN to be referred to by. */
export function meaninglessResources(local: Pick<Local, "region" | "accountId">): ResourceType[] {
  return Object.entries(MEANINGLESS).map(([type, ignores]) => ({
    type,
    uses: [],
    ignores,
    create: async (logicalId) => {
      const service = (type.split("::")[1] ?? "").toLowerCase();
      const arn = `arn:aws:${service}:${local.region}:${local.accountId}:${logicalId}`;
      return { ref: logicalId, attributes: { Arn: arn } };
    },
  }));
}
