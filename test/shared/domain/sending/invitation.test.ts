import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { historyOf, type Invitation, isExpired } from "#shared/domain/sending/invitation.ts";
import { invitationId } from "#shared/domain/sending/invitation-id.ts";
import { linkOf, linkToken, tokenHashOf } from "#shared/domain/sending/link-token.ts";
import { anInvitation } from "../../../builders.ts";

const someId = fc
  .uint8Array({ minLength: 16, maxLength: 16 })
  .map((bytes) => Buffer.from(bytes).toString("hex"));
const someKey = fc.uint8Array({ minLength: 32, maxLength: 32 });

describe("an invitation's id", () => {
  const of = { accountId: "acc-1", contactId: "con-1", programId: "pre-renewal", cycle: "term-2026-01-01" };

  test("is 32 hexadecimal digits, the same whenever it is worked out", () => {
    expect(invitationId(of)).toMatch(/^[0-9a-f]{32}$/);
    expect(invitationId({ ...of })).toBe(invitationId(of));
  });

  test("tells apart what differs in any part, wherever one id ends and the next begins", () => {
    const ids = [
      of,
      { ...of, accountId: "acc-2" },
      { ...of, contactId: "con-2" },
      { ...of, programId: "post-onboarding" },
      { ...of, cycle: "term-2027-01-01" },
      { ...of, accountId: "acc-1con", contactId: "-1" },
      { ...of, accountId: 'acc-1","con-1', contactId: "" },
    ].map(invitationId);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe("a link's token", () => {
  test("names its invitation and is recognised by its hash", () => {
    fc.assert(
      fc.property(someId, someKey, (id, key) => {
        const token = linkToken(id, key);
        expect(linkOf(token)).toEqual({ invitationId: id, tokenHash: tokenHashOf(token) });
      }),
      { seed: 6 },
    );
  });

  test("is the same for a reminder, and another under another key or for another invitation", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(someId, { minLength: 2, maxLength: 2 }),
        someKey,
        ([a = "", b = ""], key) => {
          expect(linkToken(a, key)).toBe(linkToken(a, key));
          expect(linkToken(a, key)).not.toBe(linkToken(b, key));
          expect(linkToken(a, key)).not.toBe(
            linkToken(
              a,
              Uint8Array.from(key, (byte) => byte ^ 1),
            ),
          );
        },
      ),
      { seed: 7 },
    );
  });

  test("is one of ours only by its form: anything else names nothing", () => {
    const token = linkToken("00112233445566778899aabbccddeeff", Buffer.alloc(32));
    for (const other of [
      "",
      token.slice(1),
      `${token}A`,
      `${token.slice(0, 47)}=`,
      `${token.slice(0, 47)} `,
    ]) {
      expect(linkOf(other)).toBeUndefined();
    }
  });
});

describe("an invitation's history", () => {
  const LATER = new Date("2026-12-20T08:00:00.000Z");

  test("is what happened, oldest first, and nothing that did not", () => {
    const history = historyOf(
      anInvitation({
        deliveredAt: "2026-12-01T08:00:20.000Z",
        openedAt: "2026-12-01T08:00:15.000Z",
        attempts: [{ attemptId: "a", at: "2026-12-02T08:00:00.000Z", answers: [] }],
      }),
      LATER,
    );
    expect(history.map(({ type }) => type)).toEqual(["selected", "sent", "opened", "delivered", "answered"]);
  });

  const remindedAt = "2026-12-08T08:00:00.000Z";
  test.each([
    [{ status: "sent", sentAt: remindedAt }, ["reminded"]],
    [
      { status: "sent", sentAt: remindedAt, bouncedAt: "2026-12-08T08:00:05Z" },
      ["reminded", "reminder-bounced"],
    ],
    [{ status: "refused" }, ["reminder-refused"]],
    [{ status: "withdrawn" }, ["reminder-withdrawn"]],
    [{ status: "unknown" }, []],
  ] as const)("says what became of the reminder: %j", (reminder, types) => {
    const history = historyOf(anInvitation({ reminder: { at: remindedAt, ...reminder } }), LATER);
    expect(history.map(({ type }) => type)).toEqual(["selected", "sent", ...types]);
  });
});

describe("an invitation expires", () => {
  const closesAt = "2026-12-31T08:00:11.000Z";
  type Over = Partial<Invitation>;
  const expired = (over: Over = {}, at = "2026-12-31T08:00:11.001Z") =>
    isExpired(anInvitation({ closesAt, ...over }), new Date(at));

  test("with the first millisecond in which its survey takes no answer", () => {
    expect(expired({}, closesAt)).toBe(false);
    expect(expired()).toBe(true);
  });

  test.each([
    ["the mail bounced", { bouncedAt: "2026-12-01T08:00:15.000Z" }],
    ["the contact unsubscribed", { unsubscribedAt: "2026-12-01T09:00:00.000Z" }],
    [
      "the mail's outcome was unknown until it was opened",
      { status: "unknown", sentAt: undefined, openedAt: "2026-12-02T08:00:00.000Z" },
    ],
  ] as const)("too where %s", (_, over) => {
    expect(expired(over)).toBe(true);
  });

  test.each([
    ["was answered", { attempts: [{ attemptId: "a", at: closesAt, answers: [] }] }],
    ["is not known to have gone out", { status: "unknown", sentAt: undefined }],
    ["was refused", { status: "refused", sentAt: undefined }],
    ["was withdrawn", { status: "withdrawn", sentAt: undefined, closesAt: undefined }],
    ["waits", { status: "selected", sentAt: undefined, claimedAt: undefined, closesAt: undefined }],
  ] satisfies [string, Over][])("never where it %s", (_, over) => {
    expect(expired(over)).toBe(false);
  });

  test("at its closing, as its history tells from then on", () => {
    const at = (now: string) => historyOf(anInvitation({ closesAt }), new Date(now)).at(-1);
    expect(at(closesAt)).toMatchObject({ type: "sent" });
    expect(at("2027-02-01T00:00:00.000Z")).toEqual({ type: "expired", at: closesAt });
  });
});
