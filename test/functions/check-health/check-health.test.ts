import { expect, it } from "vitest";
import { handler } from "../../../functions/check-health/handler.ts";

it("says that it is up, without a table, settings or a token", async () => {
  const { statusCode, body } = await handler();
  expect([statusCode, JSON.parse(body ?? "")]).toEqual([200, { status: "up" }]);
});
