import * as z from "zod";
import type { AccessRole } from "#shared/lambda/api.ts";

/** A schema by media type. */
export type Content = Readonly<Record<string, z.ZodType>>;

/** What a route answers when all is well. */
export interface Answer {
  readonly says: string;
  /** @default none */
  readonly content?: Content;
  /** What stands in headers of its own, by their names. @default nothing */
  readonly headers?: Readonly<Record<string, string>>;
  readonly example?: unknown;
}

/** One route, as whoever calls it must know it. */
export interface Operation {
  readonly summary: string;
  readonly description?: string;
  /** The least role that a token must carry; `anyone` needs none. */
  readonly role: AccessRole | "anyone";
  /** An object's schema, a property for each parameter. @default none */
  readonly query?: z.ZodType;
  /** What is special here about a parameter of the path or the query, by its name. @default as everywhere */
  readonly parameters?: Readonly<Record<string, string>>;
  /** @default none */
  readonly body?: { readonly content: Content; readonly example?: unknown; readonly isOptional?: true };
  readonly answers: Readonly<Record<number, Answer>>;
  /** Refusals of its own by status, with when they come; those that any route may give come by themselves. */
  readonly refusals?: Readonly<Record<number, string>>;
}

/** Some routes that belong together. */
export interface Area {
  readonly name: string;
  readonly about: string;
  /** By route key, as the gateway has it: `GET /v1/ctas/{ctaId}`. */
  readonly routes: Readonly<Record<string, Operation>>;
}

export const json = (schema: z.ZodType): Content => ({ "application/json": schema });

/** A time as this API writes it, in UTC. */
export const Time = z.iso.datetime();

const Next = z.string().nullable().describe("Brings the next page as `cursor`; null at the end.");
/** One page of a list. It may be short, or empty, before the end. */
export const pageOf = (item: z.ZodType) => z.object({ items: z.array(item), next: Next });

export const Cursor = z.string().optional();
