import { Duration, TimeZone } from "aws-cdk-lib";
import {
  ContextAttribute,
  Schedule,
  ScheduleExpression,
  ScheduleTargetInput,
} from "aws-cdk-lib/aws-scheduler";
import { LambdaInvoke } from "aws-cdk-lib/aws-scheduler-targets";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { deadLetterQueue } from "./dead-letters.ts";
import type { SurveyFunction } from "./survey-function.ts";

export interface SchedulesProps {
  /** The programs with a schedule of their own, in order of rank: a higher one has chosen before a lower one asks. */
  readonly programIds: readonly string[];
  readonly selectRecipients: SurveyFunction;
  readonly checkReadiness: SurveyFunction;
  /** When the first program selects, in UTC. */
  readonly selectsAt: { readonly hour: number; readonly minute: number };
  readonly everyMinute: readonly SurveyFunction[];
  readonly tendCtas: SurveyFunction;
  readonly checkResults: SurveyFunction;
  readonly watchScores: SurveyFunction;
  readonly writePortfolioSheet: SurveyFunction;
  /** Whose midnight and morning {@link tendCtas} is to meet. */
  readonly timeZone: string;
}

/** What runs with nobody watching. Each run is told the time it stands for, which a late or repeated one keeps. */
export class Schedules extends Construct {
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: SchedulesProps) {
    super(scope, id);
    this.deadLetters = deadLetterQueue(this, "DeadLetters");
    new Schedule(this, "Check-readiness", {
      description: "Finds accounts in which there is nobody to ask, before the day's surveys are selected",
      schedule: atMinute(props.selectsAt, -minutesBefore(props.selectsAt)),
      target: this.target(props.checkReadiness, {}, Duration.hours(12)),
    });
    props.programIds.forEach((programId, rank) => {
      new Schedule(this, `Select-${programId}`, {
        description: `Selects who is asked by ${programId}`,
        schedule: atMinute(props.selectsAt, rank),
        target: this.target(props.selectRecipients, { programId }, Duration.hours(12)),
      });
    });
    new Schedule(this, "Select-others", {
      description: "Selects who is asked by the programs that ops have added",
      schedule: atMinute(props.selectsAt, props.programIds.length),
      target: this.target(props.selectRecipients, { others: true }, Duration.hours(12)),
    });
    new Schedule(this, "Tend-ctas", {
      description: "Escalates, wakes and tells of calls to action, every hour",
      // Full hours there, which in some zones are none of UTC's.
      schedule: ScheduleExpression.cron({ minute: "0", timeZone: TimeZone.of(props.timeZone) }),
      target: this.target(props.tendCtas, {}, Duration.hours(1)),
    });
    new Schedule(this, "Check-results", {
      description: "Holds days' counts against their records, before scores are held against one another",
      schedule: ScheduleExpression.cron({ hour: "4", minute: "0", timeZone: TimeZone.ETC_UTC }),
      target: this.target(props.checkResults, {}, Duration.hours(12)),
    });
    new Schedule(this, "Watch-scores", {
      description: "Holds scores against those of the quarter before, when yesterday has been counted",
      schedule: ScheduleExpression.cron({ hour: "5", minute: "0", timeZone: TimeZone.ETC_UTC }),
      target: this.target(props.watchScores, {}, Duration.hours(12)),
    });
    new Schedule(this, "Write-portfolio-sheet", {
      description: "Writes down what the accounts were on the day that is over",
      schedule: ScheduleExpression.cron({ hour: "0", minute: "10", timeZone: TimeZone.ETC_UTC }),
      target: this.target(props.writePortfolioSheet, {}, Duration.hours(12)),
    });
    for (const target of props.everyMinute) {
      new Schedule(this, target.node.id, {
        description: `Runs ${target.node.id} every minute`,
        schedule: ScheduleExpression.cron({ minute: "*" }),
        // An hour-old minute has nothing to add to the newest one.
        target: this.target(target, {}, Duration.hours(1)),
      });
    }
  }

  private target(
    to: SurveyFunction,
    input: Readonly<Record<string, string | boolean>>,
    maxEventAge: Duration,
  ) {
    return new LambdaInvoke(to.handler, {
      input: ScheduleTargetInput.fromObject({ ...input, at: ContextAttribute.scheduledTime }),
      retryAttempts: 10,
      maxEventAge,
      deadLetterQueue: this.deadLetters,
    });
  }
}

/** Room for a failed check to be tried again: what selection has decided, a check finds no more. */
const CHECKS_MINUTES_BEFORE = 5;

/** Never on the day before, on which today's surveys are not due yet. */
const minutesBefore = ({ hour, minute }: SchedulesProps["selectsAt"]): number =>
  Math.min(CHECKS_MINUTES_BEFORE, hour * 60 + minute);

/** Daily, so many minutes after or, negative, before the first program's time. */
function atMinute({ hour, minute }: SchedulesProps["selectsAt"], minutes: number): ScheduleExpression {
  return ScheduleExpression.cron({
    hour: String((hour + Math.floor((minute + minutes) / 60)) % 24),
    minute: String((minute + minutes + 60) % 60),
    timeZone: TimeZone.ETC_UTC,
  });
}
