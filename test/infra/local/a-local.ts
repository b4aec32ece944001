import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { onTestFinished } from "vitest";
import type { InvokeResult, Local, ResourceType } from "../../../infra/local/context.ts";

/** An empty directory of this test's own. */
export function aDirectory(): string {
  const dir = mkdtempSync(join(tmpdir(), "lifecycle-surveys-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** A laptop of this test's own, whose functions are the ones given and whose clock stands still. */
export function aLocal(
  over: {
    dir?: string;
    origin?: string;
    now?: () => Date;
    functions?: Readonly<Record<string, (event: unknown) => unknown>>;
  } = {},
): Local & { readonly invoked: unknown[] } {
  const dir = over.dir ?? aDirectory();
  const db = new DatabaseSync(join(dir, "local.db"));
  onTestFinished(() => db.close());
  const invoked: unknown[] = [];
  return {
    dir,
    region: "eu-central-1",
    accountId: "123456789012",
    clock: { now: over.now ?? (() => new Date("2026-12-01T10:00:00Z")), offset: new SharedArrayBuffer(8) },
    db,
    functions: {
      invoke: async (name, event): Promise<InvokeResult> => {
        invoked.push(event);
        const answer = over.functions?.[name];
        if (answer === undefined) throw new Error(`no function ${name}`);
        try {
          return { kind: "returned", payload: await answer(event) };
        } catch (error) {
          return { kind: "failed", errorType: "Error", errorMessage: String(error) };
        }
      },
      invokeAsync: () => undefined,
    },
    pending: [],
    origin: over.origin ?? "http://localhost:3000",
    say: () => undefined,
    invoked,
  };
}

/** Creates a resource as the template would. */
export async function define(
  resources: readonly ResourceType[],
  type: string,
  logicalId: string,
  properties: Readonly<Record<string, unknown>>,
) {
  const found = resources.find((resource) => resource.type === type);
  if (found === undefined) throw new Error(`no resource type ${type}`);
  for (const name of Object.keys(properties)) {
    if (!found.uses.includes(name) && !found.ignores.includes(name)) {
      throw new Error(`${type} does not know ${name}`);
    }
  }
  return await found.create(logicalId, properties);
}

/** Serves on a port of its own until the test is over; the base address. */
export async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
