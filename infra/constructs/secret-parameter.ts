import { ArnFormat, Stack } from "aws-cdk-lib";
import { Construct } from "constructs";
import type { SurveyFunction } from "./survey-function.ts";

export interface SecretParameterProps {
  readonly name: string;
}

/**
 * A secret kept as a SecureString of Parameter Store, which costs nothing. CloudFormation cannot make one: a key
 * is made by the function that first needs it, an address is set by a person.
 */
export class SecretParameter extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, props: SecretParameterProps) {
    super(scope, id);
    this.name = props.name;
  }

  /** Lets a function read the secret, whose name it finds in the variable `as`; `make` lets it make it, too. */
  serve(to: SurveyFunction, as: string, may: "read" | "make"): void {
    const arn = Stack.of(this).formatArn({
      service: "ssm",
      resource: "parameter",
      resourceName: this.name.replace(/^\//, ""),
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
    to.knows(as, this.name);
    to.may(may === "make" ? ["ssm:GetParameter", "ssm:PutParameter"] : ["ssm:GetParameter"], [arn]);
  }
}
