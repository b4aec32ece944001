import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { configOf, LOCAL_STAGE } from "./config.ts";
import { bundleFunctions } from "./constructs/function-code.ts";
import { FUNCTION_NAMES } from "./functions.ts";
import { openApiDocument } from "./openapi/document.ts";
import { SurveyStack } from "./survey-stack.ts";

const app = new App({
  analyticsReporting: false,
  context: { "@aws-cdk/aws-iam:minimizePolicies": true },
});
const stage = String(app.node.tryGetContext("stage") ?? "production");
const entries = FUNCTION_NAMES.map((name) => [
  name,
  join(import.meta.dirname, "..", "functions", name, "handler.ts"),
]);
new SurveyStack(app, stage === "production" ? "lifecycle-surveys" : `lifecycle-surveys-${stage}`, {
  stage,
  config: configOf(stage, app.node.tryGetContext("stages")),
  codeOf: bundleFunctions(Object.fromEntries(entries), join(app.outdir, "functions"), {
    OPENAPI: JSON.stringify(openApiDocument()),
  }),
  // The laptop has no bootstrap stack whose version could be asked.
  generateBootstrapVersionRule: stage !== LOCAL_STAGE,
});
