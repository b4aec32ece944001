import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Reply } from "#shared/lambda/reply.ts";
import { bundleFunctions } from "../../../infra/constructs/function-code.ts";
import { openApiDocument } from "../../../infra/openapi/document.ts";
import { expectDescribed } from "../../described.ts";

test("the bundle answers with the description that it was made with, without a table, settings or a token", async () => {
  const dir = mkdtempSync(join(tmpdir(), "surveys-api-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const document = openApiDocument();
  const codeOf = bundleFunctions({ "describe-api": "functions/describe-api/handler.ts" }, dir, {
    OPENAPI: JSON.stringify(document),
  });
  codeOf("describe-api");
  const { handler } = createRequire(import.meta.url)(join(dir, "describe-api", "index.js")) as {
    handler(): Promise<Reply>;
  };
  const reply = await handler();
  await expectDescribed("GET /v1/openapi.json", reply);
  expect(JSON.parse(reply.body ?? "")).toEqual(document);
});
