import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { Code } from "aws-cdk-lib/aws-lambda";
import { configOf, type StageConfig } from "../../infra/config.ts";
import { SurveyStack } from "../../infra/survey-stack.ts";

export type Resource = {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
};

/** A stage's template, without bundling: what the stack intends does not depend on what the functions contain. */
export function synthesized(stage: string, change: Partial<StageConfig> = {}) {
  process.env.CDK_VALIDATION = "false";
  const outdir = mkdtempSync(join(tmpdir(), "lifecycle-synth-"));
  const app = new App({ outdir, context: { "@aws-cdk/aws-iam:minimizePolicies": true } });
  const stack = new SurveyStack(app, "lifecycle-surveys", {
    stage,
    config: { ...configOf(stage, deployedStages), ...change },
    codeOf: () => Code.fromInline("exports.handler = async () => {};"),
  });
  const template = app.synth().getStackArtifact(stack.artifactId).template;
  rmSync(outdir, { recursive: true, force: true });
  const resources = Object.entries<Partial<Resource> & { Type: string }>(template.Resources).map(
    ([id, resource]): [string, Resource] => [id, { Properties: {}, ...resource }],
  );
  return {
    template,
    /** Logical id and resource of every resource of a type. */
    ofType: (type: string) => resources.filter(([, resource]) => resource.Type === type),
  };
}

const { default: cdk } = await import("../../cdk.json", { with: { type: "json" } });
const deployedStages: unknown = cdk.context.stages;
