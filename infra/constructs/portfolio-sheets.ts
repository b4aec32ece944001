import { RemovalPolicy } from "aws-cdk-lib";
import { BlockPublicAccess, Bucket } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import type { SurveyFunction } from "./survey-function.ts";

export interface PortfolioSheetsProps {
  /** Whether the sheets outlive their stack. */
  readonly isKept: boolean;
}

/** What the portfolio was on each day: a file a day, kept for good, as figures of long ago are read from it. */
export class PortfolioSheets extends Construct {
  private readonly bucket: Bucket;

  constructor(scope: Construct, id: string, props: PortfolioSheetsProps) {
    super(scope, id);
    this.bucket = new Bucket(this, "Bucket", {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      removalPolicy: props.isKept ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
  }

  /** Lets a function find sheets, and read them. */
  serveReader(to: SurveyFunction): void {
    to.knows("PORTFOLIO_BUCKET", this.bucket.bucketName);
    to.may(["s3:ListBucket"], [this.bucket.bucketArn]);
    to.may(["s3:GetObject"], [this.bucket.arnForObjects("portfolio/*")]);
  }

  /** Lets a function write the day's, too, which goes on from an earlier one. */
  serveWriter(to: SurveyFunction): void {
    this.serveReader(to);
    to.may(["s3:PutObject"], [this.bucket.arnForObjects("portfolio/*")]);
  }
}
