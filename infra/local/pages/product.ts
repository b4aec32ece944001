import * as z from "zod";

/** Reads the product's own API. Rejects with a sentence that says which request failed, and how. */
export type ReadApi = (path: string) => Promise<unknown>;

export const Programs = z.object({
  items: z.array(z.object({ programId: z.string(), name: z.string(), status: z.string() })),
});
export type Program = z.infer<typeof Programs>["items"][number];

const Nps = z.object({
  value: z.number(),
  low: z.number(),
  high: z.number(),
  n: z.number(),
  small: z.boolean().default(false),
});
export type Nps = z.infer<typeof Nps>;

/** `satisfied` and its interval are shares, 0 to 1. */
const Csat = z.object({
  mean: z.number(),
  satisfied: z.number(),
  satisfiedLow: z.number(),
  satisfiedHigh: z.number(),
  n: z.number(),
  small: z.boolean().default(false),
});
export type Csat = z.infer<typeof Csat>;

export const STEPS = ["invited", "sent", "delivered", "opened", "clicked", "answered"] as const;
export const LOSSES = ["bounced", "complained", "unsubscribed", "expired"] as const;
/** Null where it is not known, such as openings of a program that does not track them. */
const Counts = z.partialRecord(z.enum([...STEPS, ...LOSSES]), z.number().nullable());
export type Funnel = z.infer<typeof Counts>;
const KNOWN: readonly string[] = [...STEPS, ...LOSSES];
/** What is counted beside these is passed over. */
const Funnel = z
  .record(z.string(), z.number().nullable())
  .transform((counts) => Object.fromEntries(Object.entries(counts).filter(([step]) => KNOWN.includes(step))))
  .pipe(Counts);

const Group = z.object({
  nps: Nps.nullish(),
  csat: Csat.nullish(),
  funnel: Funnel.nullish(),
  responseRate: z.object({ rr1: z.number().nullish(), rr2: z.number().nullish() }).nullish(),
});
export type Group = z.infer<typeof Group>;
export const Results = z.object({ groups: z.array(Group) });

/** Whether mail goes out, in a sentence. */
export const Sending = z.object({ says: z.string() });

export const Ctas = z.object({
  items: z.array(
    z.object({
      ctaId: z.string(),
      kind: z.string(),
      accountId: z.string(),
      accountName: z.string().nullish(),
      program: z.string().nullish(),
      band: z.string().nullish(),
      owner: z.object({ name: z.string() }).nullish(),
      reason: z.string().nullish(),
      openedAt: z.string().nullish(),
      dueAt: z.string(),
    }),
  ),
});
export type Cta = z.infer<typeof Ctas>["items"][number];

export type Read<T> =
  | { readonly kind: "read"; readonly value: T }
  | { readonly kind: "failed"; readonly why: string };

/** Asks, and checks what came; a failure is something to show, not to throw. */
export async function readProduct<T>(api: ReadApi, path: string, schema: z.ZodType<T>): Promise<Read<T>> {
  try {
    const parsed = schema.safeParse(await api(path));
    if (parsed.success) return { kind: "read", value: parsed.data };
    const [issue] = parsed.error.issues;
    return {
      kind: "failed",
      why: `GET ${path} answered something else than expected (${issue?.path.join(".")}: ${issue?.message}).`,
    };
  } catch (error) {
    return { kind: "failed", why: error instanceof Error ? error.message : `GET ${path} failed.` };
  }
}
