import { createHash } from "node:crypto";
import * as z from "zod/mini";
import { styleOf } from "./style.ts";

/** What the pages show of the company: its name or logo, and a style sheet in its colour with the hash a CSP names it by. */
export type Brand = {
  readonly name: string;
  readonly style: string;
  readonly styleHash: string;
  readonly logoUrl?: string;
};

// Of the stage's settings only what the pages need, so that they load none of the rest.
const CompanySettings = z.object({
  company: z.object({ name: z.string(), colour: z.string(), logoUrl: z.optional(z.string()) }),
});

/** What a CSP names a style by. */
export const hashOf = (style: string): string => createHash("sha256").update(style).digest("base64");

export function brandOf(name: string, colour: string, logoUrl?: string): Brand {
  const style = styleOf(colour);
  return { name, style, styleHash: hashOf(style), ...(logoUrl === undefined ? {} : { logoUrl }) };
}

/** The brand of this function's environment (`SETTINGS`); call it once, at module scope. */
export function brandFrom(env: Readonly<Record<string, string | undefined>>): Brand {
  const text = env.SETTINGS;
  if (text === undefined)
    throw new Error("SETTINGS is not set: the function was deployed without its stage's settings");
  const { company } = CompanySettings.parse(JSON.parse(text));
  return brandOf(company.name, company.colour, company.logoUrl);
}
