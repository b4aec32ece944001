import { Duration, RemovalPolicy } from "aws-cdk-lib";
import * as cognito from "aws-cdk-lib/aws-cognito";
import { Construct } from "constructs";
import { ACCESS_ROLES } from "#shared/lambda/api.ts";

/** Whose tokens the API believes. */
export interface TokenIssuer {
  readonly issuer: string;
  readonly audience: string[];
}

/** A Cognito user pool for ops, for a company without an OIDC issuer of its own; roles are its groups. */
export class Identity extends Construct implements TokenIssuer {
  readonly issuer: string;
  readonly audience: string[];

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const pool = new cognito.UserPool(this, "Users", {
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      passwordPolicy: { minLength: 14 },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    for (const groupName of ACCESS_ROLES) pool.addGroup(`Role-${groupName}`, { groupName });
    const client = pool.addClient("Client", {
      authFlows: { userSrp: true },
      idTokenValidity: Duration.hours(8),
      preventUserExistenceErrors: true,
      // Tokens come by SRP alone: no redirect, and so no address that tokens could be sent to.
      disableOAuth: true,
    });
    this.issuer = pool.userPoolProviderUrl;
    this.audience = [client.userPoolClientId];
  }
}
