import * as z from "zod";
import type { SendingState } from "#shared/domain/sending/sending-state.ts";
import { type Area, json, Time } from "../operation.ts";

const STATES = ["ok", "sandbox", "paused", "quota-used-up"] as const satisfies SendingState["state"][];

const Sending = z.object({
  state: z.enum([...STATES, "unknown"]),
  says: z.string().describe("The same in words, and what to do."),
  perSecond: z.number().nullable(),
  max24Hours: z.number().nullable().describe("Null where any number may be sent."),
  sentLast24Hours: z.number().nullable(),
  since: Time.nullable().describe("Since when it is in that state."),
  waitingSince: Time.nullable().describe("Since when something is due that found no slot."),
  asOf: Time.nullable(),
});

export const service: Area = {
  name: "service",
  about: "Whether all is well, and what there is to ask.",
  routes: {
    "GET /v1/sending": {
      summary: "Whether mail goes out, and if not what to do",
      role: "viewer",
      answers: {
        200: { says: "How sending stands; all null before it was first looked at.", content: json(Sending) },
      },
    },
    "GET /v1/health": {
      summary: "Up",
      role: "anyone",
      answers: { 200: { says: "The API answers.", content: json(z.object({ status: z.literal("up") })) } },
    },
    "GET /v1/openapi.json": {
      summary: "This description",
      role: "anyone",
      answers: { 200: { says: "OpenAPI 3.1.", content: json(z.looseObject({ openapi: z.string() })) } },
    },
  },
};
