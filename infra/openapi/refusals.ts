import * as z from "zod";
import { named } from "./names.ts";
import type { Content, Operation } from "./operation.ts";

const Problem = named(
  "Problem",
  z
    .object({
      type: z.literal("about:blank"),
      title: z.string(),
      status: z.int().min(400).max(599),
      detail: z.string().describe("What is wrong and what to do, for a person to read."),
      errors: z
        .array(z.object({ path: z.string(), message: z.string() }))
        .min(1)
        .optional()
        .describe("Field by field, where a field is what is wrong; `path` is such as `trigger.kind`."),
    })
    .describe("An error as problem details, RFC 9457."),
);
const GatewayMessage = named(
  "GatewayMessage",
  z.object({ message: z.string() }).describe("An error that the gateway answers itself."),
);

export const problem: Content = { "application/problem+json": Problem };
const gateway: Content = { "application/json": GatewayMessage };
const either: Content = { ...problem, ...gateway };

type Refusal = { readonly says: string; readonly content: Content };

/** What is answered alike everywhere, by its name under `components`. */
export const COMMON = {
  BadRequest: {
    says: "Something is wrong with the request; `errors` says which fields, where it is those.",
    content: either,
  },
  Unauthorized: { says: "No token, or none that is good here.", content: gateway },
  Forbidden: { says: "The token does not carry the role that this needs.", content: problem },
  TooLarge: { says: "More than the gateway takes: a request may have 6 MB.", content: gateway },
  TooManyRequests: { says: "Too many requests at once. Ask again a little later.", content: gateway },
  InternalError: {
    says: "Something went wrong on our side. The same may be sent again: nothing is done twice.",
    content: either,
  },
  Unavailable: {
    says: "No answer within 30 seconds. The same may be sent again: nothing is done twice.",
    content: either,
  },
} as const satisfies Record<string, Refusal>;

/** What any route may answer, by status. */
const OF_ANY: Readonly<Record<number, keyof typeof COMMON>> = {
  400: "BadRequest",
  413: "TooLarge",
  429: "TooManyRequests",
  500: "InternalError",
  503: "Unavailable",
};
const OF_GUARDED: typeof OF_ANY = { 401: "Unauthorized", 403: "Forbidden" };

/** Every refusal of a route by status: by name where it is one of all, else in the route's own words. */
export function refusalsOf({ role, refusals = {} }: Operation): Map<number, keyof typeof COMMON | Refusal> {
  const common = { ...OF_ANY, ...(role === "anyone" ? {} : OF_GUARDED) };
  return new Map<number, keyof typeof COMMON | Refusal>([
    ...Object.entries(common).map(([status, name]) => [Number(status), name] as const),
    // The gateway may answer with any of its own, whatever the route means by that status.
    ...Object.entries(refusals).map(
      ([status, says]) =>
        [Number(status), { says, content: Number(status) in OF_ANY ? either : problem }] as const,
    ),
  ]);
}
