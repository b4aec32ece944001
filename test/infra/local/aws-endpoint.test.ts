import { request } from "node:http";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { GetSendQuotaCommand, SESClient } from "@aws-sdk/client-ses";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { expect, it, onTestFinished } from "vitest";
import { type AwsRequest, type AwsService, startAwsEndpoint } from "../../../infra/local/aws-endpoint.ts";

const inRegion = {
  region: "eu-central-1",
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
  maxAttempts: 1,
};

async function anEndpoint(handle: AwsService["handle"]) {
  const said: string[] = [];
  const endpoint = await startAwsEndpoint([{ name: "ses", handle }], (line) => said.push(line));
  onTestFinished(() => endpoint.stop());
  return { url: endpoint.urlOf("ses"), endpoint, said };
}

it("hands a service the path as AWS would see it, and the body as bytes", async () => {
  const seen: AwsRequest[] = [];
  const { url } = await anEndpoint(async (asked) => {
    seen.push(asked);
    return { status: 201, headers: { "x-made": "yes" }, body: Buffer.from([0, 255]) };
  });
  const bytes = new Uint8Array([1, 0, 254]);
  const reply = await fetch(`${url}/v2/email?x=1`, {
    method: "PUT",
    body: bytes,
    headers: { "x-given": "too" },
  });
  expect(reply.status).toBe(201);
  expect(reply.headers.get("x-made")).toBe("yes");
  expect(new Uint8Array(await reply.arrayBuffer())).toEqual(new Uint8Array([0, 255]));
  expect(seen).toMatchObject([{ method: "PUT", path: "/v2/email?x=1", headers: { "x-given": "too" } }]);
  expect(seen[0]?.body.equals(bytes)).toBe(true);
});

it.each([
  ["", "/"],
  ["/", "/"],
  ["?a=b", "/?a=b"],
])("takes the prefix alone, %j, for the root", async (rest, path) => {
  const { url } = await anEndpoint(async (asked) => ({ status: 200, body: asked.path }));
  expect(await (await fetch(url + rest)).text()).toBe(path);
});

it("answers 404 to a service that it does not have, and gives no address for it", async () => {
  const { url, endpoint } = await anEndpoint(async () => ({ status: 200 }));
  expect((await fetch(url.replace("/ses", "/sesame"))).status).toBe(404);
  expect(() => endpoint.urlOf("sesame")).toThrow("sesame");
});

it("answers 500 for a service that throws, and says so", async () => {
  const { url, said } = await anEndpoint(async () => {
    throw new Error("disk is full");
  });
  expect((await fetch(url)).status).toBe(500);
  expect(said).toEqual(["ses failed: disk is full"]);
});

it("waits for what is under way when it stops", async () => {
  let answer = (_: { status: number; body: string }) => {};
  let isAsked = () => {};
  const asked = new Promise<void>((resolve) => {
    isAsked = resolve;
  });
  const endpoint = await startAwsEndpoint([
    {
      name: "slow",
      handle: () => {
        isAsked();
        return new Promise((resolve) => {
          answer = resolve;
        });
      },
    },
  ]);
  const reply = new Promise<number | undefined>((resolve, reject) => {
    const asking = request(endpoint.urlOf("slow"), { headers: { connection: "close" } }, (response) =>
      resolve(response.resume().statusCode),
    );
    asking.on("error", reject).end();
  });
  await asked;
  const stopped = endpoint.stop();
  answer({ status: 200, body: "done" });
  expect(await reply).toBe(200);
  await stopped;
});

it.each([
  ["AWS_ENDPOINT_URL_SSM", "/", () => new SSMClient(inRegion).send(new GetParameterCommand({ Name: "x" }))],
  [
    "AWS_ENDPOINT_URL_EVENTBRIDGE",
    "/",
    () => new EventBridgeClient(inRegion).send(new PutEventsCommand({ Entries: [] })),
  ],
  ["AWS_ENDPOINT_URL_SES", "/", () => new SESClient(inRegion).send(new GetSendQuotaCommand())],
  [
    "AWS_ENDPOINT_URL_LAMBDA",
    "/2015-03-31/functions/f/invocations",
    () => new LambdaClient(inRegion).send(new InvokeCommand({ FunctionName: "f" })),
  ],
])("is reached by an SDK client through %s with its path", async (variable, path, send) => {
  const paths: string[] = [];
  const { url } = await anEndpoint(async (asked) => {
    paths.push(asked.path);
    return { status: 403, headers: { "x-amzn-errortype": "AccessDenied" }, body: "{}" };
  });
  process.env[variable] = url;
  onTestFinished(() => {
    delete process.env[variable];
  });
  await expect(send()).rejects.toThrow();
  expect(paths).toEqual([path]);
});
