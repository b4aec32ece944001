import * as z from "zod";
import { Reference } from "../domain/programs/touchpoint.ts";
import { envelope } from "./envelope.ts";

/**
 * Something happened to a contact that an event program asks about. Said by `POST /v1/touchpoints`, and by any other
 * system under a source of its own.
 */
export const TouchpointReached = z.object({
  ...envelope,
  occurredAt: z.iso.datetime({ offset: true }),
  type: z.string().min(1).max(64).describe("The touchpoint that an event program's trigger names."),
  accountId: z.string().min(1).max(128),
  contactId: z.string().min(1).max(128),
  reference: Reference.describe(
    "What it is called where it comes from; the same reference is asked about once.",
  ),
});
