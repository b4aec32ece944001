import { Duration } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { FilterPattern, MetricFilter } from "aws-cdk-lib/aws-logs";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { SurveyFunction } from "./survey-function.ts";

export interface AlarmsProps {
  readonly email: string;
  /** Queues that are empty as long as all is well, by their entry in RUNBOOK.md. */
  readonly deadLetters: Readonly<Record<string, Queue>>;
  readonly reactToResponse: SurveyFunction;
  readonly keepScorecard: SurveyFunction;
  readonly dispatchInvitations: SurveyFunction;
  readonly sendInvitation: SurveyFunction;
  readonly sendQueue: Queue;
  readonly selectRecipients: SurveyFunction;
  readonly checkResults: SurveyFunction;
  readonly writePortfolioSheet: SurveyFunction;
  /** @default nothing is posted to Slack */
  readonly notifySlack?: SurveyFunction;
}

/** Alarms on failure, and on silence. Each is named by its entry in infra/RUNBOOK.md. */
export class Alarms extends Construct {
  private readonly topic: Topic;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.topic = new Topic(this, "Topic", { enforceSSL: true });
    this.topic.addSubscription(new EmailSubscription(props.email));
    for (const [entry, queue] of Object.entries(props.deadLetters)) {
      const metric = queue.metricApproximateNumberOfMessagesVisible({ statistic: "Maximum" });
      this.whenAbove(entry, metric, 0);
    }
    const {
      reactToResponse,
      keepScorecard,
      dispatchInvitations,
      sendInvitation,
      sendQueue,
      selectRecipients,
      checkResults,
      writePortfolioSheet,
    } = props;
    // A batch that fails in part is no error of the function's: it says so in its log.
    this.whenAbove("answers-failing", this.lines("ReactionsFailed", reactToResponse, '"reaction-failed"'), 0);
    this.whenAbove("answers-late", iteratorAge(reactToResponse), Duration.minutes(15).toMilliseconds());
    // One that fails is late, too: it is tried for an hour.
    this.whenAbove("scorecards-late", iteratorAge(keepScorecard), Duration.minutes(15).toMilliseconds());
    this.whenAbove("sending-held-up", this.lines("SendingHeldUp", dispatchInvitations, '"held-up"'), 0);
    this.whenAbove(
      "send-queue-late",
      sendQueue.metricApproximateAgeOfOldestMessage({ statistic: "Maximum" }),
      Duration.hours(1).toSeconds(),
    );
    // A mail that SES does not want for now is tried at least hourly: this takes over an hour and a half of it.
    const turnedAway = '"deferred" -"send-window-closed"';
    const away = this.lines("MailTurnedAway", sendInvitation, turnedAway, Duration.minutes(90));
    this.whenAbove("mail-turned-away", away, 0, 2);
    this.whenAbove("unsettled-mail", this.lines("UnsettledMail", dispatchInvitations, '"unsettled"'), 0);
    this.whenAbove("figures-differ", this.lines("FiguresDiffer", checkResults, '"figures-differ"'), 0);
    if (props.notifySlack !== undefined)
      this.whenAbove("slack-late", this.lines("SlackLate", props.notifySlack, '"slack-late"'), 0);
    this.whenSilent("dispatch-silent", dispatchInvitations, Duration.minutes(5), 3);
    this.whenSilent("selection-silent", selectRecipients, Duration.hours(6), 5);
    this.whenSilent("portfolio-sheet-silent", writePortfolioSheet, Duration.hours(6), 5);
  }

  /** How many lines of a function's log have this pattern. */
  private lines(name: string, of: SurveyFunction, pattern: string, period = Duration.minutes(5)): IMetric {
    return new MetricFilter(this, name, {
      logGroup: of.logGroup,
      metricNamespace: "lifecycle-surveys",
      metricName: name,
      filterPattern: FilterPattern.literal(pattern),
    }).metric({ statistic: "Sum", period });
  }

  /** Above it in so many periods in a row. */
  private whenAbove(entry: string, metric: IMetric, threshold: number, periods = 1): void {
    this.alarm(entry, metric, threshold, ComparisonOperator.GREATER_THAN_THRESHOLD, periods, {
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }

  /** `periods` in a row without one invocation: what should have started it is gone. */
  private whenSilent(entry: string, of: SurveyFunction, period: Duration, periods: number): void {
    const metric = of.handler.metricInvocations({ period });
    this.alarm(entry, metric, 1, ComparisonOperator.LESS_THAN_THRESHOLD, periods, {
      treatMissingData: TreatMissingData.BREACHING,
    });
  }

  private alarm(
    entry: string,
    metric: IMetric,
    threshold: number,
    comparisonOperator: ComparisonOperator,
    evaluationPeriods: number,
    rest: { readonly treatMissingData: TreatMissingData },
  ): void {
    new Alarm(this, entry, {
      metric,
      threshold,
      comparisonOperator,
      evaluationPeriods,
      ...rest,
      alarmDescription: `What it means and what to do: infra/RUNBOOK.md#${entry}`,
    }).addAlarmAction(new SnsAction(this.topic));
  }
}

function iteratorAge(of: SurveyFunction): IMetric {
  return of.handler.metric("IteratorAge", { statistic: "Maximum" });
}
