import type { Stack } from "aws-cdk-lib";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { StageConfig } from "../config.ts";
import type { Api } from "../constructs/api.ts";
import type { Email } from "../constructs/email.ts";
import type { Events } from "../constructs/events.ts";
import type { PortfolioSheets } from "../constructs/portfolio-sheets.ts";
import type { SecretParameter } from "../constructs/secret-parameter.ts";
import type { SurveyFunction, SurveyFunctionProps } from "../constructs/survey-function.ts";
import type { SurveyTable } from "../constructs/survey-table.ts";
import type { FunctionName } from "../functions.ts";

/** What the stack holds once, and every capability is wired to. */
export interface StackParts {
  /** The stack itself, not a construct per capability: ids stay as they are when a function moves between files. */
  readonly scope: Stack;
  /** Makes a function, with nothing it may do yet. */
  readonly make: (name: FunctionName, more?: Partial<SurveyFunctionProps>) => SurveyFunction;
  readonly table: SurveyTable;
  /** What the portfolio was, day by day. */
  readonly sheets: PortfolioSheets;
  readonly events: Events;
  readonly email: Email;
  readonly api: Api;
  /** Signs the links in mails. */
  readonly linkKey: SecretParameter;
  /** Hashes e-mail addresses. */
  readonly personKey: SecretParameter;
  /** A secret that only one capability needs, by its name under the stage; each name once. */
  readonly secret: (name: string) => SecretParameter;
  /** The settings, as a function finds them in its environment. */
  readonly settings: string;
  readonly config: StageConfig;
  /** Where an event goes that an asynchronous function failed on. */
  readonly deadLetters: Queue;
}
