import { Duration, RemovalPolicy, Stack, type StackProps } from "aws-cdk-lib";
import type { Code } from "aws-cdk-lib/aws-lambda";
import { BlockPublicAccess, Bucket } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { PROGRAMS_WITH_SCHEDULE } from "#shared/domain/scheduled-programs.ts";
import type { StageConfig } from "./config.ts";
import { Alarms } from "./constructs/alarms.ts";
import { Api } from "./constructs/api.ts";
import { deadLetterQueue } from "./constructs/dead-letters.ts";
import { Email, RECORD_TIMEOUT, SEND_TIMEOUT } from "./constructs/email.ts";
import { Events } from "./constructs/events.ts";
import { Identity } from "./constructs/identity.ts";
import { Schedules } from "./constructs/schedules.ts";
import { SecretParameter } from "./constructs/secret-parameter.ts";
import { SurveyFunction, type SurveyFunctionProps } from "./constructs/survey-function.ts";
import { SurveyTable } from "./constructs/survey-table.ts";
import { FUNCTIONS, type FunctionName } from "./functions.ts";

export interface SurveyStackProps extends StackProps {
  readonly stage: string;
  readonly config: StageConfig;
  /** A function's code by its name. */
  readonly codeOf: (name: FunctionName) => Code;
  /** @default true */
  readonly generateBootstrapVersionRule?: boolean;
}

