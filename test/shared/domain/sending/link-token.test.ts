import { expect, test } from "vitest";
import { linkOf, linkToken, tokenHashOf, unsubscribeToken } from "#shared/domain/sending/link-token.ts";

const KEY = Buffer.alloc(32, 7);
const invitationId = "00112233445566778899aabbccddeeff";

test("both tokens of an invitation name it, and neither is the other", () => {
  const tokens = [linkToken(invitationId, KEY), unsubscribeToken(invitationId, KEY)];
  for (const token of tokens) expect(linkOf(token)).toEqual({ invitationId, tokenHash: tokenHashOf(token) });
  expect(tokens[0]?.slice(22)).not.toBe(tokens[1]?.slice(22));
});

test("an unsubscribe token is the same each time, and another under another key or for another invitation", () => {
  const token = unsubscribeToken(invitationId, KEY);
  expect(unsubscribeToken(invitationId, KEY)).toBe(token);
  expect(unsubscribeToken(invitationId, Buffer.alloc(32, 8))).not.toBe(token);
  expect(unsubscribeToken("f".repeat(32), KEY)).not.toBe(token);
});
