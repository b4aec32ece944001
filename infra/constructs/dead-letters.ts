import { Duration } from "aws-cdk-lib";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";

/** A queue that nobody polls, and which costs nothing until something fails; kept as long as SQS keeps. */
export function deadLetterQueue(scope: Construct, id: string): Queue {
  return new Queue(scope, id, {
    retentionPeriod: Duration.days(14),
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
  });
}

/** A queue read by a function that may run for `timeout`; a message that failed five times goes to `deadLetters`. */
export function workQueue(scope: Construct, id: string, timeout: Duration, deadLetters: Queue): Queue {
  return new Queue(scope, id, {
    // AWS asks for six times the function's time, so that no message is seen twice while one works on it.
    visibilityTimeout: Duration.seconds(timeout.toSeconds() * 6),
    retentionPeriod: Duration.days(4),
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: 5 },
  });
}
