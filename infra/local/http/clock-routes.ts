import * as z from "zod";
import type { Local } from "../context.ts";
import { waitUntilIdle } from "./idle.ts";
import { type LocalRoute, localRoute, readJson } from "./local-route.ts";
import { jsonReply, problemReply } from "./reply.ts";

const ClockBody = z.object({ now: z.iso.datetime({ offset: true }) });
const IdleBody = z.object({ timeoutMs: z.int().min(0).max(3_600_000).default(60_000) });

export interface ClockMoves {
  /** Resolves once the schedules that were passed and all that they caused are done. */
  moveTo(to: Date, settle: () => Promise<void>): Promise<void>;
  /** Does what the every-minute schedules would do next. */
  catchUp(settle: () => Promise<void>): Promise<void>;
}

/** `/_local/clock` and `/_local/idle`: both answer with nothing left that a minute more would bring. */
export function clockRoutes(local: Local, schedules: ClockMoves): LocalRoute[] {
  let lastMove: Promise<unknown> = Promise.resolve();
  let moves = 0;
  let lastTarget: Date | undefined;

  /** One move after the other: the next one's target is judged when its turn comes. */
  const inTurn = <T>(move: () => Promise<T>): Promise<T> => {
    moves++;
    const turn = lastMove.then(move).finally(() => {
      moves--;
    });
    lastMove = turn.catch(() => undefined);
    return turn;
  };

  const read = () => ({ now: local.clock.now().toISOString() });

  return [
    localRoute("GET /_local/clock", () => jsonReply(200, read())),
    localRoute("POST /_local/clock", ({ body }) => {
      const to = new Date(readJson(ClockBody, body).now);
      return inTurn(async () => {
        // Moved there already, and gone on by itself since: asking again is no step back.
        if (lastTarget?.getTime() === to.getTime()) return jsonReply(200, read());
        if (to < local.clock.now()) {
          const detail = `The laptop's clock only moves forward, and it is ${read().now}. \`npm start -- --fresh --at …\` starts anew.`;
          return problemReply(409, "Conflict", detail);
        }
        const settle = async () => void (await waitUntilIdle(local.pending, Number.POSITIVE_INFINITY));
        await schedules.moveTo(to, settle);
        await schedules.catchUp(settle);
        lastTarget = to;
        return jsonReply(200, read());
      });
    }),
    localRoute("POST /_local/idle", async ({ body }) => {
      const { timeoutMs } = readJson(IdleBody, body);
      const clockMoves = { kind: "clock moves", count: async () => moves };
      const end = performance.now() + timeoutMs;
      const waitOn = () =>
        waitUntilIdle([...local.pending, clockMoves], Math.max(0, end - performance.now()));
      let idleness = await waitOn();
      if (idleness.kind === "idle") {
        await schedules.catchUp(async () => {
          idleness = await waitOn();
        });
      }
      if (idleness.kind === "idle") return jsonReply(200, { idle: true });
      const left = idleness.waitingFor.map(({ kind, count }) => `${kind} (${count})`).join(", ");
      return problemReply(503, "Unavailable", `After ${timeoutMs} ms there is still work: ${left}.`);
    }),
  ];
}
