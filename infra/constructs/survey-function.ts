import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { Policy, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import * as lambda from "aws-cdk-lib/aws-lambda";
import { SqsDestination } from "aws-cdk-lib/aws-lambda-destinations";
import { LogGroup, type RetentionDays } from "aws-cdk-lib/aws-logs";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";

export interface SurveyFunctionProps {
  readonly code: lambda.Code;
  readonly description: string;
  readonly logRetention: RetentionDays;
  /** @default 256 */
  readonly memoryMb?: number;
  /** @default 10 seconds */
  readonly timeout?: Duration;
  /** @default none */
  readonly environment?: Readonly<Record<string, string>>;
  /** Where an event goes that was accepted and then failed every try. @default never invoked asynchronously */
  readonly deadLetters?: IQueue;
  /** Tries after the first, of an asynchronous event. @default 2 */
  readonly retries?: number;
}

/** The house's Lambda function: a role of its own that may write its log and nothing else until it is told. */
export class SurveyFunction extends Construct {
  readonly logGroup: LogGroup;
  readonly handler: lambda.Function;

  constructor(scope: Construct, id: string, props: SurveyFunctionProps) {
    super(scope, id);
    this.logGroup = new LogGroup(this, "Log", {
      retention: props.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.handler = new lambda.Function(this, "Function", {
      code: props.code,
      description: props.description,
      handler: "index.handler",
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: props.memoryMb ?? 256,
      timeout: props.timeout ?? Duration.seconds(10),
      environment: { ...props.environment },
      role: new Role(this, "Role", { assumedBy: new ServicePrincipal("lambda.amazonaws.com") }),
      logGroup: this.logGroup,
      loggingFormat: lambda.LoggingFormat.JSON,
      // Start, end and report lines cost more log bytes than all decisions together; the metrics say the same.
      systemLogLevelV2: lambda.SystemLogLevel.WARN,
    });
    this.may(["logs:CreateLogStream", "logs:PutLogEvents"], [this.logGroup.logGroupArn]);
    if (props.deadLetters !== undefined) {
      this.handler.configureAsyncInvoke({
        onFailure: new SqsDestination(props.deadLetters),
        retryAttempts: props.retries ?? 2,
      });
    }
  }

  /** Lets the function do these things to these resources. */
  may(actions: readonly string[], resources: readonly string[]): void {
    this.handler.addToRolePolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
  }

  /** Sets a variable of the function's environment. */
  knows(name: string, value: string): void {
    this.handler.addEnvironment(name, value);
  }

  /** Lets this function invoke `other`, whose name it finds in the variable `as`. */
  mayInvoke(other: SurveyFunction, as: string): void {
    this.knows(as, other.handler.functionName);
    this.may(["lambda:InvokeFunction"], [other.handler.functionArn]);
  }

  /**
   * Lets this function hand its work on to another invocation of itself, as often as it takes. The policy stands
   * beside the role's own, which the function waits for and which can therefore not name it.
   */
  mayInvokeItself(): void {
    const { role, functionArn } = this.handler;
    if (role === undefined) throw new Error("the function was made without a role");
    new Policy(this, "InvokesItself", {
      statements: [new PolicyStatement({ actions: ["lambda:InvokeFunction"], resources: [functionArn] })],
      roles: [role],
    });
    // Lambda otherwise ends a chain at its sixteenth link, taking it for one that never ends.
    const { defaultChild } = this.handler.node;
    if (defaultChild instanceof lambda.CfnFunction) defaultChild.recursiveLoop = lambda.RecursiveLoop.ALLOW;
  }
}
