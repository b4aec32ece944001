import { describe, expect, test } from "vitest";
import {
  allowanceOf,
  isHeldUp,
  isRecent,
  type MailAccount,
  type SendingState,
  stateOf,
} from "#shared/domain/sending/sending-state.ts";

const anAccount = (over: Partial<MailAccount> = {}): MailAccount => ({
  perSecond: 14,
  max24Hours: 50_000,
  sentLast24Hours: 120,
  isEnabled: true,
  ...over,
});
const AT = "2026-12-01T09:00:00.000Z";
const aState = (over: Partial<SendingState> = {}): SendingState => ({
  ...{ type: "sending", version: 1, state: "ok", since: AT, perSecond: 14, max24Hours: 50_000 },
  ...{ sentLast24Hours: 120, waitingSince: null, at: AT, nextSlotAt: 0 },
  ...over,
});

describe("an account", () => {
  test.each<[SendingState["state"], Partial<MailAccount>]>([
    ["ok", {}],
    ["ok", { max24Hours: null }],
    ["sandbox", { max24Hours: 200, perSecond: 1 }],
    ["ok", { max24Hours: 200, perSecond: 14 }],
    ["quota-used-up", { sentLast24Hours: 50_000 }],
    ["quota-used-up", { max24Hours: 200, perSecond: 1, sentLast24Hours: 203 }],
    ["paused", { isEnabled: false }],
    ["paused", { perSecond: 0 }],
    ["paused", { isEnabled: false, sentLast24Hours: 50_000 }],
  ])("is %s with %j", (state, over) => {
    expect(stateOf(anAccount(over))).toBe(state);
  });

  test("that is paused is allowed nothing, one without a quota any number", () => {
    expect(allowanceOf(anAccount({ isEnabled: false })).perSecond).toBe(0);
    expect(allowanceOf(anAccount({ max24Hours: null })).leftToday).toBe(Number.POSITIVE_INFINITY);
    expect(allowanceOf(anAccount()).leftToday).toBe(49_880);
  });
});

test("sending is held up when something has waited for over an hour", () => {
  expect(isHeldUp(aState())).toBe(false);
  expect(isHeldUp(aState({ waitingSince: "2026-12-01T08:00:00.000Z" }))).toBe(false);
  expect(isHeldUp(aState({ waitingSince: "2026-12-01T07:59:59.999Z" }))).toBe(true);
});

test("only a good state, and one not older than an hour, need not be looked at again", () => {
  const soon = new Date("2026-12-01T09:59:00Z");
  expect(isRecent(aState(), soon)).toBe(true);
  expect(isRecent(aState(), new Date("2026-12-01T10:00:00Z"))).toBe(false);
  expect(isRecent(aState({ state: "paused" }), soon)).toBe(false);
  expect(isRecent(aState({ waitingSince: AT }), soon)).toBe(false);
  expect(isRecent(undefined, soon)).toBe(false);
});
