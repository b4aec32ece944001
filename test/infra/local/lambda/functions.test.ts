import { join } from "node:path";
import { expect, test } from "vitest";
import { aLaptop, packagePath } from "./a-runtime.ts";

test("a function sees its own variables, what Lambda sets, and nothing of the laptop's environment", async () => {
  process.env.OF_THE_DEVELOPER = "secret";
  const laptop = await aLaptop({ environment: { AWS_ENDPOINT_URL_SQS: "http://127.0.0.1:1" } });
  await laptop.fn("look", "exports.handler = async () => process.env;", {
    Environment: { Variables: { TABLE_NAME: "surveys" } },
  });
  const result = await laptop.runtime.invoke("look", {});
  expect(result).toMatchObject({
    kind: "returned",
    payload: {
      TABLE_NAME: "surveys",
      AWS_REGION: "us-east-1",
      AWS_LAMBDA_FUNCTION_NAME: "look",
      AWS_ENDPOINT_URL_SQS: "http://127.0.0.1:1",
    },
  });
  expect(JSON.stringify(result)).not.toContain("OF_THE_DEVELOPER");
  expect(JSON.stringify(result)).not.toContain("VITEST");
});

test("a function's dates follow the laptop's clock, its timers and other dates do not", async () => {
  const laptop = await aLaptop();
  await laptop.fn(
    "time",
    `exports.handler = async () => {
      const start = performance.now();
      await new Promise((resolve) => setTimeout(resolve, 30));
      const copy = new (new Date().constructor)();
      return {
        now: Date.now(), date: new Date().getTime(), copy: copy.getTime(), text: Date(),
        fixed: new Date("2020-01-01").getTime(), utc: Date.UTC(2020, 0, 1), isDate: new Date() instanceof Date,
        waitedMs: performance.now() - start,
      };
    };`,
  );
  laptop.clock.moveTo(new Date("2035-06-01T00:00:00Z"));
  const result = await laptop.runtime.invoke("time", {});
  if (result.kind !== "returned") throw new Error(result.errorMessage);
  const shown = result.payload as Record<string, number> & { text: string };
  for (const ms of [shown.now, shown.date, shown.copy, Date.parse(shown.text)])
    expect(new Date(Number(ms)).getUTCFullYear()).toBe(2035);
  expect(shown.fixed).toBe(shown.utc);
  expect(shown.isDate).toBe(true);
  expect(shown.waitedMs).toBeLessThan(1_000);

  laptop.clock.moveTo(new Date("2036-06-01T00:00:00Z"));
  const later = await laptop.runtime.invoke("time", {});
  expect(JSON.stringify(later)).toContain("2036");
});

test("a function that takes too long is ended and the next event finds a new one", async () => {
  const laptop = await aLaptop();
  await laptop.fn("slow", "exports.handler = (event) => { while (event.forever) {} return 'quick'; };", {
    Timeout: 0.2,
  });
  expect(await laptop.runtime.invoke("slow", { forever: true })).toMatchObject({
    kind: "failed",
    errorType: "Sandbox.Timedout",
    errorMessage: expect.stringMatching(/^RequestId: \S+ Error: Task timed out after 0\.20 seconds$/),
  });
  expect(await laptop.runtime.invoke("slow", {})).toEqual({ kind: "returned", payload: "quick" });
  expect(laptop.said[0]).toContain("slow failed: Sandbox.Timedout");
});

test("a thrown error is reported by its name and keeps the function warm", async () => {
  const laptop = await aLaptop();
  await laptop.fn(
    "fail",
    "let runs = 0; exports.handler = async (event) => { runs++; if (event.bad) throw new TypeError('no'); return runs; };",
  );
  expect(await laptop.runtime.invoke("fail", { bad: true })).toEqual({
    kind: "failed",
    errorType: "TypeError",
    errorMessage: "no",
  });
  expect(await laptop.runtime.invoke("fail", {})).toEqual({ kind: "returned", payload: 2 });
});