/** Everything there is, and who may do what to it. */
export class SurveyStack extends Stack {
  constructor(scope: Construct, id: string, props: SurveyStackProps) {
    super(scope, id, {
      description: "Customer-success surveys (SES at $0.10 to 0.16 per 1,000 mails)",
      ...props,
    });
    const { config } = props;
    const logRetention: number = config.logRetentionDays;
    const make = (name: FunctionName, more: Partial<SurveyFunctionProps> = {}) =>
      new SurveyFunction(this, pascal(name), {
        code: props.codeOf(name),
        description: FUNCTIONS[name],
        logRetention,
        ...more,
      });

    const table = new SurveyTable(this, "Data", { isKept: config.isDataKept });
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
      new SecretParameter(this, pascal(name), { name: `/lifecycle-surveys/${props.stage}/${name}` });
    const linkKey = secret("link-key");
    const personKey = secret("person-key");
    const settings = JSON.stringify(config.settings);
    const deadLetters = deadLetterQueue(this, "EventDeadLetters");

    // Portfolio in
    const imports = new Bucket(this, "Imports", {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      lifecycleRules: [{ expiration: Duration.days(30) }],
      removalPolicy: config.isDataKept ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    const importPortfolio = make("import-portfolio", {
      memoryMb: 1024,
      timeout: Duration.minutes(15),
      deadLetters,
    });
    table.serve(importPortfolio, ["GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"]);
    personKey.serve(importPortfolio, "PERSON_KEY_PARAMETER", "make");
    importPortfolio.knows("IMPORT_BUCKET", imports.bucketName);
    importPortfolio.may(["s3:GetObject"], [imports.arnForObjects("*")]);
    const acceptImport = make("accept-import", { memoryMb: 512, timeout: Duration.seconds(29) });
    table.serve(acceptImport, ["Query", "PutItem"]);
    acceptImport.knows("IMPORT_BUCKET", imports.bucketName);
    acceptImport.may(["s3:PutObject"], [imports.arnForObjects("*")]);
    acceptImport.mayInvoke(importPortfolio, "IMPORT_FUNCTION");
    api.guard(acceptImport, ["POST /v1/imports", "GET /v1/imports/{importId}"]);

    const savePortfolio = make("save-portfolio", { memoryMb: 512, timeout: Duration.seconds(29) });
    table.serve(savePortfolio, ["BatchGetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"]);
    personKey.serve(savePortfolio, "PERSON_KEY_PARAMETER", "make");
    api.guard(savePortfolio, [
      "PUT /v1/accounts/{accountId}",
      "PUT /v1/accounts/{accountId}/contacts/{contactId}",
      "DELETE /v1/accounts/{accountId}/contacts/{contactId}",
    ]);
    const placeHold = make("place-hold", { timeout: Duration.seconds(29) });
    table.serve(placeHold, ["BatchGetItem", "Query", "PutItem", "DeleteItem"]);
    api.guard(placeHold, ["POST /v1/holds", "DELETE /v1/holds"]);

    // Who is asked
    const replanProgram = make("replan-program", {
      memoryMb: 512,
      timeout: Duration.minutes(15),
      deadLetters,
    });
    table.serve(replanProgram, ["GetItem", "Query", "Scan", "UpdateItem"]);
    replanProgram.mayInvokeItself();
    const saveProgram = make("save-program", { memoryMb: 512 });
    table.serve(saveProgram, ["GetItem", "Query", "PutItem", "UpdateItem"]);
    saveProgram.mayInvoke(replanProgram, "REPLAN_FUNCTION");
    api.guard(saveProgram, ["PUT /v1/programs/{programId}"]);
    const previewProgram = make("preview-program", { memoryMb: 512, timeout: Duration.seconds(29) });
    table.serve(previewProgram, ["GetItem", "Query"]);
    email.serveTester(previewProgram);
    personKey.serve(previewProgram, "PERSON_KEY_PARAMETER", "make");
    previewProgram.knows("SETTINGS", settings);
    previewProgram.knows("SURVEY_ORIGIN", api.origin);
    api.guard(previewProgram, [
      "POST /v1/programs/{programId}/preview",
      "POST /v1/programs/{programId}/test-send",
    ]);
    const checkReadiness = make("check-readiness", {
      memoryMb: 512,
      timeout: Duration.minutes(15),
      deadLetters,
    });
    table.serve(checkReadiness, ["GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem"], ["Query"]);
    events.serve(checkReadiness);
    checkReadiness.knows("SETTINGS", settings);
    const selectRecipients = make("select-recipients", {
      memoryMb: 1024,
      timeout: Duration.minutes(15),
      deadLetters,
    });
    table.serve(selectRecipients, ["GetItem", "Query", "PutItem", "UpdateItem"], ["Query"]);
    personKey.serve(selectRecipients, "PERSON_KEY_PARAMETER", "make");
    selectRecipients.knows("SETTINGS", settings);
    selectRecipients.knows("SELECTS_AT", JSON.stringify(config.selectsAt));
    const runProgram = make("run-program");
    table.serve(runProgram, ["GetItem", "BatchGetItem", "Query", "PutItem"]);
    runProgram.mayInvoke(selectRecipients, "SELECT_FUNCTION");
    api.guard(runProgram, [
      "POST /v1/programs/{programId}/runs",
      "GET /v1/programs/{programId}/runs",
      "GET /v1/programs/{programId}/runs/{runId}",
    ]);

    const rehearsePrograms = make("rehearse-programs", {
      memoryMb: 3008,
      timeout: Duration.minutes(15),
      deadLetters,
      // One that fails says so, and is started again by whoever asked for it.
      retries: 0,
    });
    table.serve(rehearsePrograms, ["GetItem", "Query", "PutItem"], ["Query"]);
    personKey.serve(rehearsePrograms, "PERSON_KEY_PARAMETER", "make");
    rehearsePrograms.knows("SETTINGS", settings);
    rehearsePrograms.knows("SELECTS_AT", JSON.stringify(config.selectsAt));
    const acceptRehearsal = make("accept-rehearsal", { memoryMb: 512, timeout: Duration.seconds(29) });
    table.serve(acceptRehearsal, ["GetItem", "Query", "PutItem"]);
    acceptRehearsal.mayInvoke(rehearsePrograms, "REHEARSE_FUNCTION");
    api.guard(acceptRehearsal, ["POST /v1/rehearsals", "GET /v1/rehearsals/{rehearsalId}"]);

    const acceptTouchpoint = make("accept-touchpoint");
    table.serve(acceptTouchpoint, ["BatchGetItem", "Query"]);
    events.serve(acceptTouchpoint);
    api.guard(acceptTouchpoint, ["POST /v1/touchpoints"]);
    const reachTouchpoint = make("reach-touchpoint", {
      memoryMb: 512,
      timeout: Duration.seconds(60),
      deadLetters,
    });
    table.serve(reachTouchpoint, ["GetItem", "Query", "PutItem", "UpdateItem"]);
    personKey.serve(reachTouchpoint, "PERSON_KEY_PARAMETER", "make");
    events.tell(reachTouchpoint, "Touchpoint Reached", { from: "anyone" });

    // Mail out, and what became of it
    const dispatchInvitations = make("dispatch-invitations", {
      // At 200 mails a second it makes 13,000 calls a minute.
      memoryMb: 512,
      timeout: Duration.seconds(50),
      deadLetters,
      retries: 0,
    });
    table.serve(dispatchInvitations, ["GetItem", "PutItem", "UpdateItem"], ["Query"]);
    email.serveDispatcher(dispatchInvitations);
    const sendInvitation = make("send-invitation", { timeout: SEND_TIMEOUT });
    table.serve(sendInvitation, ["GetItem", "BatchGetItem", "Query", "UpdateItem"]);
    email.serveSender(sendInvitation);
    linkKey.serve(sendInvitation, "LINK_KEY_PARAMETER", "make");
    personKey.serve(sendInvitation, "PERSON_KEY_PARAMETER", "make");
    sendInvitation.knows("SETTINGS", settings);
    sendInvitation.knows("SURVEY_ORIGIN", api.origin);
    const recordDelivery = make("record-delivery", { timeout: RECORD_TIMEOUT });
    table.serve(recordDelivery, ["GetItem", "UpdateItem"]);
    email.serveRecorder(recordDelivery);

    // The customer
    const showSurvey = make("show-survey", { memoryMb: 512 });
    table.serve(showSurvey, ["GetItem", "UpdateItem"]);
    showSurvey.knows("SETTINGS", settings);
    api.open(showSurvey, ["GET /s/{token}", "HEAD /s/{token}"]);
    const submitResponse = make("submit-response", { memoryMb: 512 });
    table.serve(submitResponse, ["GetItem", "UpdateItem"]);
    submitResponse.knows("SETTINGS", settings);
    api.open(submitResponse, ["POST /s/{token}"]);

    const unsubscribeContact = make("unsubscribe-contact", { memoryMb: 512 });
    table.serve(unsubscribeContact, ["GetItem", "UpdateItem"]);
    unsubscribeContact.knows("SETTINGS", settings);
    api.open(unsubscribeContact, ["GET /u/{token}", "HEAD /u/{token}", "POST /u/{token}"]);

    // After an answer
    const reactToResponse = make("react-to-response", { timeout: Duration.seconds(60) });
    table.serve(reactToResponse, ["GetItem", "PutItem", "UpdateItem"]);
    table.stream(reactToResponse, "invitation");
    events.serve(reactToResponse);
    reactToResponse.knows("SETTINGS", settings);
    const confirmResponse = make("confirm-response", { timeout: Duration.seconds(29) });
    table.serve(confirmResponse, ["GetItem", "UpdateItem"]);
    api.guard(confirmResponse, ["PATCH /v1/responses/{responseId}"]);
    const rollUpResults = make("roll-up-results", { timeout: Duration.seconds(55), deadLetters, retries: 0 });
    table.serve(rollUpResults, ["GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"]);
    if (config.slack) {
      const notifySlack = make("notify-slack", { deadLetters });
      secret("slack-webhook").serve(notifySlack, "SLACK_WEBHOOK_PARAMETER", "read");
      events.tell(notifySlack, "Response Received");
    }

    // Ops
    const queryResults = make("query-results", { memoryMb: 512, timeout: Duration.seconds(29) });
    table.serve(queryResults, ["GetItem", "Query"]);
    api.guard(queryResults, ["GET /v1/results"]);
    const readRecords = make("read-records", { memoryMb: 512, timeout: Duration.seconds(29) });
    table.serve(readRecords, ["GetItem", "BatchGetItem", "Query"], ["Query"]);
    api.guard(readRecords, [
      "GET /v1/programs",
      "GET /v1/programs/{programId}",
      "GET /v1/accounts",
      "GET /v1/accounts/{accountId}",
      "GET /v1/accounts/{accountId}/contacts",
      "GET /v1/accounts/{accountId}/contacts/{contactId}",
      "GET /v1/accounts/{accountId}/decisions",
      "GET /v1/invitations",
      "GET /v1/responses",
      "GET /v1/ctas",
      "GET /v1/sending",
    ]);
    const manageSuppressions = make("manage-suppressions", { memoryMb: 512, timeout: Duration.seconds(29) });
    table.serve(manageSuppressions, ["GetItem", "BatchGetItem", "Query", "UpdateItem"]);
    personKey.serve(manageSuppressions, "PERSON_KEY_PARAMETER", "make");
    api.guard(manageSuppressions, [
      "POST /v1/suppressions/search",
      "DELETE /v1/suppressions/{suppressionId}",
    ]);
    // A whole processor, for the thousands of accounts of a forecast.
    const explainEligibility = make("explain-eligibility", {
      memoryMb: 1769,
      timeout: Duration.seconds(29),
    });
    table.serve(explainEligibility, ["GetItem", "Query"], ["Query"]);
    personKey.serve(explainEligibility, "PERSON_KEY_PARAMETER", "make");
    explainEligibility.knows("SETTINGS", settings);
    api.guard(explainEligibility, [
      "GET /v1/accounts/{accountId}/eligibility",
      "GET /v1/programs/{programId}/forecast",
    ]);
    api.open(make("check-health"), ["GET /v1/health"]);

    const schedules = new Schedules(this, "Schedules", {
      programIds: PROGRAMS_WITH_SCHEDULE,
      selectRecipients,
      checkReadiness,
      selectsAt: config.selectsAt,
      everyMinute: [dispatchInvitations, rollUpResults],
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
        },
        reactToResponse,
        dispatchInvitations,
        sendInvitation,
        sendQueue: email.sendQueue,
        selectRecipients,
      });
    }
  }
}

/** `show-survey` → `ShowSurvey`. */
function pascal(name: string): string {
  return name.replace(/(^|-)(\w)/g, (_, _dash, letter: string) => letter.toUpperCase());
}
