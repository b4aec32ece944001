import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export type DynamoDbEngine = {
  readonly endpoint: string;
  /** A number that is another one after each write to any table; undefined of an engine that cannot tell. */
  writes(): number | undefined;
  stop(): Promise<void>;
};

const BINARY = fileURLToPath(new URL("../../../node_modules/@dynoxide/linux-x64/dynoxide", import.meta.url));
const START_LIMIT_MS = 10_000;

/**
 * Ends the engine when this process is gone, however it went: the pipe on descriptor 3 closes with it. `exec` keeps
 * the shell's process id, so the child that is spawned is the engine itself.
 */
const END_WITH_PARENT = '(read -r _ <&3; kill -9 $$) 2>/dev/null & exec "$@" 3<&-';

/**
 * Starts the DynamoDB engine on a file in `dir`, or takes the one that `DYNAMODB_ENDPOINT` names. Its log is
 * `logs/dynamodb.log`. An engine that ends by itself ends this process too, with a sentence that says so.
 */
export async function startDynamoDb({ dir }: { readonly dir: string }): Promise<DynamoDbEngine> {
  const given = process.env.DYNAMODB_ENDPOINT;
  if (given !== undefined && given !== "")
    return { endpoint: given, writes: () => undefined, stop: async () => {} };
  if (!existsSync(BINARY))
    throw new Error(
      "The DynamoDB engine comes for Linux x64 only and is not installed here: set DYNAMODB_ENDPOINT to the address of any DynamoDB API, such as DynamoDB Local.",
    );
  mkdirSync(join(dir, "logs"), { recursive: true });
  const database = resolve(dir, "dynamodb.db");
  const pidFile = join(dir, "dynamodb.pid");
  await endOrphan(pidFile, database);

  const port = await freePort();
  const log = openSync(join(dir, "logs/dynamodb.log"), "a");
  const command = [BINARY, "--port", String(port), "--db-path", database];
  // A session of its own: Ctrl-C must not end the engine before the functions that are still writing.
  const engine = spawn("/bin/sh", ["-c", END_WITH_PARENT, "sh", ...command], {
    stdio: ["ignore", log, log, "pipe"],
    detached: true,
  });
  writeFileSync(pidFile, String(engine.pid));

  const endpoint = `http://127.0.0.1:${port}`;
  await untilUp(endpoint, engine);
  const db = new DatabaseSync(database, { timeout: 5_000 });
  speedUpStreams(db);
  // Counts the commits of others: https://www.sqlite.org/pragma.html#pragma_data_version
  const version = db.prepare("pragma data_version");
  engine.on("exit", endedAlone);
  return {
    endpoint,
    writes: () => Number(version.get()?.data_version),
    stop: async () => {
      engine.off("exit", endedAlone);
      db.close();
      const ended = hasEnded(engine) ? undefined : once(engine, "exit");
      engine.kill("SIGTERM");
      await ended;
      engine.stdio[3]?.destroy();
    },
  };
}

function endedAlone(code: number | null, signal: string | null): never {
  throw new Error(`The DynamoDB engine ended (${signal ?? code}): see logs/dynamodb.log, then start again`);
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean =>
  exitCode !== null || signalCode !== null;

/** Two engines on one file would overwrite each other, so one that a killed process left behind goes first. */
async function endOrphan(pidFile: string, database: string): Promise<void> {
  const pid = existsSync(pidFile) ? Number(readFileSync(pidFile, "utf8")) : Number.NaN;
  if (!Number.isSafeInteger(pid) || pid < 2) return;
  for (let tries = 0; holds(pid, database); tries++) {
    if (tries === 0) process.kill(pid, "SIGKILL");
    if (tries > 200) throw new Error(`Process ${pid} holds ${database} and does not end: end it by hand`);
    await pause(10);
  }
}

function holds(pid: number, database: string): boolean {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
    return command.includes(database) && (command[0] ?? "").endsWith("dynoxide");
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("The system gave no free port");
  return address.port;
}

async function untilUp(endpoint: string, engine: ChildProcess): Promise<void> {
  const start = performance.now();
  for (;;) {
    if (hasEnded(engine) || performance.now() - start > START_LIMIT_MS)
      throw new Error("The DynamoDB engine did not start: see logs/dynamodb.log");
    try {
      await fetch(endpoint);
      return;
    } catch {
      await pause(10);
    }
  }
}

/**
 * The engine keeps every stream record and, at each write, looks for the highest sequence number among them, which
 * reads them all: 20,000 records make a write take 5 ms instead of 1.3. This index is found only where its
 * expression is spelt as the engine spells it.
 */
function speedUpStreams(db: DatabaseSync): void {
  db.exec(`create index if not exists stream_records_by_sequence
    on _stream_records (table_name, CAST(sequence_number AS INTEGER))`);
}
