import { createHmac } from "node:crypto";
import * as z from "zod";
import { Day } from "./account.ts";
import { personKey } from "./contact.ts";

/** What asked a person: one of our invitations, or a survey that another tool sent. */
const AskedBy = z.union([
  z.object({ invitationId: z.string(), program: z.string() }),
  z.object({ tool: z.string(), program: z.string() }),
]);
type AskedBy = z.infer<typeof AskedBy>;

/**
 * When the person behind an e-mail was last asked, over all accounts, programs and tools, and the time before, to
 * which it goes back when an invitation is given up unsent.
 */
export const Person = z.object({
  lastOn: Day.optional(),
  lastBy: AskedBy.optional(),
  previousOn: Day.optional(),
  previousBy: AskedBy.optional(),
});
export type Person = z.infer<typeof Person>;

export type Ask = { readonly on: Day; readonly by: AskedBy };

/** The name under which a person is kept: HMAC-SHA-256 of the e-mail's compared form, hexadecimal. */
export function personHash(email: string, key: Uint8Array): string {
  return createHmac("sha256", key).update(personKey(email)).digest("hex");
}

/**
 * The person with one more asking known; undefined where that changes nothing. In whatever order they become known.
 * One invitation asks once, on the latest day that is said of it.
 */
export function withAsk(person: Person, ask: Ask): Person | undefined {
  const known = asksOf(person);
  const { by } = ask;
  const ofSame = known.filter((other) =>
    "invitationId" in by ? isInvitation(other.by, by.invitationId) : compareAsks(other, ask) === 0,
  );
  if (ofSame.some((other) => other.on >= ask.on)) return undefined;
  const kept = [...known.filter((other) => !ofSame.includes(other)), ask].sort(compareAsks).slice(0, 2);
  return kept.includes(ask) ? personOf(kept) : undefined;
}

/** The person as if this invitation had never been; undefined where it does not hold them. */
export function withoutInvitation(person: Person, invitationId: string): Person | undefined {
  const known = asksOf(person);
  const kept = known.filter((ask) => !isInvitation(ask.by, invitationId));
  return kept.length === known.length ? undefined : personOf(kept);
}

export function isHeldBy(person: Person, invitationId: string): boolean {
  return asksOf(person).some((ask) => isInvitation(ask.by, invitationId));
}

function asksOf({ lastOn, lastBy, previousOn, previousBy }: Person): Ask[] {
  const last = lastOn === undefined || lastBy === undefined ? [] : [{ on: lastOn, by: lastBy }];
  const previous =
    previousOn === undefined || previousBy === undefined ? [] : [{ on: previousOn, by: previousBy }];
  return [...last, ...previous];
}

function personOf([last, previous]: readonly Ask[]): Person {
  return { lastOn: last?.on, lastBy: last?.by, previousOn: previous?.on, previousBy: previous?.by };
}

const isInvitation = (by: AskedBy, invitationId: string): boolean =>
  "invitationId" in by && by.invitationId === invitationId;

/** Newest first. On one day our own invitation before another tool's, then by name, so that no order is left to chance. */
function compareAsks(a: Ask, b: Ask): number {
  if (a.on !== b.on) return a.on > b.on ? -1 : 1;
  const [nameA, nameB] = [nameOf(a.by), nameOf(b.by)];
  return nameA === nameB ? 0 : nameA < nameB ? -1 : 1;
}

const nameOf = (by: AskedBy): string =>
  JSON.stringify("invitationId" in by ? [0, by.invitationId, by.program] : [1, by.tool, by.program]);