test.each([
  ["throws while it loads", "throw new RangeError('early');", "RangeError"],
  ["exports no handler", "exports.other = 1;", "Runtime.HandlerNotFound"],
  ["exits", "exports.handler = () => process.exit(3);", "Runtime.ExitError"],
  [
    "leaves a promise rejected",
    "exports.handler = () => { Promise.reject(new Error('lost')); return new Promise(() => {}); };",
    "Runtime.UnhandledPromiseRejection",
  ],
])("a function that %s fails as on Lambda", async (_what, bundle, errorType) => {
  const laptop = await aLaptop();
  await laptop.fn("broken", bundle);
  expect(await laptop.runtime.invoke("broken", {})).toMatchObject({ kind: "failed", errorType });
  expect(await laptop.runtime.invoke("broken", {})).toMatchObject({ kind: "failed", errorType });
});

test("events wait for one of four sandboxes, each of which has one event at a time", async () => {
  const laptop = await aLaptop();
  await laptop.fn(
    "busy",
    `let inside = 0; const id = Math.random();
     exports.handler = async () => {
       inside++;
       const seen = inside;
       await new Promise((resolve) => setTimeout(resolve, 50));
       inside--;
       return { id, seen };
     };`,
  );
  const results = await Promise.all(Array.from({ length: 10 }, () => laptop.runtime.invoke("busy", {})));
  const payloads = results.map((result) => (result.kind === "returned" ? result.payload : undefined)) as {
    id: number;
    seen: number;
  }[];
  expect(payloads.map(({ seen }) => seen)).toEqual(Array(10).fill(1));
  expect(new Set(payloads.map(({ id }) => id)).size).toBe(4);
  expect(await laptop.pending()).toBe(0);
});

test("a handler is given a context and an ARN invokes as a name does", async () => {
  const laptop = await aLaptop();
  await laptop.fn(
    "context",
    "exports.handler = (_, context) => ({ ...context, left: context.getRemainingTimeInMillis() });",
    { Timeout: 5 },
  );
  const arn = "arn:aws:lambda:us-east-1:000000000000:function:context";
  const result = await laptop.runtime.invoke(`${arn}:$LATEST`, {});
  expect(result).toMatchObject({ payload: { functionName: "context", invokedFunctionArn: arn } });
  if (result.kind !== "returned") throw new Error(result.errorMessage);
  const { left, awsRequestId } = result.payload as { left: number; awsRequestId: string };
  expect(left).toBeGreaterThan(4_000);
  expect(left).toBeLessThanOrEqual(5_000);
  expect(awsRequestId).toMatch(/^[0-9a-f-]{36}$/);
});

test("what a function prints is in its log, also what it said before it was ended", async () => {
  const laptop = await aLaptop();
  await laptop.fn("speak", `${"exports.handler = () => { record({ heard: true }); for (;;) {} };"}`, {
    Timeout: 0.2,
  });
  await laptop.runtime.invoke("speak", {});
  expect(laptop.recorded("speak")).toEqual([{ heard: true }]);
});

test("a function that the template does not have, or whose bundle is missing, is refused by name", async () => {
  const laptop = await aLaptop();
  await expect(laptop.runtime.invoke("nobody", {})).rejects.toThrow("nobody");
  expect(() => laptop.runtime.invokeAsync("nobody", {})).toThrow("nobody");
  const Code = { S3Bucket: "assets", S3Key: "missing.zip" };
  await expect(
    laptop.make("AWS::Lambda::Function", "lost", { Code, Handler: "index.handler" }),
  ).rejects.toThrow(join("missing.zip", "index.js"));
});

test("a bundle may require what it left out", async () => {
  const laptop = await aLaptop();
  await laptop.fn(
    "uses",
    `const { z } = require(${packagePath("zod")}); exports.handler = (e) => z.string().safeParse(e).success;`,
  );
  expect(await laptop.runtime.invoke("uses", "text")).toEqual({ kind: "returned", payload: true });
});
