import { SSMClient } from "@aws-sdk/client-ssm";
import { expect, onTestFinished, test, vi } from "vitest";
import { startAwsEndpoint } from "../../../infra/local/aws-endpoint.ts";
import { parameterStore } from "../../../infra/local/control-plane.ts";
import { aLocal } from "../../infra/local/a-local.ts";

/** Parameter Store as the laptop has it. */
async function aParameterStore(): Promise<SSMClient> {
  const endpoint = await startAwsEndpoint([parameterStore(aLocal())]);
  const ssm = new SSMClient({
    endpoint: endpoint.urlOf("ssm"),
    region: "eu-central-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  onTestFinished(async () => {
    ssm.destroy();
    await endpoint.stop();
  });
  return ssm;
}

/** As many processes that have asked for no key yet: the module is loaded anew for each. */
async function processes(count: number) {
  const loaded: typeof import("#shared/lambda/secret-key.ts")["secretKeyFrom"][] = [];
  for (let i = 0; i < count; i++) {
    vi.resetModules();
    loaded.push((await import("#shared/lambda/secret-key.ts")).secretKeyFrom);
  }
  expect(new Set(loaded).size).toBe(count);
  return loaded;
}

test("a key is made when it is first asked for, and is the same for every process after", async () => {
  const ssm = await aParameterStore();
  const keys: Buffer[] = [];
  for (const secretKeyFrom of await processes(3)) keys.push(await secretKeyFrom(ssm, "/surveys/person-key"));
  expect(keys[0]?.length).toBe(32);
  expect(keys).toEqual([keys[0], keys[0], keys[0]]);
});

test("processes that make it at once all get the one that was kept", async () => {
  const ssm = await aParameterStore();
  const all = await processes(4);
  const keys = await Promise.all(all.map((secretKeyFrom) => secretKeyFrom(ssm, "/surveys/person-key")));
  expect(new Set(keys.map((key) => key.toString("hex"))).size).toBe(1);
});

test("a process asks once for each key, and keys of different names are different", async () => {
  const ssm = await aParameterStore();
  for (const secretKeyFrom of await processes(1)) {
    const key = await secretKeyFrom(ssm, "/surveys/person-key");
    expect(await secretKeyFrom(ssm, "/surveys/person-key")).toBe(key);
    expect(await secretKeyFrom(ssm, "/surveys/link-key")).not.toEqual(key);
  }
});
