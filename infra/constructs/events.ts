import { Duration } from "aws-cdk-lib";
import { EventBus, Rule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { EVENT_SOURCE } from "#shared/events/envelope.ts";
import type { EventType } from "#shared/events.ts";
import { deadLetterQueue } from "./dead-letters.ts";
import type { SurveyFunction } from "./survey-function.ts";

/** The bus on which everything that happens is said, for our own functions and the company's. */
export class Events extends Construct {
  readonly bus: EventBus;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.bus = new EventBus(this, "Bus", {
      eventBusName: "lifecycle-surveys",
      description: "What happens in customer surveys: invitations, responses, calls to action",
    });
    this.deadLetters = deadLetterQueue(this, "DeadLetters");
  }

  /** Lets a function put events on the bus. */
  serve(to: SurveyFunction): void {
    to.knows("BUS_NAME", this.bus.eventBusName);
    to.may(["events:PutEvents"], [this.bus.eventBusArn]);
  }

  /** Hands a function every event of a type: of ours, or of whoever puts one on the bus. */
  tell(to: SurveyFunction, type: EventType, { from = "us" }: { readonly from?: "us" | "anyone" } = {}): void {
    new Rule(this, `${type.replaceAll(" ", "")}To${to.node.id}`, {
      description: `${type} to ${to.node.id}`,
      eventBus: this.bus,
      eventPattern: { detailType: [type], ...(from === "us" ? { source: [EVENT_SOURCE] } : {}) },
      targets: [
        new LambdaFunction(to.handler, {
          deadLetterQueue: this.deadLetters,
          retryAttempts: 20,
          maxEventAge: Duration.hours(12),
        }),
      ],
    });
  }
}
