import { CfnOutput, RemovalPolicy } from "aws-cdk-lib";
import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import * as apigw from "aws-cdk-lib/aws-apigatewayv2";
import { HttpJwtAuthorizer } from "aws-cdk-lib/aws-apigatewayv2-authorizers";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { Certificate } from "aws-cdk-lib/aws-certificatemanager";
import { LogGroup, type RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type { TokenIssuer } from "./identity.ts";
import type { SurveyFunction } from "./survey-function.ts";

export interface ApiProps {
  readonly tokens: TokenIssuer;
  readonly logRetention: RetentionDays;
  /** @default API Gateway's own address */
  readonly domain?: { readonly name: string; readonly certificateArn: string };
}

/** The route's key, never the path or the query: those carry tokens. */
const ACCESS_LOG = {
  at: "$context.requestTimeEpoch",
  route: "$context.routeKey",
  status: "$context.status",
  ms: "$context.responseLatency",
  request: "$context.requestId",
  refused: "$context.authorizer.error",
};

/** The one public address: survey pages for customers, the API for ops. */
export class Api extends Construct {
  /** Where customers and ops reach it, without a trailing slash. */
  readonly origin: string;
  private readonly api: apigw.HttpApi;
  private readonly authorizer: HttpJwtAuthorizer;
  private readonly integrations = new Map<SurveyFunction, HttpLambdaIntegration>();

  constructor(scope: Construct, id: string, props: ApiProps) {
    super(scope, id);
    this.authorizer = new HttpJwtAuthorizer("Tokens", props.tokens.issuer, {
      jwtAudience: props.tokens.audience,
    });
    this.api = new apigw.HttpApi(this, "HttpApi", {
      apiName: "lifecycle-surveys",
      createDefaultStage: false,
      // Where customers come by the company's domain, nothing else should lead in.
      disableExecuteApiEndpoint: props.domain !== undefined,
    });
    const accessLog = new LogGroup(this, "AccessLog", {
      retention: props.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new apigw.HttpStage(this, "Stage", {
      httpApi: this.api,
      stageName: "$default",
      autoDeploy: true,
      throttle: { rateLimit: 200, burstLimit: 400 },
      accessLogSettings: {
        destination: new apigw.LogGroupLogDestination(accessLog),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      },
      ...(props.domain === undefined ? {} : { domainMapping: { domainName: this.domainName(props.domain) } }),
    });
    this.origin = props.domain === undefined ? this.api.apiEndpoint : `https://${props.domain.name}`;
    new CfnOutput(this, "Origin", { value: this.origin, description: "Survey pages and API" });
  }

  /** Lets anyone reach a function by these routes: `METHOD /path`. */
  open(to: SurveyFunction, routes: readonly string[]): void {
    this.route(to, routes, new apigw.HttpNoneAuthorizer());
  }

  /** Lets those reach a function who carry a token; which role is needed, the function says. */
  guard(to: SurveyFunction, routes: readonly string[]): void {
    this.route(to, routes, this.authorizer);
  }

  private route(to: SurveyFunction, routes: readonly string[], authorizer: apigw.IHttpRouteAuthorizer): void {
    const integration =
      this.integrations.get(to) ?? new HttpLambdaIntegration(`${to.node.id}Integration`, to.handler);
    this.integrations.set(to, integration);
    for (const route of routes) {
      const [method, path] = route.split(" ");
      if (path === undefined) throw new Error(`"${route}" is no route: METHOD /path`);
      this.api.addRoutes({ path, methods: [method as apigw.HttpMethod], integration, authorizer });
    }
  }

  private domainName(domain: NonNullable<ApiProps["domain"]>): apigw.DomainName {
    return new apigw.DomainName(this, "Domain", {
      domainName: domain.name,
      certificate: Certificate.fromCertificateArn(this, "Certificate", domain.certificateArn),
    });
  }
}
