import { Server } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import { startFauxqs } from "fauxqs";
import * as z from "zod";
import { shiftDate } from "../shifted-date.ts";

const { dataDir, region, offset } = z
  .object({ dataDir: z.string(), region: z.string(), offset: z.instanceof(SharedArrayBuffer) })
  .parse(workerData);

shiftDate(offset);

// The engine listens on every address of the machine and takes any credentials: what it holds, customers' mail
// among it, is kept to this machine.
const { listen } = Server.prototype;
Server.prototype.listen = function (this: Server, ...args: unknown[]) {
  const [first, ...rest] = args;
  const onlyHere = typeof first === "object" && first !== null ? { ...first, host: "127.0.0.1" } : first;
  return Reflect.apply(listen, this, [onlyHere, ...rest]);
};

const engine = await startFauxqs({ port: 0, logger: false, dataDir, defaultRegion: region });
parentPort?.once("message", async () => {
  await engine.stop();
  parentPort?.close();
});
parentPort?.postMessage({ port: engine.port });
