import * as z from "zod";

/** What is said on the bus, by this product under source `lifecycle-surveys`. Fields may be added, never taken away. */
export const EVENT_SOURCE = "lifecycle-surveys";

export const envelope = {
  version: z.literal(1),
  id: z
    .string()
    .describe("The same for every delivery of the same event, so that a target can tell a repeat."),
  occurredAt: z.iso.datetime(),
};
