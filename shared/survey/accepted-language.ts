import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { type Language, languageOf } from "../domain/language.ts";

/** Which of our languages a browser would like best (`Accept-Language`, RFC 9110); undefined where it likes none. */
export function acceptedLanguage({ headers }: Pick<APIGatewayProxyEventV2, "headers">): Language | undefined {
  const liked = (headers["accept-language"] ?? "").split(",").flatMap((range) => {
    const [tag = "", weight] = range.split(/;\s*q=/i);
    const language = languageOf(tag);
    return language === undefined ? [] : [{ language, weight: weight === undefined ? 1 : Number(weight) }];
  });
  return liked.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight)[0]?.language;
}
