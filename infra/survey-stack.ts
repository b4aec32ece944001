import { Stack, type StackProps } from "aws-cdk-lib";
import type { Code } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import { PROGRAMS_WITH_SCHEDULE } from "#shared/domain/programs/scheduled-programs.ts";
import type { StageConfig } from "./config.ts";
import { Alarms } from "./constructs/alarms.ts";
import { Api } from "./constructs/api.ts";
import { deadLetterQueue } from "./constructs/dead-letters.ts";
import { Email } from "./constructs/email.ts";
import { Events } from "./constructs/events.ts";
import { Identity } from "./constructs/identity.ts";
import { PortfolioSheets } from "./constructs/portfolio-sheets.ts";
import { Schedules } from "./constructs/schedules.ts";
import { SecretParameter } from "./constructs/secret-parameter.ts";
import { SurveyFunction, type SurveyFunctionProps } from "./constructs/survey-function.ts";
import { SurveyTable } from "./constructs/survey-table.ts";
import { FUNCTIONS, type FunctionName } from "./functions.ts";
import { wireAfterAnAnswer } from "./wiring/after-an-answer.ts";
import { wireAnswering } from "./wiring/answering.ts";
import { wireExports } from "./wiring/exports.ts";
import { wireOps } from "./wiring/ops.ts";
import { wirePortfolio } from "./wiring/portfolio.ts";
import { wirePortfolioSheets } from "./wiring/portfolio-sheets.ts";
import { wirePrograms } from "./wiring/programs.ts";
import { wireSelection } from "./wiring/selection.ts";
import { wireSending } from "./wiring/sending.ts";
import { wireSlack } from "./wiring/slack.ts";
import type { StackParts } from "./wiring/stack-parts.ts";
import { wireTouchpoints } from "./wiring/touchpoints.ts";

export interface SurveyStackProps extends StackProps {
  readonly stage: string;
  readonly config: StageConfig;
  /** A function's code by its name. */
  readonly codeOf: (name: FunctionName) => Code;
  /** @default true */
  readonly generateBootstrapVersionRule?: boolean;
}

/** Everything there is; who may do what to it is wired by capability, in the order of the data. */
export class SurveyStack extends Stack {
  constructor(scope: Construct, id: string, props: SurveyStackProps) {
    super(scope, id, {
      description: "Customer-success surveys (SES at $0.10 to 0.16 per 1,000 mails)",
      ...props,
    });
    const { config } = props;
    const parts = this.#parts(props);
    const { events, email, deadLetters } = parts;

    wirePortfolio(parts);
    wirePrograms(parts);
    const { checkReadiness, selectRecipients } = wireSelection(parts);
    wireTouchpoints(parts);
    const { dispatchInvitations, sendInvitation } = wireSending(parts);
    wireAnswering(parts);
    const { reactToResponse, keepScorecard, tendCtas, rollUpResults, checkResults, watchScores } =
      wireAfterAnAnswer(parts);
    const { writePortfolioSheet } = wirePortfolioSheets(parts);
    const slack = wireSlack(parts);
    wireOps(parts);
    wireExports(parts);

    const schedules = new Schedules(this, "Schedules", {
      programIds: PROGRAMS_WITH_SCHEDULE,
      selectRecipients,
      checkReadiness,
      selectsAt: config.selectsAt,
      everyMinute: [dispatchInvitations, rollUpResults, ...(slack ? [slack.notifySlack] : [])],
      tendCtas,
      checkResults,
      watchScores,
      writePortfolioSheet,
      timeZone: config.settings.timeZone,
    });
    if (config.alarmEmail !== undefined) {
      new Alarms(this, "Alarms", {
        email: config.alarmEmail,
        deadLetters: {
          "schedule-dead-letters": schedules.deadLetters,
          "event-dead-letters": deadLetters,
          "rule-dead-letters": events.deadLetters,
          "send-dead-letters": email.sendDeadLetters,
          "delivery-dead-letters": email.deliveryDeadLetters,
          ...(slack && { "slack-dead-letters": slack.slackDeadLetters }),
        },
        reactToResponse,
        keepScorecard,
        dispatchInvitations,
        sendInvitation,
        sendQueue: email.sendQueue,
        selectRecipients,
        checkResults,
        writePortfolioSheet,
        ...(slack && { notifySlack: slack.notifySlack }),
      });
    }
  }

  /** What there is once, and every capability is wired to. */
  #parts({ stage, config, codeOf }: SurveyStackProps): StackParts {
    const logRetention: number = config.logRetentionDays;
    const make = (name: FunctionName, more: Partial<SurveyFunctionProps> = {}) =>
      new SurveyFunction(this, pascal(name), {
        code: codeOf(name),
        description: FUNCTIONS[name],
        logRetention,
        ...more,
      });

    const table = new SurveyTable(this, "Data", { isKept: config.isDataKept });
    const sheets = new PortfolioSheets(this, "Portfolio", { isKept: config.isDataKept });
    const events = new Events(this, "Events");
    const email = new Email(this, "Email", {
      identity: config.sending.identity,
      isIdentityMadeHere: config.sending.isMadeHere,
      perSecond: config.sending.perSecond,
      ...(config.sending.senders === undefined ? {} : { senders: config.sending.senders }),
    });
    const api = new Api(this, "Api", {
      tokens: config.oidc === undefined ? new Identity(this, "Identity") : { ...config.oidc },
      logRetention,
      ...(config.domain === undefined ? {} : { domain: config.domain }),
    });
    const secret = (name: string) =>
      new SecretParameter(this, pascal(name), { name: `/lifecycle-surveys/${stage}/${name}` });
    return {
      scope: this,
      make,
      table,
      sheets,
      events,
      email,
      api,
      secret,
      linkKey: secret("link-key"),
      personKey: secret("person-key"),
      settings: JSON.stringify(config.settings),
      config,
      deadLetters: deadLetterQueue(this, "EventDeadLetters"),
    };
  }
}

/** `show-survey` → `ShowSurvey`. */
function pascal(name: string): string {
  return name.replace(/(^|-)(\w)/g, (_, _dash, letter: string) => letter.toUpperCase());
}
