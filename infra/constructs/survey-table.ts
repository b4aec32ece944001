import { Duration, RemovalPolicy } from "aws-cdk-lib";
import * as dynamodb from "aws-cdk-lib/aws-dynamodb";
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from "aws-cdk-lib/aws-lambda";
import { BlockPublicAccess, Bucket } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import { DUE_INDEX } from "#shared/dynamodb/table.ts";
import type { SurveyFunction } from "./survey-function.ts";

export interface SurveyTableProps {
  /** Whether the table outlives its stack and refuses to be deleted. */
  readonly isKept: boolean;
}

export type TableAction =
  | "GetItem"
  | "BatchGetItem"
  | "Query"
  | "Scan"
  | "PutItem"
  | "UpdateItem"
  | "DeleteItem"
  | "BatchWriteItem"
  | "ConditionCheckItem";

const { STRING } = dynamodb.AttributeType;

/** Everything the product knows; its keys are explained in shared/dynamodb/keys.ts. */
export class SurveyTable extends Construct {
  readonly table: dynamodb.Table;
  private readonly isKept: boolean;
  private failures: Bucket | undefined;

  constructor(scope: Construct, id: string, props: SurveyTableProps) {
    super(scope, id);
    this.isKept = props.isKept;
    this.table = new dynamodb.Table(this, "Table", {
      partitionKey: { name: "pk", type: STRING },
      sortKey: { name: "sk", type: STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      stream: dynamodb.StreamViewType.NEW_AND_OLD_IMAGES,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: "expiresAt",
      deletionProtection: props.isKept,
      removalPolicy: props.isKept ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.table.addGlobalSecondaryIndex({
      indexName: DUE_INDEX,
      partitionKey: { name: "duePk", type: STRING },
      sortKey: { name: "dueSk", type: STRING },
      projectionType: dynamodb.ProjectionType.KEYS_ONLY,
    });
  }

  /** Lets a function do these things to the items, and these to the index of what is due. */
  serve(to: SurveyFunction, actions: readonly TableAction[], index: readonly "Query"[] = []): void {
    to.knows("TABLE_NAME", this.table.tableName);
    to.may(
      actions.map((action) => `dynamodb:${action}`),
      [this.table.tableArn],
    );
    if (index.length > 0) to.may(["dynamodb:Query"], [`${this.table.tableArn}/index/${DUE_INDEX}`]);
  }

  /**
   * Hands a function every change of an item of some types, in order, and every new item of another. A batch that
   * keeps failing is halved until the bad record is alone, which then goes whole to a bucket: a queue would be given its
   * position in the stream only, and that is gone after 24 hours. Two functions can read a stream, a third is throttled.
   */
  stream(
    to: SurveyFunction,
    of: { readonly changes: readonly [string, ...string[]]; readonly inserts?: string },
  ): void {
    const failures = this.streamFailures();
    const streamArn = this.table.tableStreamArn;
    if (streamArn === undefined) throw new Error("the table was made without a stream");
    to.may(
      ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"],
      [streamArn],
    );
    to.may(["s3:PutObject"], [failures.arnForObjects("*")]);
    to.may(["s3:ListBucket"], [failures.bucketArn]);
    const mapping = new EventSourceMapping(to, "Stream", {
      target: to.handler,
      eventSourceArn: streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      // About an hour of Lambda's growing pauses: an outage elsewhere is waited out rather than redriven.
      retryAttempts: 60,
      maxRecordAge: Duration.hours(20),
      supportS3OnFailureDestination: true,
      onFailure: { bind: () => ({ destination: failures.bucketArn }) },
      filters: [
        FilterCriteria.filter(imageOf(...of.changes)),
        ...(of.inserts === undefined
          ? []
          : [FilterCriteria.filter({ eventName: FilterRule.isEqual("INSERT"), ...imageOf(of.inserts) })]),
      ],
    });
    // Lambda tries the role when the mapping is made, so the role must be complete by then.
    if (to.handler.role !== undefined) mapping.node.addDependency(to.handler.role);
  }

  /** Of every function: what is in it names the one that failed. */
  private streamFailures(): Bucket {
    this.failures ??= new Bucket(this, "StreamFailures", {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      lifecycleRules: [{ expiration: Duration.days(90) }],
      removalPolicy: this.isKept ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    return this.failures;
  }
}

const imageOf = (...types: string[]) => ({
  dynamodb: { NewImage: { type: { S: FilterRule.or(...types) } } },
});
