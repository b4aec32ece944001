import { InvokeCommand, LambdaClient, ResourceNotFoundException } from "@aws-sdk/client-lambda";
import {
  DeleteParameterCommand,
  GetParameterCommand,
  ParameterAlreadyExists,
  ParameterNotFound,
  PutParameterCommand,
  SSMClient,
} from "@aws-sdk/client-ssm";
import { describe, expect, it, onTestFinished } from "vitest";
import { startAwsEndpoint } from "../../../infra/local/aws-endpoint.ts";
import { lambdaApi, parameterStore } from "../../../infra/local/control-plane.ts";
import { aDirectory, aLocal } from "./a-local.ts";
import { clientOf, functionArn, rememberingFunctions } from "./remembering.ts";

async function aControlPlane(dir = aDirectory()) {
  const functions = rememberingFunctions({
    answers: { kind: "returned", payload: { n: 1 } },
    throws: { kind: "failed", errorType: "RangeError", errorMessage: "out of it" },
  });
  const endpoint = await startAwsEndpoint([parameterStore(aLocal({ dir })), lambdaApi({ functions })]);
  const ssm = new SSMClient(clientOf(endpoint.urlOf("ssm")));
  const lambda = new LambdaClient(clientOf(endpoint.urlOf("lambda")));
  onTestFinished(async () => {
    ssm.destroy();
    lambda.destroy();
    await endpoint.stop();
  });
  return { ssm, lambda, functions };
}

const secret = { Name: "/surveys/link-key", Value: "s3cret", Type: "SecureString" } as const;

describe("Parameter Store", () => {
  it("gives back what was put, after a restart too", async () => {
    const dir = aDirectory();
    const first = await aControlPlane(dir);
    expect(await first.ssm.send(new PutParameterCommand(secret))).toMatchObject({
      Version: 1,
      Tier: "Standard",
    });
    const { ssm } = await aControlPlane(dir);
    const { Parameter } = await ssm.send(
      new GetParameterCommand({ Name: secret.Name, WithDecryption: true }),
    );
    expect(Parameter).toEqual({
      ...secret,
      Version: 1,
      LastModifiedDate: new Date("2026-12-01T10:00:00Z"),
      ARN: "arn:aws:ssm:eu-central-1:123456789012:parameter/surveys/link-key",
      DataType: "text",
    });
  });

  it("keeps a secure string to itself where decryption is not asked for", async () => {
    const { ssm } = await aControlPlane();
    await ssm.send(new PutParameterCommand(secret));
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: secret.Name }));
    expect(Parameter?.Value).not.toContain("s3cret");
    await ssm.send(new PutParameterCommand({ Name: "plain", Value: "seen", Type: "String" }));
    const plain = await ssm.send(new GetParameterCommand({ Name: "plain" }));
    expect(plain.Parameter?.Value).toBe("seen");
  });

  it("throws the SDK's ParameterNotFound", async () => {
    const { ssm } = await aControlPlane();
    await expect(ssm.send(new GetParameterCommand({ Name: "none" }))).rejects.toBeInstanceOf(
      ParameterNotFound,
    );
  });

  it("throws the SDK's ParameterAlreadyExists, and keeps the first, unless told to overwrite", async () => {
    const { ssm } = await aControlPlane();
    const value = async () =>
      (await ssm.send(new GetParameterCommand({ Name: secret.Name, WithDecryption: true }))).Parameter;
    await ssm.send(new PutParameterCommand(secret));
    const again = new PutParameterCommand({ ...secret, Value: "other", Overwrite: false });
    await expect(ssm.send(again)).rejects.toBeInstanceOf(ParameterAlreadyExists);
    expect((await value())?.Value).toBe("s3cret");
    await ssm.send(new PutParameterCommand({ Name: secret.Name, Value: "other", Overwrite: true }));
    expect(await value()).toMatchObject({ Value: "other", Type: "SecureString", Version: 2 });
  });

  it("names an operation that it does not have", async () => {
    const { ssm } = await aControlPlane();
    const refusal = await ssm
      .send(new DeleteParameterCommand({ Name: "x" }))
      .catch((error: unknown) => error);
    expect(refusal).toMatchObject({
      name: "UnknownOperationException",
      message: "ssm has no DeleteParameter on a laptop",
    });
  });
});

describe("Invoke", () => {
  const text = (payload?: Uint8Array) => new TextDecoder().decode(payload);

  it("waits for the payload of a request and response", async () => {
    const { lambda, functions } = await aControlPlane();
    const reply = await lambda.send(new InvokeCommand({ FunctionName: "answers", Payload: '{"q":1}' }));
    expect(reply).toMatchObject({ StatusCode: 200, ExecutedVersion: "$LATEST" });
    expect(reply.FunctionError).toBeUndefined();
    expect(JSON.parse(text(reply.Payload))).toEqual({ n: 1 });
    expect(functions.invocations).toEqual([{ name: "answers", event: { q: 1 }, isAsync: false }]);
  });

  it("hands over an event by ARN and answers at once", async () => {
    const { lambda, functions } = await aControlPlane();
    const FunctionName = functionArn("run-program");
    const reply = await lambda.send(
      new InvokeCommand({ FunctionName, InvocationType: "Event", Payload: '{"runId":"r"}' }),
    );
    expect(reply.StatusCode).toBe(202);
    expect(reply.Payload?.length ?? 0).toBe(0);
    expect(functions.invocations).toEqual([{ name: FunctionName, event: { runId: "r" }, isAsync: true }]);
  });

  it("tells a function's own error from a reply", async () => {
    const { lambda } = await aControlPlane();
    const reply = await lambda.send(new InvokeCommand({ FunctionName: "throws" }));
    expect(reply).toMatchObject({ StatusCode: 200, FunctionError: "Unhandled" });
    expect(JSON.parse(text(reply.Payload))).toEqual({ errorType: "RangeError", errorMessage: "out of it" });
  });

  it.each(["Event", "RequestResponse"] as const)(
    "throws the SDK's ResourceNotFoundException for %s",
    async (type) => {
      const { lambda } = await aControlPlane();
      const invoked = lambda.send(new InvokeCommand({ FunctionName: "missing", InvocationType: type }));
      await expect(invoked).rejects.toBeInstanceOf(ResourceNotFoundException);
    },
  );

  it.each([
    [{ Payload: "{not json" }, "InvalidRequestContentException"],
    [{ InvocationType: "DryRun" }, "InvalidParameterValueException"],
  ] as const)("refuses %j", async (over, name) => {
    const { lambda, functions } = await aControlPlane();
    const refusal = lambda.send(new InvokeCommand({ FunctionName: "answers", ...over }));
    await expect(refusal).rejects.toMatchObject({ name, $metadata: { httpStatusCode: 400 } });
    expect(functions.invocations).toEqual([]);
  });
});
