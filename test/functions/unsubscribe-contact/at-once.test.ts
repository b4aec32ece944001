import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { liftSuppressions } from "#shared/dynamodb/suppressions.ts";
import { aMailRoom, OPENS } from "../send-invitation/mail-room.ts";
import { givenMail, startUnsubscribeSite, type UnsubscribeSite } from "./unsubscribe-site.ts";

let site: UnsubscribeSite;
beforeAll(async () => {
  site = await startUnsubscribeSite();
});
afterAll(() => site.stop());

describe("whoever unsubscribes", () => {
  test("gets no mail that was queued already, whatever program it is of", async () => {
    for (const programId of ["post-onboarding", "pre-renewal"]) {
      const room = aMailRoom(site.table, programId);
      await room.select({ status: "queued" });
      const earlier = await givenMail(site.table, { personHash: room.personHash });
      expect((await site.post(earlier.token)).statusCode).toBe(200);
      expect(await room.send()).toMatchObject({ kind: "withdrawn", reason: "unsubscribe" });
      expect(room.given).toEqual([]);
      expect((await room.person())?.lastOn).toBeUndefined();
    }
  });

  test("does so by the link of the mail that was sent, and is not reminded", async () => {
    const room = aMailRoom(site.table);
    await room.select();
    await room.send();
    const [mail] = room.taken;
    expect((await site.post(mail?.unsubscribeToken ?? "")).statusCode).toBe(200);
    expect((await room.invitation())?.unsubscribedAt).toBeDefined();
    expect((await room.remind()).kind).toBe("withdrawn");
    expect(room.taken).toEqual([mail]);
  });

  test("may not do so by the survey's own link", async () => {
    const room = aMailRoom(site.table);
    await room.select();
    await room.send();
    expect((await site.post(room.taken[0]?.token ?? "")).statusCode).toBe(404);
    expect(await site.suppression(room.personHash)).toBeUndefined();
  });

  test("is written to again once ops have lifted it", async () => {
    const room = aMailRoom(site.table);
    await room.select({ status: "queued" });
    const earlier = await givenMail(site.table, { personHash: room.personHash });
    await site.post(earlier.token);
    const standing = await site.suppression(room.personHash);
    if (standing === undefined) throw new Error("nothing was suppressed");
    const lifting = {
      liftedAt: new Date().toISOString(),
      by: "ops@vendor.example",
      note: "Asked to be back",
    };
    await liftSuppressions(site.table, room.personHash, [standing], lifting);
    expect((await room.send(OPENS)).kind).toBe("sent");
  });
});
