import type { IncomingHttpHeaders } from "node:http";
import * as z from "zod";

const Texts = z.array(z.string());

/** The rules of `AWS::S3::Bucket`'s `CorsConfiguration`. */
export const CorsRules = z.array(
  z.strictObject({
    Id: z.string().optional(),
    AllowedOrigins: Texts,
    AllowedMethods: Texts,
    AllowedHeaders: Texts.default([]),
    ExposedHeaders: Texts.default([]),
    MaxAge: z.coerce.number().optional(),
  }),
);
export type CorsRules = z.infer<typeof CorsRules>;

/**
 * What a browser is told about a request from a page of another origin, a preflight or the request itself, by the first
 * rule that fits; undefined where none does, or nothing is asked.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html
 */
export function corsHeaders(
  rules: CorsRules,
  { method = "", headers }: { readonly method?: string | undefined; readonly headers: IncomingHttpHeaders },
): Record<string, string> | undefined {
  const { origin } = headers;
  if (origin === undefined) return undefined;
  const isPreflight = method === "OPTIONS";
  const wanted = isPreflight ? (headers["access-control-request-method"] ?? "") : method;
  const asked = (headers["access-control-request-headers"] ?? "")
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== "");
  const rule = rules.find(
    ({ AllowedOrigins, AllowedMethods, AllowedHeaders }) =>
      AllowedOrigins.some((pattern) => fits(pattern, origin)) &&
      AllowedMethods.includes(wanted) &&
      asked.every((name) => AllowedHeaders.some((pattern) => fits(pattern.toLowerCase(), name))),
  );
  if (rule === undefined) return undefined;
  const { AllowedOrigins, AllowedMethods, ExposedHeaders, MaxAge } = rule;
  return {
    "access-control-allow-origin": AllowedOrigins.includes("*") ? "*" : origin,
    "access-control-allow-methods": AllowedMethods.join(", "),
    ...(ExposedHeaders.length > 0 && { "access-control-expose-headers": ExposedHeaders.join(", ") }),
    ...(asked.length > 0 && { "access-control-allow-headers": asked.join(", ") }),
    ...(isPreflight && MaxAge !== undefined && { "access-control-max-age": String(MaxAge) }),
    vary: "Origin, Access-Control-Request-Headers, Access-Control-Request-Method",
  };
}

/** A pattern may have one `*`, for any text. */
function fits(pattern: string, text: string): boolean {
  const [before = "", after] = pattern.split("*");
  if (after === undefined) return pattern === text;
  return text.length >= before.length + after.length && text.startsWith(before) && text.endsWith(after);
}
