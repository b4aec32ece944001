import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { saveProgram } from "#shared/dynamodb/programs.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { submitResponse } from "../../../functions/submit-response/submit-response.ts";
import { aProgram } from "../../builders.ts";
import { startTable } from "../../table.ts";
import { aMailRoom, OPENS, REMINDS } from "./mail-room.ts";

const PROGRAM = aProgram("post-onboarding", { programId: "post-onboarding-anonymous", anonymous: true });
const [{ questionId } = { questionId: "" }] = PROGRAM.questions;

let table: Table;
let stop: () => void;
beforeAll(async () => {
  ({ table, stop } = await startTable());
  await saveProgram(table, PROGRAM, { isReplanDue: false, at: new Date(OPENS) });
});
afterAll(() => stop());

/** A survey that was sent, a week before its reminder. */
async function sent() {
  const room = aMailRoom(table, PROGRAM.programId);
  await room.select({ status: "queued", anonymous: true, isOpenUntracked: true });
  await room.send();
  return room;
}
type Room = Awaited<ReturnType<typeof sent>>;

async function answer(room: Room, at = "2026-12-03T08:00:00.000Z"): Promise<void> {
  const token = room.taken[0]?.token ?? "";
  const posted = { format: "json" as const, values: new Map([[questionId, "9"]]) };
  const submitted = await submitResponse({ table, newAttemptId: randomUUID })(
    { token, posted },
    new Date(at),
  );
  expect(submitted.kind).toBe("answered");
}

test("who has answered an anonymous survey is reminded like everybody, by the same mail", async () => {
  const [silent, answered] = [await sent(), await sent()];
  const before = await answered.invitation();
  await answer(answered);
  expect(await answered.invitation()).toEqual(before);
  for (const room of [silent, answered]) {
    expect(await room.due()).toMatchObject({ kind: "reminder", notBefore: REMINDS });
    expect(await room.remind()).toMatchObject({ kind: "sent" });
    expect(room.given.map(({ reminds }) => reminds !== undefined)).toEqual([false, true]);
    expect(room.given[1]?.program).toMatchObject({ anonymous: true });
    expect((await room.invitation())?.reminder?.status).toBe("sent");
  }
});

test("an answer while the reminder is being written, or before one that must wait, keeps nothing back", async () => {
  const room = await sent();
  // A Saturday, on which nobody is reminded.
  expect(await room.remind("2026-12-12T08:00:00.000Z")).toMatchObject({ kind: "deferred" });
  const compose: Room["ports"]["compose"] = async (mail) => {
    await answer(room, "2026-12-15T08:00:00.000Z");
    return await room.ports.compose(mail);
  };
  expect(await room.remind("2026-12-15T08:00:00.000Z", { ...room.ports, compose })).toMatchObject({
    kind: "sent",
  });
});
