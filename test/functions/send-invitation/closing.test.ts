import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isOpen } from "#shared/dynamodb/survey-links.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { startTable } from "../../table.ts";
import { aMailRoom } from "./mail-room.ts";

let table: Table;
let stop: () => void;
beforeAll(async () => {
  ({ table, stop } = await startTable());
});
afterAll(() => stop());

describe("a survey closes", () => {
  /** The clocks of the contact's zone, Berlin, go forward on 28 March 2027 and back on 31 October. */
  test.each([
    ["post-onboarding", "2027-03-02T09:15:00.123Z", "2027-04-01T09:15:00.123Z"],
    ["post-onboarding", "2027-10-05T09:15:00.123Z", "2027-11-04T09:15:00.123Z"],
    ["case-closure", "2027-03-27T23:30:00.123Z", "2027-04-03T23:30:00.123Z"],
    ["case-closure", "2027-10-30T23:30:00.123Z", "2027-11-06T23:30:00.123Z"],
  ])(
    "so many times 24 hours after its mail, over a change of clocks too: %s of %s",
    async (program, at, closesAt) => {
      const room = aMailRoom(table, program);
      await room.select({ notBefore: at, selectedAt: at });
      expect(await room.send(at)).toMatchObject({ kind: "sent" });
      const invitation = await room.invitation();
      expect(invitation).toMatchObject({ sentAt: at, closesAt });
      const openAt = (ms: number) => invitation && isOpen(invitation, new Date(Date.parse(closesAt) + ms));
      expect([openAt(0), openAt(1)]).toEqual([true, false]);
    },
  );
});
