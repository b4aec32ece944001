import * as z from "zod";
import type { Program } from "#shared/domain/programs/program.ts";
import {
  isEventProgram,
  isInTheFuture,
  Reference,
  touchpointId,
} from "#shared/domain/programs/touchpoint.ts";
import type { BusEvent } from "#shared/events.ts";
import { type ApiRequest, fieldErrors } from "#shared/lambda/api.ts";
import { jsonBody } from "#shared/lambda/json-body.ts";
import { json, problem, type Reply } from "#shared/lambda/reply.ts";

export type AcceptTouchpointPorts = {
  programs(): Promise<readonly Program[]>;
  hasAccount(accountId: string): Promise<boolean>;
  hasContact(of: { readonly accountId: string; readonly contactId: string }): Promise<boolean>;
  publish(events: readonly BusEvent[]): Promise<void>;
};

/**
 * `POST /v1/touchpoints`: puts what happened on the bus, for the programs that ask about it. Whether anybody is
 * asked is decided there, and kept in the ledger; telling it again changes nothing.
 */
export const acceptTouchpoint =
  (ports: AcceptTouchpointPorts) =>
  async ({ body }: ApiRequest, now: Date): Promise<Reply> => {
    // What a paused program would have asked about is kept in the ledger, with the reason.
    const programs = (await ports.programs())
      .filter(isEventProgram)
      .filter(({ status }) => status !== "retired");
    const read = touchpointBody(
      programs.map(({ trigger }) => trigger.touchpoint),
      now,
    ).safeParse(jsonBody(body));
    if (!read.success) {
      return problem(
        400,
        'The body must be JSON such as {"type":"case-closure","accountId":"…","contactId":"…","reference":"case-1042","occurredAt":"2026-12-01T09:30:00Z"}.',
        fieldErrors(read.error),
      );
    }
    const { accountId, contactId } = read.data;
    const [hasAccount, hasContact] = await Promise.all([
      ports.hasAccount(accountId),
      ports.hasContact({ accountId, contactId }),
    ]);
    if (!hasAccount) return problem(404, "There is no account of that id.");
    if (!hasContact) return problem(404, "The account has no contact of that id.");

    const id = touchpointId(read.data);
    const occurredAt = new Date(read.data.occurredAt).toISOString();
    await ports.publish([
      { type: "Touchpoint Reached", detail: { version: 1, id, ...read.data, occurredAt } },
    ]);
    const program = programs.find(({ trigger }) => trigger.touchpoint === read.data.type);
    return json(202, { touchpointId: id, programId: program?.programId ?? null });
  };

export const touchpointBody = (types: readonly string[], now: Date) =>
  z.strictObject({
    type: z.string().refine((type) => types.includes(type), {
      error: `must be the touchpoint of an event program that is not retired: ${types.join(", ") || "there is none"}`,
    }),
    accountId: z.string().min(1).max(128),
    contactId: z.string().min(1).max(128),
    reference: Reference,
    occurredAt: z.iso
      .datetime({ offset: true, error: "must be a time with its zone, such as 2026-12-01T09:30:00Z" })
      .refine((occurredAt) => !isInTheFuture({ occurredAt }, now), {
        error: "must not be more than 5 minutes in the future",
      }),
  });
