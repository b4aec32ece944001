import { expect, it } from "vitest";
import { handler } from "../../../functions/check-health/handler.ts";
import { expectDescribed } from "../../described.ts";

it("says that it is up, without a table, settings or a token", async () => {
  const reply = await handler();
  await expectDescribed("GET /v1/health", reply);
  expect([reply.statusCode, JSON.parse(reply.body ?? "")]).toEqual([200, { status: "up" }]);
});
