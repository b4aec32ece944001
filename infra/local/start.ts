import { loadDemo } from "./demo/load-demo.ts";
import { PortInUse } from "./http/server.ts";
import { startLocalStack } from "./stack.ts";
import { readStartArguments } from "./start-arguments.ts";
import { StartRefused } from "./state-folder.ts";

function refuse(sentence: string, exitCode: number): never {
  console.error(sentence);
  process.exit(exitCode);
}

const asked = readStartArguments(process.argv.slice(2), process.env);
if (asked.kind === "refused") refuse(asked.sentence, 2);

/** The demo tells of a week: a laptop that gets it starts that much earlier and catches up. */
const DEMO_MS = 7 * 86_400_000;
const present = asked.at ?? new Date();

const stack = await startLocalStack({
  dir: asked.dir,
  port: asked.port,
  ...(asked.publicOrigin === undefined ? {} : { publicOrigin: asked.publicOrigin }),
  fresh: asked.isFresh,
  at: asked.isEmpty ? present : new Date(present.getTime() - DEMO_MS),
  say: console.log,
}).catch((error: unknown) => {
  if (error instanceof PortInUse || error instanceof StartRefused) refuse(error.message, 1);
  refuse(`It did not start. ${error instanceof Error ? error.stack : error}`, 1);
});

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  // Once: whoever asks a second time wants it over at any price.
  process.once(signal, async () => {
    await stack.stop();
    process.exit(0);
  });
}
if (stack.isNew && !asked.isEmpty) {
  await loadDemo({ origin: stack.origin, token: await stack.token("ops"), from: stack.now(), to: present });
}
console.log(
  `Ready: ${stack.origin} (dashboard and API), ${stack.origin}/inbox (mail); the clock shows ${stack.now().toISOString()}`,
);
