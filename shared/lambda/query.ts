import * as z from "zod";
import { daysBetween } from "../domain/days.ts";
import { type ApiRequest, fieldErrors } from "./api.ts";
import { endWith, goOn, problem, type Reply, type Step } from "./reply.ts";

/**
 * Parameters by their names. One that is left empty is no wish for all there is, which an unset variable would ask for; but a
 * `cursor` that is empty is the first page's.
 */
export function givenIn({ query }: Pick<ApiRequest, "query">): Readonly<Record<string, string | undefined>> {
  const { cursor, ...others } = query;
  return cursor === "" ? others : query;
}

/** What a query says by its schema, or its refusal; `takes` is the sentence that says what can be asked. */
export function readQuery<T>(
  schema: z.ZodType<T>,
  request: Pick<ApiRequest, "query">,
  takes: string,
): Step<T> {
  const given = givenIn(request);
  const read = schema.safeParse(given);
  const wrong = read.success ? [] : fieldErrors(read.error);
  const empty = Object.keys(given)
    .filter((name) => given[name] === "" && !wrong.some(({ path }) => path === name))
    .map((path) => ({ path, message: "is empty: leave it out to ask for all" }));
  const errors = [...wrong, ...empty];
  return read.success && errors.length === 0 ? goOn(read.data) : endWith(problem(400, takes, errors));
}

/** Refuses a range of more days than these; a transform, unlike a refinement, is only reached by days that exist. */
export const withinDays =
  (mostDays: number, inWords: string) =>
  <T extends { readonly from: string; readonly to: string }>(query: T, context: z.RefinementCtx): T => {
    const days = daysBetween(query.from, query.to);
    const message = days < 0 ? "must not be before from" : `must be within ${inWords} of from`;
    if (days < 0 || days >= mostDays) context.addIssue({ code: "custom", path: ["to"], message });
    return query;
  };

const Nothing = z.strictObject({});

/** A route that takes no parameters: one that is given is refused, as it is wherever else it is not known. */
export const withoutQuery =
  (answer: (request: ApiRequest) => Promise<Reply>) =>
  async (request: ApiRequest): Promise<Reply> => {
    const read = readQuery(Nothing, request, "This address takes no parameters.");
    return read.kind === "end" ? read.reply : await answer(request);
  };
