import * as z from "zod";
import type { Contact } from "#shared/domain/accounts/contact.ts";
import { emailAddressOf } from "#shared/domain/accounts/email-address.ts";
import type { LiftedSuppression, Lifting, Suppression } from "#shared/domain/accounts/suppression.ts";
import type { SuppressionRecord } from "#shared/dynamodb/suppressions.ts";
import { type ApiRequest, fieldErrors } from "#shared/lambda/api.ts";
import { jsonBody } from "#shared/lambda/json-body.ts";
import { json, noContent, problem, type Reply } from "#shared/lambda/reply.ts";

export type SuppressionPorts = {
  /** Names the person behind an address. */
  personHash(email: string): string;
  record(personHash: string): Promise<SuppressionRecord | undefined>;
  /** Of which program an invitation is; undefined where it is gone. */
  programOf(invitationId: string): Promise<string | undefined>;
  /** The contacts that a person is. */
  contactsOf(personHash: string): Promise<readonly Contact[]>;
  /** `false` where other reasons stand by now than were seen. */
  lift(personHash: string, seen: readonly Suppression[], lifting: Lifting): Promise<boolean>;
};

const NOTE_CHARACTERS = 500;
/** Somebody suppresses and somebody lifts the same person at once: so many times is a fault, not a race. */
const MAX_RACES = 5;

const DEFINITIONS = {
  items:
    "Why nobody writes to this person, at any account: of each reason the earliest that was not lifted. One lifting lifts them all.",
  contacts:
    "consent is what the contact's own record says. Unsubscribed there bars that contact by itself, and lifting a suppression leaves it.",
} as const;

export const SearchBody = z.strictObject({
  email: z.string({ error: "must be given" }).transform((text, context) => {
    const read = emailAddressOf(text.trim());
    if (read.kind === "address") return read.address;
    context.addIssue({ code: "custom", message: read.reason });
    return z.NEVER;
  }),
});

/** `POST /v1/suppressions/search`: who is suppressed, why, and what was lifted before. */
export const searchSuppressions =
  (ports: SuppressionPorts) =>
  async ({ body }: ApiRequest): Promise<Reply> => {
    const read = SearchBody.safeParse(jsonBody(body));
    if (!read.success)
      return problem(400, 'The body must be JSON such as {"email":"…"}.', fieldErrors(read.error));
    const suppressionId = ports.personHash(read.data.email);
    const [record, contacts] = await Promise.all([
      ports.record(suppressionId),
      ports.contactsOf(suppressionId),
    ]);
    const standing = record?.standing ?? [];
    return json(200, {
      items: await Promise.all(standing.map((one) => shown(ports, suppressionId, one))),
      lifted: (record?.lifted ?? []).map(({ reason, at, liftedAt, by, note }: LiftedSuppression) => ({
        reason,
        at,
        liftedAt,
        by,
        note,
      })),
      contacts: contacts.map(({ accountId, contactId, consent }) => ({ accountId, contactId, consent })),
      definitions: DEFINITIONS,
    });
  };

async function shown(
  ports: Pick<SuppressionPorts, "programOf">,
  suppressionId: string,
  { reason, at, invitationId }: Suppression,
) {
  const programId = invitationId === undefined ? undefined : await ports.programOf(invitationId);
  return { suppressionId, reason, at, invitationId: invitationId ?? null, programId: programId ?? null };
}

const SuppressionId = z.string().regex(/^[0-9a-f]{64}$/);
export const LiftBody = z.strictObject({
  note: z
    .string({ error: "must be given: whoever asks why this person is written to again will read it" })
    .trim()
    .min(1, { error: "is empty and must not be" })
    .max(NOTE_CHARACTERS, { error: `is longer than ${NOTE_CHARACTERS} characters` })
    .refine((text) => text.isWellFormed(), { error: "has half a character, which is no text in UTF-8" }),
});

/** `DELETE /v1/suppressions/{suppressionId}`: all that stands is lifted, with a note. Again it changes nothing. */
export const liftSuppression =
  (ports: SuppressionPorts) =>
  async ({ path, body, caller }: ApiRequest, now: Date): Promise<Reply> => {
    const read = LiftBody.safeParse(jsonBody(body));
    if (!read.success)
      return problem(400, 'The body must be JSON such as {"note":"…"}.', fieldErrors(read.error));
    const id = SuppressionId.safeParse(path.suppressionId);
    if (!id.success) return unknown();
    const lifting = { liftedAt: now.toISOString(), by: caller.email, note: read.data.note };
    for (let races = 0; races < MAX_RACES; races++) {
      const record = await ports.record(id.data);
      if (record === undefined) return unknown();
      if (record.standing.length === 0) return noContent();
      if (await ports.lift(id.data, record.standing, lifting)) return noContent();
    }
    throw new Error("A suppression kept changing while it was lifted; try again");
  };

const unknown = (): Reply =>
  problem(404, "There is no suppression of that id. Search for the person's e-mail to find it.");
