import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { PortInUse } from "../../../infra/local/http/server.ts";
import { type LocalStack, type LocalStackOptions, startLocalStack } from "../../../infra/local/stack.ts";
import { theApp } from "./the-app.ts";

function aFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), "surveys-stack-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }));
  return dir;
}

async function aStack(options: Partial<LocalStackOptions> & { dir: string }): Promise<LocalStack> {
  const stack = await startLocalStack({ port: 0, synthesized: await theApp(), ...options });
  onTestFinished(() => stack.stop());
  return stack;
}

const AT = new Date("2026-11-23T23:30:00Z");
const HEADER =
  "account_id,name,plan,status,customer_since,renewal_on,last_renewed_on,segment,industry,geography,company_size,products,stage,arr_usd,csm_name,csm_email,csm_manager_name,csm_manager_email,purchase_channel";

async function importAccount(stack: LocalStack): Promise<string> {
  const reply = await fetch(`${stack.origin}/v1/imports?kind=accounts`, {
    method: "POST",
    headers: { authorization: `Bearer ${await stack.token()}`, "content-type": "text/csv" },
    body: `${HEADER}\nacc-1,Quayside,premium,active,2024-01-10,2027-01-10,2026-01-10,scale,,,,,,1000,,,,,sales\n`,
  });
  const { importId } = (await reply.json()) as { importId: string };
  return importId;
}

async function importState(stack: LocalStack, importId: string): Promise<unknown> {
  const headers = { authorization: `Bearer ${await stack.token()}` };
  return await (await fetch(`${stack.origin}/v1/imports/${importId}`, { headers })).json();
}

test("runs the template's routes, functions, table, bucket and asynchronous invokes, and keeps what they made", async () => {
  const dir = aFolder();
  const first = await aStack({ dir, at: AT });
  expect(first.isNew).toBe(true);
  expect(await (await fetch(`${first.origin}/v1/health`)).json()).toEqual({ status: "up" });
  expect(await (await fetch(`${first.origin}/v1/openapi.json`)).json()).toMatchObject({ openapi: "3.1.1" });
  expect((await fetch(`${first.origin}/v1/programs`)).status).toBe(401);
  const importId = await importAccount(first);
  await fetch(`${first.origin}/_local/idle`, { method: "POST" });
  const imported = await importState(first, importId);
  expect(imported).toMatchObject({ status: "done", accepted: 1, rejected: 0 });
  await first.stop();

  const second = await aStack({ dir });
  expect(second.isNew).toBe(false);
  expect(second.now().getTime()).toBeGreaterThanOrEqual(AT.getTime());
  expect(await importState(second, importId)).toEqual(imported);
});

test("a moved clock fires the schedules that it passes, and waits for what they did", async () => {
  const stack = await aStack({ dir: aFolder(), at: AT });
  const to = new Date("2026-11-24T00:30:00Z");
  const body = JSON.stringify({ now: to.toISOString() });
  const moved = await fetch(`${stack.origin}/_local/clock`, { method: "POST", body });
  expect(moved.status).toBe(200);
  expect(stack.now().getTime()).toBeGreaterThanOrEqual(to.getTime());
  const run = await fetch(`${stack.origin}/v1/programs/pre-renewal/runs/pre-renewal-2026-11-24`, {
    headers: { authorization: `Bearer ${await stack.token()}` },
  });
  expect(await run.json()).toMatchObject({ programId: "pre-renewal", on: "2026-11-24", status: "done" });
});

test("does not start on a port or a folder that is taken, and then wipes nothing", async () => {
  const dir = aFolder();
  const running = await aStack({ dir, at: AT });
  await expect(startLocalStack({ dir, port: 0, fresh: true })).rejects.toThrow("Another stack runs");

  const other = aFolder();
  await (await aStack({ dir: other })).stop();
  const port = Number(new URL(running.origin).port);
  await expect(startLocalStack({ dir: other, port, fresh: true })).rejects.toThrow(PortInUse);
  expect((await aStack({ dir: other })).isNew).toBe(false);
});
