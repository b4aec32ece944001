import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { FUNCTION_NAMES } from "../../../infra/functions.ts";
import { synthesize } from "../../../infra/local/synthesize.ts";

test("gives the laptop's template, and a loadable bundle for every function in it", async () => {
  const dir = mkdtempSync(join(tmpdir(), "surveys-synth-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const { templatePath, assetDirectory } = await synthesize(dir);
  const { Resources } = JSON.parse(readFileSync(templatePath, "utf8")) as {
    Resources: Record<string, { Type: string; Properties: { Code: { S3Key: string } } }>;
  };
  const functions = Object.values(Resources).filter(({ Type }) => Type === "AWS::Lambda::Function");
  expect(functions).toHaveLength(FUNCTION_NAMES.length);
  for (const { Properties } of functions) {
    expect(existsSync(join(assetDirectory(Properties.Code.S3Key), "index.js"))).toBe(true);
  }
  expect(() => assetDirectory("unheard-of.zip")).toThrow("the CDK app made no asset unheard-of.zip");

  const trace = join(dir, "trace");
  writeFileSync(trace, "");
  expect((await synthesize(dir)).templatePath).toBe(templatePath);
  expect(existsSync(trace), "made of the same sources, it is taken as it is").toBe(true);
  writeFileSync(join(dir, "made-of"), "other sources");
  await synthesize(dir);
  expect(existsSync(trace), "made of others, it is made anew").toBe(false);
  expect(existsSync(templatePath)).toBe(true);
}, 180_000);
