import { ArnFormat, Duration, Stack } from "aws-cdk-lib";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import * as ses from "aws-cdk-lib/aws-ses";
import { Topic } from "aws-cdk-lib/aws-sns";
import { SqsSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { LONGEST_LATE_SPACING_MS } from "#shared/domain/sending/pacing.ts";
import { deadLetterQueue, workQueue } from "./dead-letters.ts";
import type { SurveyFunction } from "./survey-function.ts";

export interface EmailProps {
  /** A domain or an address, which SES has verified or will. */
  readonly identity: string;
  readonly isIdentityMadeHere: boolean;
  /** Mails a second that are sent at most. */
  readonly perSecond: number;
  /** How many senders work side by side. @default a third of `perSecond` */
  readonly senders?: number;
}

/** Lambda's limits for the readers of one queue. */
const SENDERS = { least: 2, most: 1000 };

export const SEND_TIMEOUT = Duration.seconds(60);
export const RECORD_TIMEOUT = Duration.seconds(30);

/** What SES says of every mail. Never CLICK: it would have SES rewrite every link. */
const TOLD = [
  ses.EmailSendingEvent.DELIVERY,
  ses.EmailSendingEvent.BOUNCE,
  ses.EmailSendingEvent.COMPLAINT,
  ses.EmailSendingEvent.REJECT,
];

/**
 * Mail out through SES, and SES's word on each mail back. Word comes by SNS and SQS: SES delivers events to
 * EventBridge on a best-effort basis only.
 */
export class Email extends Construct {
  readonly sendQueue: Queue;
  readonly sendDeadLetters: Queue;
  readonly deliveryDeadLetters: Queue;
  private readonly deliveryQueue: Queue;
  private readonly configurationSet: ses.ConfigurationSet;
  private readonly untrackedConfigurationSet: ses.ConfigurationSet;
  private readonly identity: string;
  private readonly perSecond: number;
  private readonly senders: number;

  constructor(scope: Construct, id: string, props: EmailProps) {
    super(scope, id);
    this.identity = props.identity;
    this.perSecond = props.perSecond;
    // A batch takes up to a second for its slots and half a one to go out, and SQS may hand it over half empty.
    const wanted = props.senders ?? Math.ceil(props.perSecond / 3);
    this.senders = Math.min(Math.max(wanted, SENDERS.least), SENDERS.most);
    this.sendDeadLetters = deadLetterQueue(this, "SendDeadLetters");
    this.sendQueue = workQueue(this, "SendQueue", SEND_TIMEOUT, this.sendDeadLetters);
    this.deliveryDeadLetters = deadLetterQueue(this, "DeliveryDeadLetters");
    this.deliveryQueue = workQueue(this, "DeliveryQueue", RECORD_TIMEOUT, this.deliveryDeadLetters);

    const topic = new Topic(this, "DeliveryTopic", { enforceSSL: true });
    topic.addSubscription(
      new SqsSubscription(this.deliveryQueue, { deadLetterQueue: this.deliveryDeadLetters }),
    );
    this.configurationSet = this.configurationSetTelling(topic, "", [
      ...TOLD,
      // Has SES put an image into the mail, whose loading it takes for an opening.
      ses.EmailSendingEvent.OPEN,
    ]);
    this.untrackedConfigurationSet = this.configurationSetTelling(topic, "Untracked", TOLD);
    if (props.isIdentityMadeHere) {
      new ses.EmailIdentity(this, "Identity", {
        identity: props.identity.includes("@")
          ? ses.Identity.email(props.identity)
          : ses.Identity.domain(props.identity),
      });
    }
  }

  private configurationSetTelling(
    topic: Topic,
    prefix: string,
    events: ses.EmailSendingEvent[],
  ): ses.ConfigurationSet {
    const set = new ses.ConfigurationSet(this, `${prefix}ConfigurationSet`, {
      // Whom nobody writes to any more, our own table says, at the moment of sending; ops see it there, and lift it.
      // The account's list would go on dropping whoever was lifted, and block other mail of the account for what
      // became of a survey. Without it SES falls back to its global list, which forgets by itself, and whose drops come
      // back as hard bounces:
      // https://docs.aws.amazon.com/ses/latest/dg/sending-email-suppression-list-config-level.html
      disableSuppressionList: true,
      // Where the account has these on, SES would put its image into every mail and rewrite every link, whatever the
      // events below: https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_TrackingConfigurationOverrides.html
      vdmOptions: { engagementMetrics: false },
    });
    const destination = ses.EventDestination.snsTopic(topic);
    set.addEventDestination(`${prefix}DeliveryEvents`, { destination, events });
    return set;
  }

  /** Lets a function ask how much SES will take, and queue invitations to be sent. */
  serveDispatcher(to: SurveyFunction): void {
    to.knows("SEND_QUEUE_URL", this.sendQueue.queueUrl);
    to.may(["sqs:SendMessage"], [this.sendQueue.queueArn]);
    to.knows("SENDS_PER_SECOND", String(this.perSecond));
    // Both speak of the account: AWS offers no resource to name.
    to.may(["ses:GetSendQuota", "ses:GetAccountSendingEnabled"], ["*"]);
  }

  /** Hands a function the queued invitations, and lets it send mail. */
  serveSender(to: SurveyFunction): void {
    this.serveTester(to);
    const lateSpacingMs = Math.round((1000 * this.senders) / this.perSecond);
    // What another attempt holds comes back when that one's lease is over.
    to.knows("SEND_QUEUE_URL", this.sendQueue.queueUrl);
    to.may(["sqs:SendMessage"], [this.sendQueue.queueArn]);
    to.knows("SENDERS", String(this.senders));
    to.knows("LATE_SPACING_MS", String(Math.min(lateSpacingMs, LONGEST_LATE_SPACING_MS)));
    to.handler.addEventSource(
      new SqsEventSource(this.sendQueue, {
        batchSize: 10,
        maxConcurrency: this.senders,
        reportBatchItemFailures: true,
      }),
    );
  }

  /** Lets a function send mail, such as a test that nobody queued. */
  serveTester(to: SurveyFunction): void {
    const tracked = this.configurationSet.configurationSetName;
    const untracked = this.untrackedConfigurationSet.configurationSetName;
    to.knows("CONFIGURATION_SET", tracked);
    to.knows("UNTRACKED_CONFIGURATION_SET", untracked);
    to.may(
      ["ses:SendRawEmail"],
      [
        this.sesArn("identity", this.identity),
        this.sesArn("configuration-set", tracked),
        this.sesArn("configuration-set", untracked),
      ],
    );
  }

  /** Hands a function SES's word on each mail. */
  serveRecorder(to: SurveyFunction): void {
    to.handler.addEventSource(
      new SqsEventSource(this.deliveryQueue, {
        batchSize: 10,
        maxConcurrency: 10,
        reportBatchItemFailures: true,
      }),
    );
  }

  private sesArn(resource: string, resourceName: string): string {
    return Stack.of(this).formatArn({
      service: "ses",
      resource,
      resourceName,
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
  }
}
