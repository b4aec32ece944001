import { onTestFinished } from "vitest";
import { scheduler } from "../../../../infra/local/scheduler/scheduler.ts";
import { aDirectory, aLocal, define } from "../a-local.ts";
import { functionArn, rememberingFunctions } from "../remembering.ts";

/** For moves whose work is done at once. */
export const settled = async () => {};

/** A laptop's scheduler with a clock that only a test or a move advances. */
export function aScheduler({ dir = aDirectory(), now = "2026-01-01T00:00:00Z" } = {}) {
  const functions = rememberingFunctions();
  const said: string[] = [];
  const clock = { at: new Date(now), moves: [] as string[] };
  const local = {
    ...aLocal({ dir, now: () => clock.at }),
    functions,
    say: (line: string) => said.push(line),
  };
  const made = scheduler(local, (to) => {
    clock.moves.push(to.toISOString());
    clock.at = to;
  });
  onTestFinished(() => made.stop());
  const schedule = (name: string, expression: string, over: object = {}) =>
    define(made.resources, "AWS::Scheduler::Schedule", name, {
      ScheduleExpression: expression,
      FlexibleTimeWindow: { Mode: "OFF" },
      State: "ENABLED",
      Target: {
        Arn: functionArn(name),
        Input: '{"at":"<aws.scheduler.scheduled-time>"}',
        RoleArn: "arn:role",
      },
      ...over,
    });
  /** What was fired: function and scheduled time. */
  const fired = () =>
    functions.invocations.map(
      ({ name, event }) => `${name.split(":").at(-1)} ${(event as { at: string }).at}`,
    );
  return { ...made, schedule, fired, functions, clock, said, db: local.db };
}
