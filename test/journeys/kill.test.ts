import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { demoAccounts, demoContacts } from "../../infra/local/demo/portfolio.ts";
import { issueToken } from "../../infra/local/identity.ts";
import { freePort } from "../table.ts";
import { type Api, apiOf, type Mail } from "./api.ts";
import { dayPlus } from "./by-hand.ts";

/** The stack as a person starts it, in a process of its own that can be killed. */
async function startStack(dir: string, port: number, args: readonly string[]): Promise<ChildProcess> {
  const stack = spawn(process.execPath, ["infra/local/start.mjs", ...args], {
    env: { ...process.env, LOCAL_DIR: dir, PORT: String(port) },
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const chunk of stack.stdout ?? []) if (String(chunk).includes("Ready")) return stack;
  throw new Error("the stack ended before it was ready");
}

async function kill9(stack: ChildProcess): Promise<void> {
  stack.kill("SIGKILL");
  await once(stack, "exit");
}

describe("a stack killed with kill -9", { timeout: 400_000 }, () => {
  const dir = mkdtempSync(join(tmpdir(), "lifecycle-kill-"));
  let stack: ChildProcess | undefined;

  afterAll(async () => {
    if (stack !== undefined) await kill9(stack);
    rmSync(dir, { recursive: true, force: true });
  });

  it("has lost no import, decision, mail or answer that it had acknowledged", async () => {
    const port = await freePort();
    const origin = `http://localhost:${port}`;
    stack = await startStack(dir, port, ["--fresh", "--empty", "--at", "2026-11-30T12:00:00Z"]);
    const api: Api = apiOf(origin, await issueToken({ dir, role: "ops", email: "ops@vendor.example" }));
    const restart = async () => {
      if (stack !== undefined) await kill9(stack);
      stack = await startStack(dir, port, ["--empty"]);
    };

    // Killed as soon as an import was accepted, it finishes it.
    await api.importText(
      "accounts",
      demoAccounts((days) => dayPlus("2026-12-01", days)),
    );
    const { importId } = await api.acceptImport("contacts", demoContacts());
    await restart();
    await api.idle();
    expect(await api.get(`/v1/imports/${importId}`)).toMatchObject({ status: "done", rejected: 0 });

    // Killed while a day goes by, it goes on where it was: everybody is asked, nobody twice.
    const move = api.moveClock("2026-12-01T20:00:00Z").catch(() => undefined);
    await someMails(api, 3);
    const before = await api.inbox();
    await restart();
    await move;
    await api.moveClock("2026-12-03T20:00:00Z");
    const inbox = await api.inbox();
    expect(inbox.map(({ id }) => id)).toEqual(expect.arrayContaining(before.map(({ id }) => id)));
    expect(new Set(inbox.map(({ to }) => to)).size).toBe(inbox.length);
    const run = await api.wholeRun("post-onboarding", "post-onboarding-2026-12-01");
    expect(run.decisions.length).toBeGreaterThan(0);

    // Killed while answers come in, it has those it thanked for, and does what follows from them.
    const thanked = await answersUntilKilled(api, inbox, restart);
    await api.idle();
    expect(thanked.length).toBeGreaterThan(0);
    const kept = (await api.list("/v1/responses")).map(({ responseId }) => responseId);
    expect(kept).toEqual(expect.arrayContaining(thanked));
    const told = (await api.events("Response Received")).map(({ detail }) => detail.responseId);
    expect(told).toEqual(expect.arrayContaining(thanked));
    expect((await api.wholeRun("post-onboarding", "post-onboarding-2026-12-01")).decisions).toEqual(
      run.decisions,
    );
  });
});

async function someMails(api: Api, count: number): Promise<void> {
  while ((await api.inbox()).length < count) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Posts answers one after the other, with the kill in the midst of them; answers the ids that were acknowledged. */
async function answersUntilKilled(
  api: Api,
  inbox: readonly Mail[],
  restart: () => Promise<void>,
): Promise<string[]> {
  const thanked: string[] = [];
  const posting = (async () => {
    for (const mail of inbox) {
      const link = mail.links[0]?.split("?")[0] ?? "";
      const reply = await api.answerJson(link, { nps: 3, csat: 4 }).catch(() => undefined);
      if (reply === undefined) return;
      thanked.push(reply.responseId);
    }
  })();
  while (thanked.length < 5) await new Promise((resolve) => setTimeout(resolve, 1));
  await restart();
  await posting;
  return thanked;
}
